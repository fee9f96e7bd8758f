import { type Automaton, containing, inOrder } from "../tree/automaton.js";
import type { LayerView } from "../tree/changes.js";
import type { FileTree } from "../tree/file-tree.js";
import { isGlob, matchingGlob } from "../tree/glob.js";
import { inAll, matches } from "../tree/matches.js";
import type { Names } from "../tree/names.js";
import type { Outline } from "../tree/outline.js";
import { type ChangeMask, type Shown, shownPaths } from "../tree/shown.js";

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

interface Result extends Filtered {
  readonly text: string;
  readonly of: Shown;
}

const KEPT = 6;

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

  constructor(tree: FileTree, names: Names, outline: Outline) {
    this.#tree = tree;
    this.#names = names;
    this.#outline = outline;
  }

  /** @returns `null` for a text without words: no filter. */
  filter(text: string, unfiltered: Unfiltered): Filtered | null {
    const words = text.split(" ").filter((word) => word !== "");
    if (words.length === 0) return null;
    const of = unfiltered.shown;
    const known = this.#results.find((result) => result.of === of && result.text === text);
    if (known !== undefined) return known;
    const result = { ...this.#find(text, words, unfiltered), text, of };
    this.#results.push(result);
    if (this.#results.length > KEPT) this.#results.shift();
    return result;
  }

  #find(text: string, words: readonly string[], unfiltered: Unfiltered): Filtered {
    if (words.some(isGlob)) {
      const automata = words.map((word) => (isGlob(word) ? matchingGlob(word) : containing(word)));
      return { kind: "glob", shown: this.#all(automata, unfiltered, unfiltered.shown) };
    }
    const before = this.#results.findLast(
      (result) => result.of === unfiltered.shown && result.kind !== "glob" && text.startsWith(result.text),
    );
    // Where not even a shorter text is anywhere as it is, this one is not either.
    if (before?.kind !== "fuzzy") {
      const automata = words.map((word) => containing(word));
      const shown = this.#all(automata, unfiltered, before?.shown ?? unfiltered.shown);
      if (shown.paths > 0) return { kind: "text", shown };
    }
    const among = before?.kind === "fuzzy" ? before.shown : unfiltered.shown;
    return {
      kind: "fuzzy",
      shown: this.#all(
        words.map((word) => inOrder(word)),
        unfiltered,
        among,
      ),
    };
  }

  #all(automata: readonly (Automaton | null)[], { view, changes }: Unfiltered, among: Shown): Shown {
    const found = automata.map((automaton) =>
      automaton === null
        ? new Uint8Array(this.#tree.size)
        : matches(this.#tree, this.#names, automaton, among.kept),
    );
    const column = found.length === 1 ? found[0] : inAll(found);
    return shownPaths(this.#tree, this.#outline, view, { changes, matches: column });
  }
}
