import { basename, dirname, resolve } from "node:path";
import { fail, isSystemError } from "../errors.js";
import { escapePath, type Printable, type RawPath, rawBytes, rawPath } from "../text/escape.js";
import { DISK, systemError } from "./disk.js";

/** The target of the extracted file or folder. */
export interface Target {
  /** The absolute path, as bytes. Only the last name may be a symlink. */
  readonly path: RawPath;
  /** The folder of `path`, if it must be created first; else `null`. */
  readonly make: RawPath | null;
  /** The target as the user typed it. */
  readonly shown: Printable;
}

export interface TargetOptions {
  /** The folder from which a relative path starts. */
  readonly cwd: string;
  /** The name of the file or folder; `null` if only the contents of a folder are extracted. */
  readonly name: RawPath | null;
}

/**
 * Finds the target as `cp -r` does. If `to` is a folder or ends in a slash, the file is written into it under
 * its own name. Otherwise its path is `to`, and the parent folder of `to` must exist. Nothing is changed.
 * @throws LayerxError `no-target-folder`, `not-extractable` if no file can have the name, `extract-failed`.
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

/** Returns `null` if nothing exists. The user's own symlinks are followed. */
function isFolder(path: string): boolean | null {
  try {
    return DISK.statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? null;
  } catch (error) {
    // A part of the path is a file.
    if (isSystemError(error) && error.code === "ENOTDIR") return null;
    throw error;
  }
}

function folderOf(path: string, target: Printable): RawPath {
  const folder = dirname(path);
  if (isFolder(folder) !== true) fail("no-target-folder", { target, folder: escapePath(rawPath(folder)) });
  return resolved(folder);
}

/** Returns the path as bytes: the user's symlink may lead to a name that is not UTF-8. */
function resolved(path: string): RawPath {
  return rawBytes(DISK.realpathSync(path, { encoding: "buffer" }));
}

function shownBelow(to: string, name: RawPath): Printable {
  return escapePath(below(rawPath(to).replace(/\/+$/, "") as RawPath, name));
}

function below(folder: RawPath, name: RawPath): RawPath {
  return `${folder === "/" ? "" : folder}/${name}` as RawPath;
}

/**
 * Returns true for a name that a file can have, and that does not lead out of its folder. Readers of archives
 * drop other names; this check does not depend on them.
 */
export function isSafeName(name: RawPath): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[/\0]/.test(name);
}

/**
 * The maximum length of a file name in bytes. Source: NAME_MAX in limits.h of Linux. Other common file
 * systems have the same limit or a lower one.
 */
const LONGEST_NAME = 255;

/** Returns true for a name that is too long for a file on a disk. Archives can have such names. */
export function isLongName(name: RawPath): boolean {
  return name.length > LONGEST_NAME;
}

/** Returns true for a target that a symlink can have, wherever it leads. */
export function isSafeLink(target: RawPath): boolean {
  return target !== "" && !target.includes("\0");
}
