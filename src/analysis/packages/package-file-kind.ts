/**
 * The kind of a file that describes packages. `database`: a file that lists packages or their paths. The others
 * describe one package each.
 */
export type PackageFileKind = "database" | "pip" | "npm" | "gem" | "program";

/** Names of a file and of the folders that contain it. */
export interface FileNames {
  readonly name: string;
  /** Returns the name of the folder, 1 for the nearest; `""` above the first one. */
  folder(level: number): string;
}

/** The minimum size of a Go program in bytes. */
const LEAST_PROGRAM = 256 * 1024;
const EXECUTABLE = 0o111;

/** Returns the kind of a regular file; `null` if it describes no package. Most programs are not built by Go. */
export function packageFileKind(
  names: FileNames,
  { bytes, mode }: { readonly bytes: number; readonly mode: number },
): PackageFileKind | null {
  const { name } = names;
  if (name === "METADATA" && isDistInfo(names)) return "pip";
  if (name === "package.json" && isNodeModule(names)) return "npm";
  if (name.endsWith(".gemspec") && isOfSpecifications(names)) return "gem";
  if (isDatabase(names)) return "database";
  return bytes >= LEAST_PROGRAM && (mode & EXECUTABLE) !== 0 ? "program" : null;
}

function isDistInfo({ folder }: FileNames): boolean {
  return folder(1).endsWith(".dist-info");
}

function isNodeModule({ folder }: FileNames): boolean {
  return folder(2) === "node_modules" || (folder(2).startsWith("@") && folder(3) === "node_modules");
}

function isOfSpecifications({ folder }: FileNames): boolean {
  return folder(1) === "specifications" || (folder(1) === "default" && folder(2) === "specifications");
}

/** The files of dpkg, apk and rpm, and the lists of paths of pip. */
function isDatabase(names: FileNames): boolean {
  const { name, folder } = names;
  switch (name) {
    case "status":
    case "diversions":
      return folder(1) === "dpkg";
    case "installed":
      return folder(1) === "db" && folder(2) === "apk";
    case "rpmdb.sqlite":
      return folder(1) === "rpm";
    case "RECORD":
      return isDistInfo(names);
    default:
      if (name.endsWith(".list")) return folder(1) === "info" && folder(2) === "dpkg";
      return folder(1) === "status.d" && folder(2) === "dpkg";
  }
}
