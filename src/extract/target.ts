import { basename, dirname, resolve } from "node:path";
import { fail, isSystemError } from "../errors.js";
import { escapePath, type Printable, type RawPath, rawBytes, rawPath } from "../text/escape.js";
import { DISK } from "./disk.js";
import { systemError } from "./failure.js";
import { isSafeName } from "./safe-name.js";

/** Where the thing that is taken out goes. */
export interface Target {
  /** What it becomes: an absolute path, as bytes, that no symlink leads on from but its last name. */
  readonly path: RawPath;
  /** The folder that holds `path`, where it has to be made first. */
  readonly make: RawPath | null;
  /** `path` in the user's words. */
  readonly shown: Printable;
}

export interface TargetOptions {
  /** What a relative path starts from. */
  readonly cwd: string;
  /** The name that the thing has in a folder; `null` where not it but what it holds goes there. */
  readonly name: RawPath | null;
}

/**
 * Reads a target as `cp -r` does: where `to` is a folder, or ends in a slash, the thing goes into it by its own name;
 * else it becomes `to`, whose folder has to be there. Looks, and changes nothing.
 * @throws LayerxError `no-target-folder`, `not-extractable` where no file can have the name, `extract-failed`.
 */
export function findTarget(to: string, { cwd, name }: TargetOptions): Target {
  const shown = escapePath(rawPath(to));
  if (name !== null && !isSafeName(name)) {
    fail("not-extractable", { path: escapePath(name), reason: "no file can have this name" });
  }
  try {
    const path = resolve(cwd, to);
    const into = isFolder(path);
    const slash = to.endsWith("/");
    if (into === false && slash) fail("no-target-folder", { target: shown, folder: shown });
    if (into === true) {
      const folder = resolved(path);
      return name === null
        ? { path: folder, make: null, shown }
        : { path: below(folder, name), make: null, shown: shownBelow(to, name) };
    }
    const own = below(folderOf(path, shown), rawPath(basename(path)));
    return slash && name !== null
      ? { path: below(own, name), make: own, shown: shownBelow(to, name) }
      : { path: own, make: null, shown };
  } catch (error) {
    throw systemError(error, shown);
  }
}

/** `null`: there is nothing. A symlink of the user's own is followed. */
function isFolder(path: string): boolean | null {
  try {
    return DISK.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? null;
  } catch (error) {
    // Below a file.
    if (isSystemError(error) && error.code === "ENOTDIR") return null;
    throw error;
  }
}

function folderOf(path: string, target: Printable): RawPath {
  const folder = dirname(path);
  if (isFolder(folder) !== true) fail("no-target-folder", { target, folder: escapePath(rawPath(folder)) });
  return resolved(folder);
}

/** In bytes: what a symlink of the user's leads to need not be UTF-8. */
function resolved(path: string): RawPath {
  return rawBytes(DISK.realpathSync(path, { encoding: "buffer" }));
}

function shownBelow(to: string, name: RawPath): Printable {
  return escapePath(below(rawPath(to).replace(/\/+$/, "") as RawPath, name));
}

function below(folder: RawPath, name: RawPath): RawPath {
  return `${folder === "/" ? "" : folder}/${name}` as RawPath;
}
