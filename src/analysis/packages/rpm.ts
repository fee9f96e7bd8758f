import { escapePath } from "../../text/escape.js";
import type { DatabaseFiles } from "./database-files.js";
import type { Found } from "./found.js";
import type { PackagePaths } from "./package-paths.js";

const FOLDERS = ["/usr/lib/sysimage/rpm", "/var/lib/rpm", "/usr/share/rpm"];
const NAMES = ["rpmdb.sqlite", "Packages.db", "Packages"];

/** Databases of rpm are not read: says so where there is one. */
export function warnOfRpm(files: DatabaseFiles, paths: PackagePaths, found: Found): void {
  for (const path of FOLDERS) {
    const folder = paths.folder(path);
    const database = folder < 0 ? undefined : NAMES.find((name) => files.isFile(paths.child(folder, name)));
    if (database === undefined) continue;
    const at = escapePath(files.tree.path(paths.child(folder, database)));
    found.warn(
      "rpm-not-read",
      `${at}: databases of rpm are not read; files of its packages count as files of no package`,
    );
    return;
  }
}
