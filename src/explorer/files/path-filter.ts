import type { LayerView } from "../../tree/changes.js";
import type { Names } from "../../tree/columns/names.js";
import type { Outline } from "../../tree/columns/outline.js";
import type { FileTree } from "../../tree/file-tree.js";
import { finished, type Pieces } from "../../tree/pieces.js";
import { type Automaton, containing, inOrder } from "../../tree/search/automaton.js";
import { isGlob } from "../../tree/search/glob.js";
import { matchingPaths } from "../../tree/search/glob-search.js";
import { type Held, holding } from "../../tree/search/holding.js";
import { inAll, matches } from "../../tree/search/matches.js";
import { type ChangeMask, noPaths, type Shown, shownPaths } from "../../tree/view/shown.js";
import { globWord } from "./glob-word.js";

/** How a filter's words were taken: as they are, as globs, or (where nothing holds them) as letters in order. */
export type FilterKind = "text" | "glob" | "fuzzy";

/** What is filtered: a view, of which some changes are shown. */
export interface Unfiltered {
  readonly view: LayerView;
  readonly changes: ChangeMask;
  readonly shown: Shown;
}

export interface Filtered {
  readonly kind: FilterKind;
  /** What matches of what was shown. */
  readonly shown: Shown;
}

interface Found extends Filtered {
  /** 1 for each path that matches; what it says of those that were not to be shown means nothing. */
  readonly matches: Uint8Array;
}

interface Result extends Found {
  readonly text: string;
  readonly of: Shown;
}

const KEPT = 4;

/**
 * Finds the paths that a typed text means. Words are looked for everywhere in the path, and all of them must be
 * there; a word with `*`, `?` or `[` is a glob; lower case stands for both cases. What is typed behind a text is
 * looked for among its matches only.
 */
export class PathFilter {
  readonly #tree: FileTree;
  readonly #names: Names;
  readonly #outline: Outline;
  /** Newest last. */
  readonly #results: Result[] = [];
  /** Where the word was found that was looked for last. */
  #held: Held | null = null;

  /** What is shown where nothing matches. */
  readonly #nothing: Shown;

  constructor(tree: FileTree, names: Names, outline: Outline) {
    this.#tree = tree;
    this.#nothing = noPaths(tree, outline);
    this.#names = names;
    this.#outline = outline;
  }

  /** @returns `null` for a text without words: no filter. */
  filter(text: string, unfiltered: Unfiltered): Filtered | null {
    return finished(this.search(text, unfiltered));
  }

  /** The same in pieces; `filter` knows the result then. */
  *search(text: string, unfiltered: Unfiltered): Pieces<Filtered | null> {
    const words = text.split(" ").filter((word) => word !== "");
    if (words.length === 0) return null;
    const of = unfiltered.shown;
    const known = this.#results.find((result) => result.of === of && result.text === text);
    if (known !== undefined) return known;
    const result = { ...(yield* this.#find(text, words, unfiltered)), text, of };
    this.#results.push(result);
    if (this.#results.length > KEPT) this.#results.shift();
    return result;
  }

  *#find(text: string, words: readonly string[], unfiltered: Unfiltered): Pieces<Found> {
    if (words.some(isGlob)) {
      const { kept } = unfiltered.shown;
      const columns: Uint8Array[] = [];
      for (const word of words) {
        const column = isGlob(word) ? this.#globbed(word, kept) : this.#containing(word, kept);
        columns.push(yield* column);
      }
      return yield* this.#found("glob", columns, unfiltered, null);
    }
    const before = this.#results.findLast(
      (result) => result.of === unfiltered.shown && result.kind !== "glob" && text.startsWith(result.text),
    );
    // Where not even a shorter text is anywhere as it is, this one is not either.
    if (before?.kind !== "fuzzy") {
      const { kept } = before?.shown ?? unfiltered.shown;
      const columns: Uint8Array[] = [];
      for (const word of words) columns.push(yield* this.#containing(word, kept));
      const found = yield* this.#found("text", columns, unfiltered, before ?? null);
      if (found.shown.paths > 0) return found;
    }
    const narrowed = before?.kind === "fuzzy" ? before : null;
    const { kept } = narrowed?.shown ?? unfiltered.shown;
    const columns: Uint8Array[] = [];
    for (const word of words) columns.push(yield* this.#accepted(inOrder(word), kept));
    return yield* this.#found("fuzzy", columns, unfiltered, narrowed);
  }

  *#containing(word: string, among: Uint8Array): Pieces<Uint8Array> {
    if (word.includes("/")) return yield* this.#accepted(containing(word), among);
    this.#held = yield* holding(this.#tree, this.#names, word, { among, before: this.#held });
    return this.#held.column;
  }

  *#accepted(automaton: Automaton, among: Uint8Array): Pieces<Uint8Array> {
    return yield* matches(this.#tree, this.#names, automaton, among);
  }

  *#globbed(word: string, among: Uint8Array): Pieces<Uint8Array> {
    const machine = globWord(word);
    if (machine === null) return new Uint8Array(this.#tree.size);
    return yield* matchingPaths(this.#tree, machine, { among, names: this.#names });
  }

  /** @param before what was found for a beginning of the text: more letters of a word often change nothing. */
  *#found(
    kind: FilterKind,
    columns: readonly Uint8Array[],
    { view, changes }: Unfiltered,
    before: Found | null,
  ): Pieces<Found> {
    const matches = columns.length === 1 ? columns[0] : inAll(columns);
    if (before !== null && Buffer.compare(before.matches, matches) === 0) return { ...before, kind };
    const shown = matches.includes(1)
      ? yield* shownPaths(this.#tree, this.#outline, view, { changes, matches })
      : this.#nothing;
    return { kind, shown, matches };
  }
}
