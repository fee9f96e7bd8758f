import { firstFrom } from "../../image/members/binary-search.js";
import { grow } from "../../image/members/grow.js";
import type { EntryId, EntryTable } from "../columns/entry-table.js";
import type { LayerDiff, Node, Rootfs } from "../file-tree.js";
import {
  FinalRowFinder,
  type FinalRows,
  type PlacedLayer,
  plainFinalRows,
  type SortedRows,
  sortedRows,
} from "./final-rows.js";

interface Context {
  readonly entries: EntryTable;
  readonly parent: Int32Array;
  readonly end: Int32Array;
  /** The filesystem below the next layer. */
  readonly rootfs: Rootfs;
}

const UNRESOLVED = -3;
const IN_PROGRESS = -2;

/**
 * Turns archives into {@link LayerDiff}s, from the lowest layer up. It handles unusual archives: a path
 * twice, a file in place of a folder, missing parent folders, hard links. Fills `entries.inode`.
 */
export class LayerResolver {
  readonly #at: Context;
  readonly #finder: FinalRowFinder;

  constructor(context: Context) {
    this.#at = context;
    this.#finder = new FinalRowFinder(context);
    const { entries } = context;
    entries.inode = new Int32Array(entries.size);
    for (let row = 0; row < entries.inode.length; row++) entries.inode[row] = row;
  }

  resolve(index: number, layer: PlacedLayer): LayerDiff {
    const { members, numberOf } = layer;
    const finalRows = plainFinalRows(layer) ?? this.#finder.of(sortedRows(layer));
    this.#linkInodes(layer);
    const whiteouts = members.whiteouts.map((node) => numberOf[node]);
    const opaques = members.opaques.map((node) => numberOf[node]);
    const hidden = this.#hidden(finalRows, whiteouts, opaques);
    const implied = this.#implied(index, finalRows.unlisted, hidden);
    const { memberCount, root } = members;
    const { repeated } = finalRows;
    return { memberCount, root, ...withImplied(finalRows, implied), hidden, whiteouts, opaques, repeated };
  }

  #linkInodes(layer: PlacedLayer): void {
    const { members, first, linkNodes } = layer;
    if (members.links.length === 0) return;
    const { inode } = this.#at.entries;
    const links = members.links.map((place) => first + place);
    for (const row of links) inode[row] = UNRESOLVED;
    const all = { ...sortedRows(layer), links, linkNodes };
    for (const row of links) this.#followLink(all, row);
  }

  /** Follows a hard link, if needed over other hard links, to the row with the content. */
  #followLink({ links, linkNodes, ...sorted }: Links, start: EntryId): void {
    const { entries, rootfs } = this.#at;
    const passed: EntryId[] = [];
    let inode = -1;
    for (let row = start; ; ) {
      // A circle of links has no target.
      if (entries.inode[row] === IN_PROGRESS) break;
      if (entries.inode[row] !== UNRESOLVED) {
        inode = entries.inode[row];
        break;
      }
      entries.inode[row] = IN_PROGRESS;
      passed.push(row);
      const node = linkNodes[firstFrom(links, row)];
      if (node < 0) break;
      const { before, after } = nearestTo(row, rowsAt(sorted, node));
      // Engines link while they unpack: to an earlier member of the archive, else to a file of the layers
      // below.
      if (before < 0 && rootfs[node] >= 0) {
        inode = entries.inode[rootfs[node]];
        break;
      }
      if (before < 0 && after < 0) break;
      row = before < 0 ? after : before;
    }
    for (const row of passed) entries.inode[row] = inode;
  }

  /** Returns the ranges of nodes that the layer hides in the layers below: disjoint, in order. */
  #hidden({ rows, nodes }: FinalRows, whiteouts: Int32Array, opaques: Int32Array): Int32Array {
    const { entries, end } = this.#at;
    const ranges: { from: Node; to: Node }[] = [];
    for (const node of whiteouts) ranges.push({ from: node, to: end[node] });
    for (const node of opaques) ranges.push({ from: node + 1, to: end[node] });
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      // Anything but a folder in place of a folder removes the contents of that folder.
      if (end[node] > node + 1 && !entries.isFolder(rows[i])) ranges.push({ from: node + 1, to: end[node] });
    }
    ranges.sort((a, b) => a.from - b.from || b.to - a.to);
    const hidden: number[] = [];
    let covered = 0;
    for (const { from, to } of ranges) {
      if (to <= covered || from >= to) continue;
      hidden.push(Math.max(from, covered), to);
      covered = to;
    }
    return Int32Array.from(hidden);
  }

  /**
   * Returns the folders that contain members, but that neither this archive lists nor the filesystem below
   * has. If the filesystem has a folder that is not hidden, it also has its parents, so each folder is
   * checked separately.
   */
  #implied(index: number, unlisted: readonly Node[], hidden: Int32Array): Implied[] {
    const { entries, rootfs } = this.#at;
    const implied: Implied[] = [];
    for (const node of unlisted) {
      const below = rootfs[node];
      if (below >= 0 && entries.isFolder(below) && !within(hidden, node)) continue;
      const row = entries.addImplied(node, index);
      entries.inode = grow(entries.inode, row + 1);
      entries.inode[row] = row;
      implied.push({ node, row });
    }
    return implied;
  }
}

/** All rows of a layer, its hard links in rising order, and the target node of each link, or −1. */
interface Links extends SortedRows {
  readonly links: Int32Array;
  readonly linkNodes: Int32Array;
}

interface Implied {
  readonly node: Node;
  readonly row: EntryId;
}

/** Returns the rows of a layer at one path, in rising order. */
function rowsAt({ rows, nodes }: SortedRows, node: Node): Int32Array {
  return rows.subarray(firstFrom(nodes, node), firstFrom(nodes, node + 1));
}

/** Returns the last row before a given row, and the first row after it; −1 for none. */
function nearestTo(row: EntryId, rows: Int32Array): { before: EntryId; after: EntryId } {
  const at = firstFrom(rows, row);
  const next = rows[at] === row ? at + 1 : at;
  return { before: at === 0 ? -1 : rows[at - 1], after: next < rows.length ? rows[next] : -1 };
}

function within(ranges: Int32Array, node: Node): boolean {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle * 2 + 1] <= node) low = middle + 1;
    else high = middle;
  }
  return low * 2 < ranges.length && ranges[low * 2] <= node;
}

/** Merges the final rows and the rows of the implied folders; both are sorted by node. */
function withImplied(
  { rows, nodes }: FinalRows,
  implied: readonly Implied[],
): Pick<LayerDiff, "nodes" | "entries"> {
  if (implied.length === 0) return { nodes, entries: rows };
  const size = rows.length + implied.length;
  const all = { nodes: new Int32Array(size), entries: new Int32Array(size) };
  let at = 0;
  /** Copies a range of rows at once. */
  const copy = (from: number, to: number) => {
    all.nodes.set(nodes.subarray(from, to), at);
    all.entries.set(rows.subarray(from, to), at);
    at += to - from;
  };
  let done = 0;
  for (const { node, row } of implied) {
    const to = firstFrom(nodes, node);
    copy(done, to);
    done = to;
    all.nodes[at] = node;
    all.entries[at++] = row;
  }
  copy(done, rows.length);
  return all;
}
