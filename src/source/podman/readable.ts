import { isSystemError } from "../../errors.js";
import type { Piece } from "./tar-split.js";

const BLOCK = 512;
const MODE_AT = 100;
const MODE_BYTES = 8;
const OTHERS_READ = 0o004;

/**
 * True where the contents of a layer's files may be read. Of each folder the first file is opened, and each file that not
 * everybody may read: in the storage of a user without root, files may belong to subordinate IDs.
 * @param opens opens and closes a file. @throws a system error where it cannot
 */
export function mayReadAll(pieces: readonly Piece[], opens: (name: Buffer) => void): boolean {
  const folders = new Set<string>();
  for (const [index, piece] of pieces.entries()) {
    if (piece.is !== "file") continue;
    const folder = piece.name.subarray(0, piece.name.lastIndexOf(0x2f) + 1).toString("latin1");
    const known = folders.has(folder);
    folders.add(folder);
    if (known && isForAll(pieces[index - 1])) continue;
    try {
      opens(piece.name);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // What else is wrong with a file is told when it is read.
      if (error.code === "EACCES" || error.code === "EPERM") return false;
    }
  }
  return true;
}

/** By the file's header, which is the last block in front of its content. */
function isForAll(before: Piece | undefined): boolean {
  if (before?.is !== "raw" || before.size < BLOCK) return false;
  const at = before.size - BLOCK + MODE_AT;
  const mode = Number.parseInt(before.bytes.subarray(at, at + MODE_BYTES).toString("latin1"), 8);
  return (mode & OTHERS_READ) !== 0;
}
