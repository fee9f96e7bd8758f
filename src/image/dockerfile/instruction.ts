import { escapeText, type Printable } from "../../text/escape.js";
import type { HistoryEntry } from "../history.js";
import type { Image } from "../image.js";
import { asWritten } from "./as-written.js";
import { shellLines } from "./shell-lines.js";

// What builders put around the words of the Dockerfile: the image's shell, which SHELL may have named, with its options.
const NOP = /^(?:cmd \/S \/C|powershell -Command [^#]*|[\w./:\\-]+(?: -\w+| pipefail)*)\s*#\(nop\)\s*/;
// The classic builder of Docker 20 left no space there.
const RUN_ON = /^((?:COPY|ADD) --chown=\S*?)((?:file|dir|multi):[0-9a-f]{64}\b)/;
const BUILDKIT = "# buildkit";
// The shell of a RUN: the usual one, or one that SHELL named (`/bin/bash -o pipefail -c`).
const SHELL = String.raw`(?:cmd \/S \/C|(?:\/\w+)*\/(?:ba|da|a|z|k)?sh(?: -\w+| pipefail)* -\w*c) `;
const SHELL_RUN = new RegExp(String.raw`^(?:RUN )?(?:\|\d+ .*? )?${SHELL}`, "s");
const ARGUMENTS_RUN = /^(?:RUN )?\|(\d+) /;
// Copied content that is named by its digest.
const COPIED = /\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{52}\b/g;

/** Shown if no instruction is known: the base was imported, or the history is shorter than the list of layers. */
const UNTOLD = "<missing> in the history" as Printable;

/**
 * An instruction as the Dockerfile has it, on one line, printable: without the `#(nop)`, shell, build arguments
 * and `# buildkit` that builders store with it. Unknown forms stay as they are. A missing instruction is named as missing.
 */
export function instructionText(createdBy: string | null): Printable {
  if (createdBy === null || createdBy.trim() === "") return UNTOLD;
  return escapeText(withoutBuilder(createdBy).replace(/\s+/g, " ").trim());
}

/**
 * An instruction as a person would write it: as `instructionText`, a `RUN` with a line each command. One that has
 * lines of its own (a here-document) keeps them.
 */
export function splitInstruction(createdBy: string | null): Printable[] {
  if (createdBy === null || createdBy.trim() === "") return [UNTOLD];
  const text = withoutBuilder(createdBy).trim();
  const isHereDocument = /<<-?\s*['"]?\w/.test(text);
  const joined = isHereDocument ? text : text.replace(/\\\r?\n/g, "  ");
  if (/[\r\n]/.test(joined)) return ownLines(text);
  const run = /^RUN\s+/.exec(joined);
  if (run === null) return [escapeText(joined.replace(/\s+/g, " "))];
  const lines = shellLines(joined.slice(run[0].length));
  return lines.map((line, row) => escapeText((row === 0 ? "RUN " : "    ") + line));
}

/** As `instructionLines`, of an entry of the history: where it names no instruction, what its comment says. */
export function entryLines(entry: Pick<HistoryEntry, "createdBy" | "comment"> | null): Printable[] {
  const createdBy = entry?.createdBy ?? null;
  return createdBy === null || createdBy.trim() === "" ? [entryText(entry)] : splitInstruction(createdBy);
}

/** The history's entry that made a layer; `null` where the image does not tell. */
export function entryOfLayer(image: Image, layer: number): HistoryEntry | null {
  return image.history.find((entry) => entry.layer === layer) ?? null;
}

/**
 * For people what made a layer, as `instructionText`; where its entry names no instruction, what its comment says: of what
 * `docker import` made, `(no instruction: Imported from -)`.
 */
export function layerText(image: Image, layer: number): Printable {
  return entryText(entryOfLayer(image, layer));
}

/** As `layerText`, for an entry of the history; `null` if there is none. */
export function entryText(entry: Pick<HistoryEntry, "createdBy" | "comment"> | null): Printable {
  const { createdBy, comment } = entry ?? { createdBy: null, comment: null };
  const words = comment?.replace(/\s+/g, " ").trim() ?? "";
  const isTold = createdBy !== null && createdBy.trim() !== "";
  return isTold || words === "" ? instructionText(createdBy) : escapeText(`(no instruction: ${words})`);
}

/**
 * The last instruction of a kind (`CMD`, `USER`), the one that counts, by its place in the history; −1 where the
 * history tells of none.
 */
export function lastInstruction(history: readonly HistoryEntry[], word: string): number {
  return history.findLastIndex(({ createdBy }) => {
    const text = withoutBuilder(createdBy ?? "").trimStart();
    return text.slice(0, word.length).toUpperCase() === word && /^\s/.test(text.slice(word.length));
  });
}

function ownLines(text: string): Printable[] {
  return text.split(/\r?\n/).map((line) => escapeText(line.replaceAll("\t", "    ")));
}

/** Without a pattern: one with a space before it tries each of a million spaces. */
function withoutBuildkit(createdBy: string): string {
  const text = createdBy.trimEnd();
  return text.endsWith(BUILDKIT) ? text.slice(0, -BUILDKIT.length).trimEnd() : createdBy;
}

/** An instruction as stored, without what builders put around it; not escaped, lines as they are. */
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
  // Values may hold spaces, and nothing quotes them: only what is clear is taken away.
  const values =
    new RegExp(String.raw`^(?:\w+=\S*\s+){${Math.min(Number(count), 100)}}`).exec(words)?.[0] ?? "";
  return `RUN ${words.slice(values.length)}`;
}
