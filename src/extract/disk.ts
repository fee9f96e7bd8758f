import fs from "node:fs";
import { isSystemError, LayerxError } from "../errors.js";
import { escapeText, type Printable } from "../text/escape.js";

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

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "your quota on this disk is used up"],
  ["ENAMETOOLONG", "the name is too long for this file system"],
]);

/**
 * Returns the error for the user if the system cannot write `path`. Any other error is returned unchanged.
 */
export function systemError(error: unknown, path: Printable): unknown {
  if (error instanceof LayerxError || !isSystemError(error)) return error;
  if (error.code === "EEXIST") return new LayerxError("name-taken", { path }, error);
  // The text after the comma is the system call, with the name of a temporary file.
  const said = error.message.replace(/, \w+( .*)?$/s, "");
  const reason = REASONS.get(error.code ?? "") ?? escapeText(said);
  return new LayerxError("extract-failed", { path, reason }, error);
}
