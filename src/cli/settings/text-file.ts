import type { Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { escapeText, type Printable } from "../../text/escape.js";
import { readReason } from "../../text/system-words.js";

/** The content of a file, or the reason why it cannot be read; `missing` if it does not exist. */
export type TextFile =
  | { readonly text: string }
  | { readonly text: null; readonly missing: boolean; readonly reason: Printable };

/** The maximum size in bytes. No such file has more. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Reads a text file that the user named. A folder, a named pipe or a socket is refused: reading a pipe may
 * never end.
 */
export async function readTextFile(path: string): Promise<TextFile> {
  try {
    const problem = problemOf(await stat(path));
    if (problem !== null) return { text: null, missing: false, reason: escapeText(problem) };
    return { text: await readFile(path, "utf8") };
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return { text: null, missing, reason: readReason(error) };
  }
}

function problemOf(stats: Stats): string | null {
  if (stats.isDirectory()) return "it is a folder";
  if (stats.isFIFO()) return "it is a named pipe; a regular file is needed";
  if (stats.isFile()) return stats.size > MOST_BYTES ? `it has more than ${MOST_BYTES} bytes` : null;
  // For example /dev/null.
  return stats.isCharacterDevice() ? null : "it is not a regular file";
}
