import fs from "node:fs";
import { isSystemError, LayerxError } from "../errors.js";
import type { Printable } from "../text/escape.js";
import { writeFault } from "../text/system-words.js";

/** The functions of `node:fs` that are needed for writing. */
export type Disk = Pick<
  typeof fs,
  | "chmodSync"
  | "closeSync"
  | "copyFileSync"
  | "fchmodSync"
  | "fchownSync"
  | "fstatSync"
  | "futimesSync"
  | "lchownSync"
  | "linkSync"
  | "lstatSync"
  | "lutimesSync"
  | "mkdirSync"
  | "openSync"
  | "realpathSync"
  | "renameSync"
  | "statSync"
  | "symlinkSync"
  | "unlinkSync"
  | "writeSync"
  | "ftruncateSync"
>;

/** The file system of this machine. */
export const DISK: Disk = fs;

/**
 * Returns the error for the user if the system cannot write `path`. Any other error is returned unchanged.
 */
export function systemError(error: unknown, path: Printable): unknown {
  if (error instanceof LayerxError || !isSystemError(error)) return error;
  if (error.code === "EEXIST") return new LayerxError("name-taken", { path }, error);
  return new LayerxError("extract-failed", { path, ...writeFault(error) }, error);
}
