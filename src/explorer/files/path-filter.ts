import type { LayerView } from "../../tree/changes.js";
import type { Names } from "../../tree/columns/names.js";
import type { Outline } from "../../tree/columns/outline.js";
import type { FileTree } from "../../tree/file-tree.js";
import { finished, PIECE_NODES, type Pieces } from "../../tree/pieces.js";
import { type Automaton, containing, inOrder } from "../../tree/search/automaton.js";
import { matchingPaths } from "../../tree/search/glob-search.js";
import { inAll, matches } from "../../tree/search/matches.js";
import { findText, type TextMatches } from "../../tree/search/text-search.js";
import { type ChangeMask, entryAt, noPaths, type Shown, shownPaths } from "../../tree/view/shown.js";
import { type FilterWord, filterProblem, filterWords, formsText } from "./filter-words.js";

/**
 * The way in which a filter's words are used: as plain text, in the forms of `filterWords`, or fuzzy (letters
 * in order), which is tried if no path contains them.
 */
export type FilterKind = "text" | "forms" | "fuzzy";

/** The view and the visible kinds of changes to which a filter applies. */
export interface Unfiltered {
  readonly view: LayerView;
  readonly changes: ChangeMask;
  readonly shown: Shown;
}

export interface Filtered {
  readonly kind: FilterKind;
  /** The matching paths among those that were visible. */
  readonly shown: Shown;
  /** The forms of the words, as text: `by size`; empty for plain text. */
  readonly forms: string;
  /** The problem with a word, so that nothing matches; `null` if all are valid. */
  readonly problem: string | null;
}

interface Found extends Filtered {
  /** 1 for each path that matches. Values of paths that were not visible have no meaning. */
  readonly matches: Uint8Array;
}

interface Result extends Found {
  readonly text: string;
  readonly of: Shown;
}

const KEPT = 4;
const AS_TEXT = { kind: "text", forms: "", problem: null } as const;
const AS_LETTERS = { kind: "fuzzy", forms: "fuzzy", problem: null } as const;

/**
 * Finds the paths that match a typed text. Words match anywhere in the path, and all of them must match;
 * `filterWords` has the other forms. Lower case matches both cases. If letters are added to a text, only its
 * matches are searched.
 */
export class PathFilter {
  readonly #tree: FileTree;
  readonly #names: Names;
  readonly #outline: Outline;
  /** The results, newest last. */
  readonly #results: Result[] = [];
  /** The result for the word that was searched last. */
  #lastMatches: TextMatches | null = null;

  /** The view if nothing matches. */
  readonly #nothing: Shown;

  constructor(tree: FileTree, names: Names, outline: Outline) {
    this.#tree = tree;
    this.#nothing = noPaths(tree, outline);
    this.#names = names;
    this.#outline = outline;
  }

  /** @returns `null` for a text without words: no filter */
  filter(text: string, unfiltered: Unfiltered): Filtered | null {
    return finished(this.search(text, unfiltered));
  }

  /** Does the same in steps. `filter` then returns the remembered result. */
  *search(text: string, unfiltered: Unfiltered): Pieces<Filtered | null> {
    const words = filterWords(text);
    if (words.length === 0) return null;
    const of = unfiltered.shown;
    const known = this.#results.find((result) => result.of === of && result.text === text);
    if (known !== undefined) return known;
    const result = { ...(yield* this.#find(text, words, unfiltered)), text, of };
    this.#results.push(result);
    if (this.#results.length > KEPT) this.#results.shift();
    return result;
  }

  *#find(text: string, words: readonly FilterWord[], unfiltered: Unfiltered): Pieces<Found> {
    const texts = words.flatMap((word) => (word.form === "text" && !word.not ? [word.text] : []));
    if (texts.length < words.length) {
      const columns: Uint8Array[] = [];
      for (const word of words) columns.push(yield* this.#fitting(word, unfiltered));
      const how = { kind: "forms", forms: formsText(words), problem: filterProblem(words) } as const;
      return yield* this.#found(how, columns, unfiltered, null);
    }
    const before = this.#results.findLast(
      (result) => result.of === unfiltered.shown && result.kind !== "forms" && text.startsWith(result.text),
    );
    // If no path contains a shorter text, no path contains this one.
    if (before?.kind !== "fuzzy") {
      const { kept } = before?.shown ?? unfiltered.shown;
      const columns: Uint8Array[] = [];
      for (const word of texts) columns.push(yield* this.#containing(word, kept));
      const found = yield* this.#found(AS_TEXT, columns, unfiltered, before ?? null);
      if (found.shown.paths > 0) return found;
    }
    const narrowed = before?.kind === "fuzzy" ? before : null;
    const { kept } = narrowed?.shown ?? unfiltered.shown;
    const columns: Uint8Array[] = [];
    for (const word of texts) columns.push(yield* this.#accepted(inOrder(word), kept));
    return yield* this.#found(AS_LETTERS, columns, unfiltered, narrowed);
  }

  /** Returns 1 for each path that matches a word, or does not match an inverted word. */
  *#fitting(word: FilterWord, unfiltered: Unfiltered): Pieces<Uint8Array> {
    const column = yield* this.#fittingItself(word, unfiltered);
    if (word.not) for (let node = 0; node < column.length; node++) column[node] = 1 - column[node];
    return column;
  }

  *#fittingItself(word: FilterWord, { shown: { kept }, view }: Unfiltered): Pieces<Uint8Array> {
    if (word.form === "text") return (yield* this.#containing(word.text, kept)).slice();
    if (word.form === "size") return yield* this.#sized(word, view);
    if (word.machine === null) return new Uint8Array(this.#tree.size).fill(word.not ? 1 : 0);
    return yield* matchingPaths(this.#tree, word.machine, { among: kept, names: this.#names });
  }

  /** Returns the files of a view whose sizes are in a range. */
  *#sized({ least, most }: { least: number; most: number }, view: LayerView): Pieces<Uint8Array> {
    const { entries, size } = this.#tree;
    const column = new Uint8Array(size);
    for (let from = 1; from < size; from += PIECE_NODES) {
      const to = Math.min(from + PIECE_NODES, size);
      for (let node = from; node < to; node++) {
        const entry = entryAt(view, node);
        if (entry < 0 || !entries.isFile(entry)) continue;
        const bytes = entries.bytes(entry);
        if (bytes >= least && bytes <= most) column[node] = 1;
      }
      yield;
    }
    return column;
  }

  *#containing(word: string, among: Uint8Array): Pieces<Uint8Array> {
    if (word.includes("/")) return yield* this.#accepted(containing(word), among);
    this.#lastMatches = yield* findText(this.#tree, this.#names, word, { among, before: this.#lastMatches });
    return this.#lastMatches.column;
  }

  *#accepted(automaton: Automaton, among: Uint8Array): Pieces<Uint8Array> {
    return yield* matches(this.#tree, this.#names, automaton, among);
  }

  /** @param before the result for the beginning of the text: more letters often change nothing. */
  *#found(
    how: Omit<Filtered, "shown">,
    columns: readonly Uint8Array[],
    { view, changes }: Unfiltered,
    before: Found | null,
  ): Pieces<Found> {
    const matches = columns.length === 1 ? columns[0] : inAll(columns);
    if (before !== null && Buffer.compare(before.matches, matches) === 0) return { ...before, ...how };
    const shown = matches.includes(1)
      ? yield* shownPaths(this.#tree, this.#outline, view, { changes, matches })
      : this.#nothing;
    return { ...how, shown, matches };
  }
}
