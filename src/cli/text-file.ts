import { readFile } from "node:fs/promises";
import { escapeText, type Printable } from "../text/escape.js";

/** What a file holds, or why it cannot be read; `missing` where there is none. */
export type TextFile =
  | { readonly text: string }
  | { readonly text: null; readonly missing: boolean; readonly reason: Printable };

/** Reads a file of text that the user named. */
export async function readTextFile(path: string): Promise<TextFile> {
  try {
    return { text: await readFile(path, "utf8") };
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const said = error instanceof Error ? error.message : String(error);
    const reason = missing ? "there is no such file" : `the system says: ${said}`;
    return { text: null, missing, reason: escapeText(reason) };
  }
}
