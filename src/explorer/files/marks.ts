import type { FileTree, Node } from "../../tree/file-tree.js";
import { type Automaton, inOrder, pattern } from "../../tree/search/automaton.js";
import { START } from "../../tree/search/glob-machine.js";
import { type FilterWord, filterWords } from "./filter-words.js";
import type { FilterKind } from "./path-filter.js";

/** A range of bytes in a name that a filter matches. `to` is the byte after it. */
export interface MatchRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The positions of a filter's words in names. A word that spans several names is marked in each of them. It
 * counts as a match of the path in which it ends.
 */
export class Marks {
  readonly #tree: FileTree;
  readonly #words: readonly Word[];
  #parent: Node = -1;
  /** The path of the folder that was searched last, with a slash at the end. */
  #folder = "";

  constructor(tree: FileTree, kind: FilterKind, text: string) {
    this.#tree = tree;
    const words = filterWords(text);
    this.#words = words.flatMap((word): Word[] => {
      if (word.form === "size" || word.not) return [];
      if (word.form !== "text") return [new Pattern(word)];
      return [kind === "fuzzy" ? new Letters(inOrder(word.text)) : new Text(word.text)];
    });
  }

  /** Returns the ranges of a node's name that match words, in order, without overlap. */
  ranges(node: Node): MatchRange[] {
    const folder = this.#folderOf(node);
    const name = this.#tree.name(node);
    const marked = new Uint8Array(name.length);
    for (const word of this.#words)
      for (const { from, to } of word.ranges(folder, name)) marked.fill(1, from, to);
    return matchRanges(name, marked);
  }

  /**
   * Returns true if a word ends in the path's own name, not only in the names of its folders. If no word can
   * be in a name, as with sizes, every matching path counts.
   */
  hits(node: Node): boolean {
    if (this.#words.length === 0) return true;
    const folder = this.#folderOf(node);
    const name = this.#tree.name(node);
    return (
      this.#words.some((word) => word.endsIn(folder, name)) &&
      this.#words.every((word) => word.endsIn(folder, name) || word.isIn(folder + name))
    );
  }

  #folderOf(node: Node): string {
    const parent = this.#tree.parent(node);
    if (parent !== this.#parent) {
      this.#parent = parent;
      this.#folder = parent <= 0 ? "/" : `${this.#tree.path(parent)}/`;
    }
    return this.#folder;
  }
}

/**
 * A word that is compared with paths as bytes: the path of the folder with a slash at the end, and the name
 * in it.
 */
interface Word {
  ranges(folder: string, name: string): MatchRange[];
  /** Returns true if the path matches, and its folder does not. */
  endsIn(folder: string, name: string): boolean;
  isIn(path: string): boolean;
}

class Text implements Word {
  readonly #bytes: Uint8Array;
  readonly #fold: Uint8Array;
  readonly #spans: boolean;

  constructor(text: string) {
    const { bytes, fold } = pattern(text);
    this.#bytes = bytes;
    this.#fold = fold;
    this.#spans = text.includes("/");
  }

  ranges(folder: string, name: string): MatchRange[] {
    const { before, path } = this.#end(folder, name);
    const found: MatchRange[] = [];
    for (let at = this.#find(path, 0); at >= 0; at = this.#find(path, at + 1)) {
      found.push({ from: Math.max(at - before, 0), to: at + this.#bytes.length - before });
    }
    return found;
  }

  endsIn(folder: string, name: string): boolean {
    return this.#find(this.#end(folder, name).path, 0) >= 0;
  }

  isIn(path: string): boolean {
    return this.#find(path, 0) >= 0;
  }

  /**
   * Returns the name, and as much text before it as a match may need that ends in the name or directly before
   * it.
   */
  #end(folder: string, name: string): { readonly before: number; readonly path: string } {
    if (!this.#spans) return { before: 0, path: name };
    const tail = folder.slice(-this.#bytes.length);
    return { before: tail.length, path: tail + name };
  }

  #find(path: string, from: number): number {
    const last = path.length - this.#bytes.length;
    for (let at = from; at <= last; at++) {
      let length = 0;
      while (length < this.#bytes.length && this.#fold[path.charCodeAt(at + length)] === this.#bytes[length])
        length++;
      if (length === this.#bytes.length) return at;
    }
    return -1;
  }
}

/** Matches letters in order, each at its first place after the letter before. */
class Letters implements Word {
  readonly #automaton: Automaton;
  #folder = "";
  /** The number of letters that the folder's path contains. */
  #found = 0;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
  }

  ranges(folder: string, name: string): MatchRange[] {
    const found: MatchRange[] = [];
    let state = this.#after(folder);
    for (let at = 0; at < name.length; at++) {
      const next = this.#automaton.next[state * 256 + name.charCodeAt(at)];
      if (next !== state) found.push({ from: at, to: at + 1 });
      state = next;
    }
    return found;
  }

  endsIn(folder: string, name: string): boolean {
    const { accepts } = this.#automaton;
    const before = this.#after(folder);
    return accepts[before] === 0 && accepts[stateAfter(this.#automaton, before, name)] === 1;
  }

  isIn(path: string): boolean {
    return this.#automaton.accepts[stateAfter(this.#automaton, 0, path)] === 1;
  }

  #after(folder: string): number {
    if (folder !== this.#folder) {
      this.#folder = folder;
      this.#found = stateAfter(this.#automaton, 0, folder);
    }
    return this.#found;
  }
}

/** A pattern describes a whole path. Its mark is on the last name that it needs. */
class Pattern implements Word {
  readonly #word: Extract<FilterWord, { machine: unknown }>;

  constructor(word: Extract<FilterWord, { machine: unknown }>) {
    this.#word = word;
  }

  ranges(folder: string, name: string): MatchRange[] {
    return this.endsIn(folder, name) ? [{ from: 0, to: name.length }] : [];
  }

  endsIn(folder: string, name: string): boolean {
    if (!this.isIn(folder + name)) return false;
    // A glob describes the whole path; other patterns also match everything below a match.
    return this.#word.form === "glob" || !this.isIn(folder.slice(0, -1));
  }

  isIn(path: string): boolean {
    const { machine } = this.#word;
    if (machine === null) return false;
    if (machine.isFull) machine.forgetAllBut([START]);
    return machine.matched[machine.afterAll(START, path)].length > 0;
  }
}

function stateAfter({ next }: Automaton, from: number, path: string): number {
  let state = from;
  for (let at = 0; at < path.length; at++) state = next[state * 256 + path.charCodeAt(at)];
  return state;
}

/** Returns the ranges of marked bytes, extended to whole characters. */
function matchRanges(name: string, marked: Uint8Array): MatchRange[] {
  const isContinuation = (at: number) => (name.charCodeAt(at) & 0xc0) === 0x80;
  const found: MatchRange[] = [];
  for (let at = 0; at < name.length; at++) {
    if (marked[at] === 0) continue;
    let from = at;
    while (from > 0 && isContinuation(from)) from--;
    while (at < name.length && (marked[at] === 1 || isContinuation(at))) at++;
    found.push({ from, to: at });
  }
  return found;
}
