import { escapeText, type Printable } from "../../text/escape.js";
import type { HistoryEntry } from "../history.js";
import type { Image } from "../image.js";
import { asWritten } from "./as-written.js";
import { shellLines } from "./shell-lines.js";

// Text that builders put before an instruction: the image's shell with its options. SHELL may have set
// another shell.
const NOP = /^(?:cmd \/S \/C|powershell -Command [^#]*|[\w./:\\-]+(?: -\w+| pipefail)*)\s*#\(nop\)\s*/;
// The classic builder of Docker 20 stored no space between the two.
const RUN_ON = /^((?:COPY|ADD) --chown=\S*?)((?:file|dir|multi):[0-9a-f]{64}\b)/;
const BUILDKIT = "# buildkit";
// The shell of a RUN: the default, or the shell that SHELL set (`/bin/bash -o pipefail -c`).
const SHELL = String.raw`(?:cmd \/S \/C|(?:\/\w+)*\/(?:ba|da|a|z|k)?sh(?: -\w+| pipefail)* -\w*c) `;
const SHELL_RUN = new RegExp(String.raw`^(?:RUN )?(?:\|\d+ .*? )?${SHELL}`, "s");
const ARGUMENTS_RUN = /^(?:RUN )?\|(\d+) /;
// Matches copied content that builders stored as its digest.
const COPIED = /\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{52}\b/g;

/**
 * Shown if no instruction is known: the base image was imported, or the history is shorter than the list of
 * layers.
 */
const NOT_IN_HISTORY = "<missing> in the history" as Printable;

/**
 * Returns an instruction in the form of the Dockerfile, on one line, printable: without the `#(nop)`, shell,
 * build arguments and `# buildkit` that builders store with it. Unknown forms stay unchanged. A missing
 * instruction is shown as missing.
 */
export function instructionText(createdBy: string | null): Printable {
  if (createdBy === null || createdBy.trim() === "") return NOT_IN_HISTORY;
  return escapeText(withoutBuilder(createdBy).replace(/\s+/g, " ").trim());
}

/**
 * Returns an instruction as a person would write it: like `instructionText`, but a `RUN` has one line for
 * each command. An instruction with several lines (a here-document) keeps them.
 */
export function splitInstruction(createdBy: string | null): Printable[] {
  if (createdBy === null || createdBy.trim() === "") return [NOT_IN_HISTORY];
  const text = withoutBuilder(createdBy).trim();
  const isHereDocument = /<<-?\s*['"]?\w/.test(text);
  const joined = isHereDocument ? text : text.replace(/\\\r?\n/g, "  ");
  if (/[\r\n]/.test(joined)) return ownLines(text);
  const run = /^RUN\s+/.exec(joined);
  if (run === null) return [escapeText(joined.replace(/\s+/g, " "))];
  const lines = shellLines(joined.slice(run[0].length));
  return lines.map((line, row) => escapeText((row === 0 ? "RUN " : "    ") + line));
}

/**
 * Like `splitInstruction`, for an entry of the history. If it has no instruction, its comment is returned.
 */
export function entryLines(entry: Pick<HistoryEntry, "createdBy" | "comment"> | null): Printable[] {
  const createdBy = entry?.createdBy ?? null;
  return createdBy === null || createdBy.trim() === "" ? [entryText(entry)] : splitInstruction(createdBy);
}

/** Returns the history entry of a layer; `null` if the history does not have it. */
export function entryOfLayer(image: Image, layer: number): HistoryEntry | null {
  return image.history.find((entry) => entry.layer === layer) ?? null;
}

/**
 * Returns the instruction of a layer for people, like `instructionText`. If its history entry has no
 * instruction, its comment is returned. For an image of `docker import` this is `(no instruction: Imported
 * from -)`.
 */
export function layerText(image: Image, layer: number): Printable {
  return entryText(entryOfLayer(image, layer));
}

/** Like `layerText`, for an entry of the history; `null` if there is none. */
export function entryText(entry: Pick<HistoryEntry, "createdBy" | "comment"> | null): Printable {
  const { createdBy, comment } = entry ?? { createdBy: null, comment: null };
  const words = comment?.replace(/\s+/g, " ").trim() ?? "";
  const hasText = createdBy !== null && createdBy.trim() !== "";
  return hasText || words === "" ? instructionText(createdBy) : escapeText(`(no instruction: ${words})`);
}

/**
 * Returns the index of the last instruction of a kind (`CMD`, `USER`) in the history, which is the one that
 * counts; −1 if there is none.
 */
export function lastInstruction(history: readonly HistoryEntry[], word: string): number {
  return history.findLastIndex((entry) => isInstruction(entry, word));
}

/** Returns true for an instruction of this kind, in any case of letters. */
export function isInstruction({ createdBy }: Pick<HistoryEntry, "createdBy">, word: string): boolean {
  const text = withoutBuilder(createdBy ?? "").trimStart();
  return text.slice(0, word.length).toUpperCase() === word && /^\s/.test(text.slice(word.length));
}

function ownLines(text: string): Printable[] {
  return text.split(/\r?\n/).map((line) => escapeText(line.replaceAll("\t", "    ")));
}

/** Does not use a pattern: a pattern that begins with a space would be tried at each of a million spaces. */
function withoutBuildkit(createdBy: string): string {
  const text = createdBy.trimEnd();
  return text.endsWith(BUILDKIT) ? text.slice(0, -BUILDKIT.length).trimEnd() : createdBy;
}

/**
 * Returns an instruction as stored, without the additions of builders. It is not escaped, and keeps its
 * lines.
 */
export function withoutBuilder(createdBy: string): string {
  if (NOP.test(createdBy)) {
    const words = createdBy.replace(NOP, "").replace(RUN_ON, "$1 $2");
    return asWritten(words.replace(COPIED, "$1:$2").trim());
  }
  const text = asWritten(withoutBuildkit(createdBy));
  if (SHELL_RUN.test(text)) return `RUN ${text.replace(SHELL_RUN, "")}`;
  const count = ARGUMENTS_RUN.exec(text)?.[1];
  if (count === undefined) return text;
  const words = text.replace(ARGUMENTS_RUN, "");
  // Values may contain spaces and have no quotes, so only values without spaces are removed.
  const values =
    new RegExp(String.raw`^(?:\w+=\S*\s+){${Math.min(Number(count), 100)}}`).exec(words)?.[0] ?? "";
  return `RUN ${words.slice(values.length)}`;
}
