import { KINDS, type Names } from "../columns/names.js";
import type { FileTree, Node } from "../file-tree.js";
import { PIECE_NODES, type Pieces } from "../pieces.js";
import { type Pattern, pattern } from "./automaton.js";

/** The result of a search for a text: the paths with a name that contains it. */
export interface TextMatches {
  /** The text. It has no slash, because a match is always within one name. */
  readonly text: string;
  /** 1 for the paths with such a name, and for everything below them. */
  readonly column: Uint8Array;
  /**
   * For the topmost matching name of a path: the position of the text in the name plus one; 0 if it is not
   * known.
   */
  readonly places: Uint8Array;
}

interface TextSearchOptions {
  /**
   * Not 0 for the nodes to search, and for all folders above them. The result for other nodes has no meaning.
   */
  readonly among: Uint8Array;
  /**
   * The result for the beginning of the text. Most names that match the longer text have it at the same
   * position.
   */
  readonly before?: TextMatches | null;
}

/** Finds the same paths as `matches` with `containing`, but reads a fraction of the bytes. */
export function* findText(
  tree: FileTree,
  names: Names,
  text: string,
  { among, before = null }: TextSearchOptions,
): Pieces<TextMatches> {
  const column = new Uint8Array(tree.size);
  const places = new Uint8Array(tree.size);
  const continues = before !== null && text.startsWith(before.text) && sameCase(before.text, text);
  const search: Search = {
    tree,
    kinds: names.kinds(),
    among,
    wanted: wantedFor(text),
    known: continues ? before.places : places,
    knownBytes: continues ? pattern(before.text).bytes.length : 0,
    column,
    places,
  };
  for (let node = 1; node < tree.size; ) {
    node = findUpTo(node + PIECE_NODES, node, search);
    yield;
  }
  return { text, column, places };
}

interface Search extends Omit<TextMatches, "text"> {
  readonly tree: FileTree;
  readonly kinds: Int32Array;
  readonly among: Uint8Array;
  readonly wanted: Wanted;
  /** Known positions of the first `knownBytes` bytes of the text. */
  readonly known: Uint8Array;
  readonly knownBytes: number;
}

/**
 * Searches the nodes from `from` up to a limit.
 * @returns the first node that was not searched.
 */
function findUpTo(limit: Node, from: Node, search: Search): Node {
  const { tree, kinds, among, wanted, known, knownBytes, column, places } = search;
  const { end, nameStart, pool } = tree.columns;
  const stop = Math.min(limit, tree.size);
  let node = from;
  while (node < stop) {
    if ((wanted.kinds & ~kinds[node]) !== 0) {
      node++;
      continue;
    }
    const after = end[node];
    if (among[node] === 0) {
      node = after;
      continue;
    }
    const start = nameStart[node];
    const to = nameStart[node + 1];
    let at = known[node] === 0 ? -1 : start + known[node] - 1;
    if (at < 0 || !matchesAt(pool, at, to, wanted, knownBytes)) at = placeIn(pool, start, to, wanted);
    if (at < 0) {
      node++;
      continue;
    }
    places[node] = at - start < 255 ? at - start + 1 : 0;
    // Most nodes have few descendants: a loop is faster than a call of `fill`.
    while (node < after) column[node++] = 1;
  }
  return node;
}

/**
 * Returns true if both texts are searched with the same case. A beginning without upper case was searched in
 * any case, but a text with upper case is searched in its own case.
 */
function sameCase(beginning: string, text: string): boolean {
  return (beginning !== beginning.toLowerCase()) === (text !== text.toLowerCase());
}

interface Wanted extends Pattern {
  /** The kinds of its bytes, all of which a name needs. */
  readonly kinds: number;
  /**
   * For each byte: how far the search moves forward if that byte is at the position of the text's last byte
   * (Horspool).
   */
  readonly steps: Uint32Array;
}

function wantedFor(text: string): Wanted {
  const { bytes, fold } = pattern(text);
  const last = bytes.length - 1;
  const beginning = bytes.subarray(0, last);
  return {
    bytes,
    fold,
    kinds: bytes.reduce((all, byte) => all | KINDS[byte], 0),
    steps: Uint32Array.from(fold, (byte) => last - beginning.lastIndexOf(byte)),
  };
}

/** Returns true if the bytes after the first `known` ones match at that position. */
function matchesAt(
  pool: Uint8Array,
  at: number,
  to: number,
  { bytes, fold }: Wanted,
  known: number,
): boolean {
  if (at + bytes.length > to) return false;
  for (let i = known; i < bytes.length; i++) if (fold[pool[at + i]] !== bytes[i]) return false;
  return true;
}

/** Returns the first position of the text between two positions; −1 if it does not occur. */
function placeIn(pool: Uint8Array, from: number, to: number, { bytes, fold, steps }: Wanted): number {
  const last = bytes.length - 1;
  for (let at = from + last; at < to; at += steps[pool[at]]) {
    let left = last;
    while (left >= 0 && fold[pool[at - last + left]] === bytes[left]) left--;
    if (left < 0) return at - last;
  }
  return -1;
}
