import { inserted, type TypedText } from "./typed-text.js";

/** A name in a folder of this computer. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The path before the caret, taken apart. */
interface TypedPath {
  /** Up to the last slash, with it, as it was typed; empty for the working directory. */
  readonly folder: string;
  /** The beginning of the name behind it. */
  readonly start: string;
}

/** What Tab made of a typed path. */
export interface Completed {
  readonly typed: TypedText;
  /** The names that begin as the typed one, in the order of their bytes. */
  readonly fitting: readonly FolderEntry[];
}

/** The path before the caret, taken apart at its last slash. */
export function pathAtCaret({ text, caret }: TypedText): TypedPath {
  const path = text.slice(0, caret);
  if (path === "~") return { folder: "~", start: "" };
  const slash = path.lastIndexOf("/") + 1;
  return { folder: path.slice(0, slash), start: path.slice(slash) };
}

/**
 * Completes the path before the caret as far as all names that fit agree; a folder gets its slash when it is the only
 * one. Names that begin with a dot are left out unless the dot is typed.
 */
export function completed(typed: TypedText, entries: readonly FolderEntry[]): Completed {
  const { folder, start } = pathAtCaret(typed);
  if (folder === "~") return { typed: inserted(typed, "/"), fitting: [] };
  const fitting = entries
    .filter(({ name }) => name.startsWith(start) && (start !== "" || !name.startsWith(".")))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (fitting.length === 0) return { typed, fitting };
  const [only] = fitting;
  const slash = fitting.length === 1 && only.isFolder && typed.text[typed.caret] !== "/" ? "/" : "";
  return { typed: inserted(typed, commonStart(fitting).slice(start.length) + slash), fitting };
}

/** What all names begin with; no character of more than one code unit is cut. */
function commonStart(entries: readonly FolderEntry[]): string {
  const [first, ...others] = entries.map(({ name }) => name);
  let length = first.length;
  for (const name of others) {
    let same = 0;
    while (same < length && name[same] === first[same]) same++;
    length = same;
  }
  const cut = /[\ud800-\udbff]$/.test(first.slice(0, length)) ? length - 1 : length;
  return first.slice(0, cut);
}

/**
 * A typed path with `~` or `~/` at its beginning replaced by the home folder, as a shell does it. A file that is called
 * `~` is `./~`. Without a known home folder the path stays as it is.
 */
export function withHome(path: string, home: string | null): string {
  return home !== null && /^~(\/|$)/.test(path) ? home + path.slice(1) : path;
}
