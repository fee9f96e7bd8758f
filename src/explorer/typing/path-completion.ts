import { inserted, type TypedText } from "./typed-text.js";

/** A name in a folder of this computer. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The path before the caret, split into folder and name. */
interface TypedPath {
  /** The path up to the last slash, including it, as the user typed it; empty for the working directory. */
  readonly folder: string;
  /** The beginning of the name after it. */
  readonly start: string;
}

/** The result of Tab for a typed path. */
export interface Completed {
  readonly typed: TypedText;
  /** The names with the typed beginning, in the order of their bytes. */
  readonly fitting: readonly FolderEntry[];
}

/** Splits the path before the caret at its last slash. */
export function pathAtCaret({ text, caret }: TypedText): TypedPath {
  const path = text.slice(0, caret);
  if (path === "~") return { folder: "~", start: "" };
  const slash = path.lastIndexOf("/") + 1;
  return { folder: path.slice(0, slash), start: path.slice(slash) };
}

/**
 * Completes the path before the caret up to the first difference between the matching names. A folder gets
 * its slash if it is the only match. Names that begin with a dot match only if the dot is typed.
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

/** Returns the common beginning of all names, without splitting a character. */
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
 * Returns a typed path with the home folder in place of `~` at its beginning, as in a shell. The path of a
 * file with the name `~` is `./~`. Without a known home folder the path is not changed.
 */
export function withHome(path: string, home: string | null): string {
  return home !== null && /^~(\/|$)/.test(path) ? home + path.slice(1) : path;
}
