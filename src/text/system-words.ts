import { isSystemError } from "../errors.js";
import { escapeText, type Printable } from "./escape.js";

/** Why the system could not write a file. */
export interface WriteFault {
  /** A whole sentence without a full stop: `the disk is full`. */
  readonly reason: Printable;
  /** What to do next. */
  readonly next: string;
}

const ANOTHER_PLACE = "write to another place";
const MORE_SPACE = "free some space, or write to another disk";
const PATH_OF_FILE = "a part of its path is a file, not a folder";

const WRITING: Readonly<Record<string, readonly [reason: string, next: string]>> = {
  EACCES: ["you have no permission to write there", `change the permissions, or ${ANOTHER_PLACE}`],
  EPERM: ["you have no permission to write there", `change the permissions, or ${ANOTHER_PLACE}`],
  EROFS: ["the file system is read-only", ANOTHER_PLACE],
  ENOENT: ["the folder does not exist", `create the folder, or ${ANOTHER_PLACE}`],
  ENOTDIR: [PATH_OF_FILE, ANOTHER_PLACE],
  EISDIR: ["it is a folder", "name a file, for example in this folder"],
  ENOSPC: ["the disk is full", MORE_SPACE],
  EDQUOT: ["your quota on this disk is used up", MORE_SPACE],
  EFBIG: ["the file system allows no file of this size", ANOTHER_PLACE],
  ENAMETOOLONG: ["the name is too long for this file system", "choose a shorter name"],
};

const READING: Readonly<Record<string, string>> = {
  EACCES: "you have no permission to read it",
  EPERM: "you have no permission to read it",
  EISDIR: "it is a folder",
  ELOOP: "its symlinks form a circle",
  EMFILE: "this process may open no more files",
  ENOENT: "there is no such file",
  ENOTDIR: PATH_OF_FILE,
};

/** Why a report cannot replace a folder. */
export const IS_FOLDER = faultOf(WRITING.EISDIR);

/** Returns why a file could not be written, and what to do next. */
export function writeFault(error: unknown): WriteFault {
  const known = WRITING[codeOf(error)];
  if (known === undefined)
    return { reason: saidBySystem(error), next: `check free space and permissions, or ${ANOTHER_PLACE}` };
  return faultOf(known);
}

function faultOf([reason, next]: readonly [reason: string, next: string]): WriteFault {
  return { reason: reason as Printable, next };
}

/** Returns why a file could not be read, as a whole sentence without a full stop. */
export function readReason(error: unknown): Printable {
  const known = READING[codeOf(error)];
  return known === undefined ? saidBySystem(error) : (known as Printable);
}

/** Returns the system's own words, without its call and the path, which may be the name of a temporary file. */
function saidBySystem(error: unknown): Printable {
  const said = error instanceof Error ? error.message : String(error);
  return escapeText(`the system says: ${said.replace(/, \w+( .*)?$/s, "")}`);
}

function codeOf(error: unknown): string {
  return isSystemError(error) ? (error.code ?? "") : "";
}
