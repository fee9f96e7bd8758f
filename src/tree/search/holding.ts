import { KINDS, type Names } from "../columns/names.js";
import type { FileTree, Node } from "../file-tree.js";
import { PIECE_NODES, type Pieces } from "../pieces.js";
import { type Pattern, pattern } from "./automaton.js";

/** Paths with a name that holds a text. */
export interface Held {
  /** The text, which has no slash: no match goes over the border of two names. */
  readonly text: string;
  /** 1 for the paths with such a name, and for all below them. */
  readonly column: Uint8Array;
  /** By node, for the topmost name of a path that holds the text: one more than where in the name; 0 where it is not known. */
  readonly places: Uint8Array;
}

interface HoldingOptions {
  /** Not 0 for the nodes that are asked about, and for all folders above them; what the answer says of others means nothing. */
  readonly among: Uint8Array;
  /** What was found for a beginning of the text: most names hold the longer text at the same place. */
  readonly before?: Held | null;
}

/** Finds what `matches` finds with `containing`, and reads a fraction of the bytes. */
export function* holding(
  tree: FileTree,
  names: Names,
  text: string,
  { among, before = null }: HoldingOptions,
): Pieces<Held> {
  const column = new Uint8Array(tree.size);
  const places = new Uint8Array(tree.size);
  const goesOn = before !== null && text.startsWith(before.text) && sameCase(before.text, text);
  const search: Search = {
    tree,
    kinds: names.kinds(),
    among,
    wanted: wantedFor(text),
    known: goesOn ? before.places : places,
    knownBytes: goesOn ? pattern(before.text).bytes.length : 0,
    column,
    places,
  };
  for (let node = 1; node < tree.size; ) {
    node = holdingUpTo(node + PIECE_NODES, node, search);
    yield;
  }
  return { text, column, places };
}

interface Search extends Omit<Held, "text"> {
  readonly tree: FileTree;
  readonly kinds: Int32Array;
  readonly among: Uint8Array;
  readonly wanted: Wanted;
  /** Positions of the first `knownBytes` bytes. */
  readonly known: Uint8Array;
  readonly knownBytes: number;
}

/** Looks at nodes from one on, up to a limit. @returns the first one that was not looked at. */
function holdingUpTo(limit: Node, from: Node, search: Search): Node {
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
    if (at < 0 || !standsAt(pool, at, to, wanted, knownBytes)) at = placeIn(pool, start, to, wanted);
    if (at < 0) {
      node++;
      continue;
    }
    places[node] = at - start < 255 ? at - start + 1 : 0;
    // Most paths hold nothing: a loop costs them less than a call of `fill`.
    while (node < after) column[node++] = 1;
  }
  return node;
}

/** A beginning without upper case was found in either case, which is not so for a text that has some. */
function sameCase(beginning: string, text: string): boolean {
  return (beginning !== beginning.toLowerCase()) === (text !== text.toLowerCase());
}

interface Wanted extends Pattern {
  /** Of its bytes. */
  readonly kinds: number;
  /**
   * How far the place of the text's last byte moves on, by the byte that is there: so that the last one but it
   * in the text comes to be there (Horspool).
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

/** Whether the bytes after the first `known` ones match at that position. */
function standsAt(pool: Uint8Array, at: number, to: number, { bytes, fold }: Wanted, known: number): boolean {
  if (at + bytes.length > to) return false;
  for (let i = known; i < bytes.length; i++) if (fold[pool[at + i]] !== bytes[i]) return false;
  return true;
}

/** The first position of the bytes between two positions; −1 if they do not occur. */
function placeIn(pool: Uint8Array, from: number, to: number, { bytes, fold, steps }: Wanted): number {
  const last = bytes.length - 1;
  for (let at = from + last; at < to; at += steps[pool[at]]) {
    let left = last;
    while (left >= 0 && fold[pool[at - last + left]] === bytes[left]) left--;
    if (left < 0) return at - last;
  }
  return -1;
}
