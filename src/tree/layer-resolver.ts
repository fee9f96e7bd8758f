import type { RawPath } from "../text/escape.js";
import { grow } from "./columns.js";
import type { EntryId, EntryTable } from "./entry-table.js";
import type { Node, Rootfs } from "./file-tree.js";
import type { LayerDiff } from "./layer-diff.js";

/** The members of one layer's archive, in its order, with nodes in pre-order numbers. */
export interface LayerRows {
  readonly memberCount: number;
  readonly rows: Int32Array;
  /** Sorted, each once. */
  readonly whiteouts: Int32Array;
  readonly opaques: Int32Array;
}

interface Context {
  readonly entries: EntryTable;
  readonly parent: Int32Array;
  readonly end: Int32Array;
  /** The filesystem below the layer that is resolved next. */
  readonly rootfs: Rootfs;
  /** The node of a normalised path, or −1. */
  target(path: RawPath): Node;
}

const UNRESOLVED = -3;
const IN_PROGRESS = -2;

/**
 * Turns archives into {@link LayerDiff}s, from the lowest layer up: which of several members at one path
 * stands, which folders are implied, where hard links lead, what is hidden. Fills `entries.inode`.
 */
export class LayerResolver {
  readonly #at: Context;
  // The layer (plus 1) that last wrote a node or looked at it as a parent.
  readonly #stamp: Uint16Array;

  constructor(context: Context) {
    this.#at = context;
    this.#stamp = new Uint16Array(context.end.length);
    context.entries.inode = new Int32Array(context.entries.size).fill(UNRESOLVED);
  }

  resolve(index: number, { memberCount, rows, whiteouts, opaques }: LayerRows): LayerDiff {
    const { entries } = this.#at;
    const order = sortByNode(entries, rows);
    const { standing, repeated } = this.#standing(rows, order);
    this.#linkInodes(rows, order);
    const hidden = this.#hidden(standing, whiteouts, opaques);
    const implied = this.#implied(index, standing, hidden);
    return { memberCount, ...withImplied(entries, standing, implied), hidden, whiteouts, opaques, repeated };
  }

  /**
   * Of the members at one path the last one stands. A member that is no folder takes away what the archive
   * put below it before, and is itself taken away by what the archive puts below it afterwards.
   */
  #standing(rows: Int32Array, order: Int32Array): { standing: EntryId[]; repeated: EntryId[] } {
    const { entries } = this.#at;
    const groups = this.#groups(rows, order);
    const standing: EntryId[] = [];
    const repeated: EntryId[] = [];
    for (const { from, to, last, coveredAt, belowAt } of groups) {
      const winner = rows[last];
      const stands = last > coveredAt && (entries.isFolder(winner) || last > belowAt);
      if (stands) standing.push(winner);
      for (let i = from; i < to; i++) {
        const row = rows[order[i]];
        if (entries.isFile(row) && !(stands && row === winner)) repeated.push(row);
      }
    }
    return { standing, repeated };
  }

  /** The members by path, in the order of nodes; positions are those in the archive. */
  #groups(rows: Int32Array, order: Int32Array): Group[] {
    const { entries, end } = this.#at;
    const groups: Group[] = [];
    let above: Group | null = null;
    for (let from = 0; from < order.length; ) {
      const node = entries.node[rows[order[from]]];
      while (above !== null && node >= end[above.node]) above = above.above;
      let coversAt: number = above?.coversAt ?? -1;
      const coveredAt = coversAt;
      let to = from;
      for (; to < order.length && entries.node[rows[order[to]]] === node; to++) {
        if (!entries.isFolder(rows[order[to]])) coversAt = Math.max(coversAt, order[to]);
      }
      const group: Group = { node, from, to, last: order[to - 1], coveredAt, coversAt, belowAt: -1, above };
      groups.push(group);
      above = group;
      from = to;
    }
    for (let i = groups.length - 1; i >= 0; i--) {
      const { above, last, belowAt } = groups[i];
      if (above !== null) above.belowAt = Math.max(above.belowAt, last, belowAt);
    }
    return groups;
  }

  #linkInodes(rows: Int32Array, order: Int32Array): void {
    const { entries } = this.#at;
    for (let position = 0; position < rows.length; position++) {
      const row = rows[position];
      if (entries.type(row) !== "hardlink") entries.inode[row] = row;
    }
    for (let position = 0; position < rows.length; position++) this.#followLink(rows, order, position);
  }

  /** Follows a hard link, over others where need be, to the row that holds the content. */
  #followLink(rows: Int32Array, order: Int32Array, start: number): void {
    const { entries, rootfs } = this.#at;
    const passed: EntryId[] = [];
    let inode = -1;
    for (let position = start; ; ) {
      const row = rows[position];
      // A link that leads round in a circle leads nowhere.
      if (entries.inode[row] === IN_PROGRESS) break;
      if (entries.inode[row] !== UNRESOLVED) {
        inode = entries.inode[row];
        break;
      }
      entries.inode[row] = IN_PROGRESS;
      passed.push(row);
      const node = this.#at.target(entries.linkname(row));
      if (node < 0) break;
      const { before, after } = nearestTo(position, membersAt(entries, rows, order, node));
      // An engine links as it unpacks: to what the archive has brought so far, else to what lies below.
      if (before < 0 && rootfs[node] >= 0) {
        inode = entries.inode[rootfs[node]];
        break;
      }
      if (before < 0 && after < 0) break;
      position = before < 0 ? after : before;
    }
    for (const row of passed) entries.inode[row] = inode;
  }

  /** What the layer hides of the layers below: disjoint ranges, in order. */
  #hidden(standing: readonly EntryId[], whiteouts: Int32Array, opaques: Int32Array): Int32Array {
    const { entries, end } = this.#at;
    const ranges: { from: Node; to: Node }[] = [];
    for (const node of whiteouts) ranges.push({ from: node, to: end[node] });
    for (const node of opaques) ranges.push({ from: node + 1, to: end[node] });
    for (const row of standing) {
      const node = entries.node[row];
      // Anything but a folder in the place of a folder removes what the folder held.
      if (!entries.isFolder(row) && end[node] > node + 1) ranges.push({ from: node + 1, to: end[node] });
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

  /** Folders that members stand in, but that neither this archive lists nor the filesystem below still has. */
  #implied(index: number, standing: readonly EntryId[], hidden: Int32Array): EntryId[] {
    const { entries, parent, rootfs } = this.#at;
    const stamp = index + 1;
    for (const row of standing) this.#stamp[entries.node[row]] = stamp;
    const implied: EntryId[] = [];
    for (const row of standing) {
      let node = parent[entries.node[row]];
      for (; node > 0 && this.#stamp[node] !== stamp; node = parent[node]) {
        this.#stamp[node] = stamp;
        const below = rootfs[node];
        if (below >= 0 && entries.isFolder(below) && !within(hidden, node)) break;
        const made = entries.addImplied(node, index);
        entries.inode = grow(entries.inode, made + 1);
        entries.inode[made] = made;
        implied.push(made);
      }
    }
    return implied;
  }
}

/** The members of one path; `…At` are positions in the archive, −1 for never. */
interface Group {
  readonly node: Node;
  /** Range in the sorted order. */
  readonly from: number;
  readonly to: number;
  readonly last: number;
  /** Where something that is no folder last stood in the place of a folder above. */
  readonly coveredAt: number;
  /** The same, for what stands below this path. */
  readonly coversAt: number;
  /** Where something below this path was last written. */
  belowAt: number;
  readonly above: Group | null;
}

/** Positions in the archive, by node, then by position. */
function sortByNode(entries: EntryTable, rows: Int32Array): Int32Array {
  const keys = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) keys[i] = entries.node[rows[i]] * rows.length + i;
  keys.sort();
  const order = new Int32Array(rows.length);
  for (let i = 0; i < keys.length; i++) order[i] = keys[i] % rows.length;
  return order;
}

/** Positions in the archive of the members at one path, in rising order. */
function membersAt(entries: EntryTable, rows: Int32Array, order: Int32Array, node: Node): Int32Array {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries.node[rows[order[middle]]] < node) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < order.length && entries.node[rows[order[end]]] === node) end++;
  return order.subarray(low, end);
}

/** The last position before `from` and the first one after it; −1 for none. */
function nearestTo(from: number, positions: Int32Array): { before: number; after: number } {
  let before = -1;
  for (const position of positions) {
    if (position > from) return { before, after: position };
    if (position < from) before = position;
  }
  return { before, after: -1 };
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

function withImplied(
  entries: EntryTable,
  standing: readonly EntryId[],
  implied: readonly EntryId[],
): { nodes: Int32Array; entries: Int32Array } {
  const all = implied.length === 0 ? standing : [...standing, ...implied];
  const rows = Int32Array.from(all);
  if (implied.length > 0) rows.sort((a, b) => entries.node[a] - entries.node[b]);
  return { nodes: rows.map((row) => entries.node[row]), entries: rows };
}
