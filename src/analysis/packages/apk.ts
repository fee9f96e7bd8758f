import { type DatabaseFiles, linesOf } from "./database-files.js";
import type { FoundPackages } from "./found-packages.js";
import type { PackagePaths } from "./package-paths.js";

const DATABASES = ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"];

/**
 * Reads packages of Alpine and Wolfi. A line is a letter, a colon and a value: `P` name, `V` version, `F` a
 * folder, `R` a file in it. An empty line ends a package.
 */
export async function readApk(
  files: DatabaseFiles,
  paths: PackagePaths,
  found: FoundPackages,
): Promise<void> {
  for (const database of new Set(DATABASES.map((path) => paths.folder(path)))) {
    for (const { name, version, listed } of records(await files.one(database))) {
      const owner = found.add("apk", name, version);
      for (const path of listed) found.claim(owner, paths.find(path));
    }
  }
}

interface ApkRecord {
  name: string;
  version: string;
  listed: string[];
}

function* records(text: string): Generator<ApkRecord> {
  let record: ApkRecord = { name: "", version: "", listed: [] };
  let folder = "";
  for (const line of linesOf(text)) {
    if (line === "") {
      if (record.name !== "") yield record;
      record = { name: "", version: "", listed: [] };
      folder = "";
      continue;
    }
    const value = line.slice(2);
    const field = line.slice(0, 2);
    if (field === "P:") record.name = value;
    else if (field === "V:") record.version = value;
    else if (field === "F:") folder = value;
    else if (field === "R:") record.listed.push(`${folder}/${value}`);
  }
  if (record.name !== "") yield record;
}
