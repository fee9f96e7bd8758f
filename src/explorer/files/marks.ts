import type { FileTree, Node } from "../../tree/file-tree.js";
import { type Automaton, inOrder, pattern } from "../../tree/search/automaton.js";
import { START } from "../../tree/search/glob-machine.js";
import { type FilterWord, filterWords } from "./filter-words.js";
import type { FilterKind } from "./path-filter.js";

/** A range of bytes in a name that a filter matches; `to` is not part of it. */
export interface MatchRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the words of a filter are in names. A word that reaches over several names is marked in each of them, and
 * counts for the path that it ends in.
 */
export class Marks {
  readonly #tree: FileTree;
  readonly #words: readonly Word[];
  #parent: Node = -1;
  /** Path of the folder that was asked about last, with a slash behind it. */
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

  /** What of a node's name the words are, in order, without overlap. */
  ranges(node: Node): MatchRange[] {
    const folder = this.#folderOf(node);
    const name = this.#tree.name(node);
    const marked = new Uint8Array(name.length);
    for (const word of this.#words)
      for (const { from, to } of word.ranges(folder, name)) marked.fill(1, from, to);
    return matchRanges(name, marked);
  }

  /**
   * True where a path that matches has a word that ends in its own name: not only in those of the folders above. Where no
   * word can be in a name, as with sizes, each path that matches is one.
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

/** A word, asked about paths as bytes: the folder's with a slash behind it, and the name in it. */
interface Word {
  ranges(folder: string, name: string): MatchRange[];
  /** The path matches, and did not before the name. */
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

  /** The name, and as much before it as a word may reach back that ends in it or right before it. */
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

/** Letters in order, each at its first place behind the letter before. */
class Letters implements Word {
  readonly #automaton: Automaton;
  #folder = "";
  /** How many letters the folder's path has. */
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

/** A pattern is of a path as a whole: what it describes is marked by the last name that it needs. */
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
    // A glob describes the whole path; other patterns match below what they match, too.
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

/** The ranges of marked bytes, with all bytes of the characters that they begin or end in. */
function matchRanges(name: string, marked: Uint8Array): MatchRange[] {
  const goesOn = (at: number) => (name.charCodeAt(at) & 0xc0) === 0x80;
  const found: MatchRange[] = [];
  for (let at = 0; at < name.length; at++) {
    if (marked[at] === 0) continue;
    let from = at;
    while (from > 0 && goesOn(from)) from--;
    while (at < name.length && (marked[at] === 1 || goesOn(at))) at++;
    found.push({ from, to: at });
  }
  return found;
}
