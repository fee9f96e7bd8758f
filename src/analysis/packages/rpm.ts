import { escapePath, escapeText } from "../../text/escape.js";
import type { Node } from "../../tree/file-tree.js";
import type { DatabaseFiles } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";
import type { PackagePaths } from "./package-paths.js";
import { readRpmHeader } from "./rpm-header.js";

const FOLDERS = ["/usr/lib/sysimage/rpm", "/var/lib/rpm", "/usr/share/rpm"];
/** The database of rpm 4.16 and later, for example Fedora 33 and RHEL 9. */
const SQLITE = "rpmdb.sqlite";
/**
 * The databases that are not read: Berkeley DB of older systems, and ndb of SUSE. No maintained package for
 * Node reads them.
 */
const UNREAD = ["Packages.db", "Packages"];
/** The minimum size of a header: counts, and the entries of name, version and release. */
const LEAST_HEADER = 56;
/** The maximum size of a database. A thousand packages take about 40 MB. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * The definition of the table in rpm. With any other definition, a query could run expressions of the image
 * for ever. Source: `lib/backend/sqlite.c` of rpm.
 */
const TABLE =
  /^CREATE TABLE ['"]?Packages['"]? ?\(\s*hnum INTEGER PRIMARY KEY AUTOINCREMENT,\s*blob BLOB NOT NULL\s*\)$/;

/** Reads packages of Fedora, RHEL and others. A database that cannot be read is a warning. */
export async function readRpm(
  files: DatabaseFiles,
  paths: PackagePaths,
  found: FoundPackages,
): Promise<void> {
  for (const path of FOLDERS) {
    const folder = paths.folder(path);
    if (folder < 0) continue;
    const database = paths.child(folder, SQLITE);
    if (files.isFile(database)) return readSqlite(database, folder, { files, paths, found });
    const unread = UNREAD.map((name) => paths.child(folder, name)).find((node) => files.isFile(node));
    if (unread === undefined) continue;
    const reason = "only rpm's SQLite databases (rpmdb.sqlite) can be read";
    return warnUnread(unread, reason, { files, found });
  }
}

interface Reading {
  readonly files: DatabaseFiles;
  readonly paths: PackagePaths;
  readonly found: FoundPackages;
}

async function readSqlite(database: Node, folder: Node, { files, paths, found }: Reading): Promise<void> {
  const bytes = await files.bytes(database, MOST_BYTES);
  if (bytes === null) return;
  try {
    for await (const header of headersIn(bytes)) {
      const one = readRpmHeader(header);
      if (one === null) continue;
      const owner = found.add("rpm", one.name, one.version);
      if (owner < 0) return;
      for (const path of one.paths) found.claim(owner, paths.find(path));
    }
  } catch (error) {
    if (!(error instanceof NotADatabase)) throw error;
    warnUnread(database, `it is not a database of rpm: ${error.message}`, { files, found });
  }
  const log = paths.child(folder, `${SQLITE}-wal`);
  if (files.isFile(log) && files.size(log) > 0) {
    const at = escapePath(files.tree.path(log));
    found.warn(
      "rpm-log-not-read",
      `${at} is not read: changes of rpm's database that are only there are missing`,
    );
  }
}

/** Any error of SQLite. */
class NotADatabase extends Error {}

/**
 * Yields the headers of all packages, in the order in which they were installed.
 * @throws NotADatabase
 */
async function* headersIn(bytes: Buffer): AsyncGenerator<Uint8Array> {
  // The WebAssembly is compiled only for images that have such a database.
  const { default: loadSqlite } = await import("sql.js/dist/sql-wasm-inline.js");
  const { Database } = await loadSqlite();
  const database = new Database(bytes);
  // An error in the caller's loop is not caught here, so every caught error is about the file.
  try {
    const [table] = database.exec("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'Packages'");
    const definition = table?.values[0]?.[0];
    if (typeof definition !== "string" || !TABLE.test(definition))
      throw new Error("it has no table of packages");
    const rows = database.prepare("SELECT blob FROM Packages ORDER BY hnum");
    let read = 0;
    while (rows.step()) {
      const [blob] = rows.get();
      if (!(blob instanceof Uint8Array)) continue;
      // Damaged pages can refer to each other, so that rows repeat without end.
      read += Math.max(blob.length, LEAST_HEADER);
      if (read > bytes.length) throw new Error("its rows have more bytes than the file");
      yield blob;
    }
  } catch (error) {
    throw new NotADatabase(error instanceof Error ? error.message : String(error));
  } finally {
    database.close();
  }
}

function warnUnread(database: Node, reason: string, { files, found }: Omit<Reading, "paths">): void {
  const at = escapePath(files.tree.path(database));
  found.warn(
    "rpm-not-read",
    `${at} is not read: ${escapeText(reason)}; files of its packages count as files of no package`,
  );
}
