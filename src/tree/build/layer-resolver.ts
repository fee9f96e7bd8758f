import type { Entry } from "../../image/entry.js";
import { grow } from "../../image/members/grow.js";
import type { EntryId, EntryTable } from "../columns/entry-table.js";
import { firstFrom } from "../columns/first-from.js";
import type { Node, Rootfs } from "../file-tree.js";
import type { LayerDiff } from "../layer-diff.js";
import type { RowOrder } from "./row-order.js";

/** The members of one layer's archive. A position is the place of a row in its archive. */
export interface LayerRows {
  readonly memberCount: number;
  readonly root: Entry | null;
  /** The row of position 0. */
  readonly first: EntryId;
  readonly order: RowOrder;
  /** Positions of the hard links, rising. */
  readonly links: Int32Array;
  /** The node that each of `links` leads to, or −1. */
  readonly linkNodes: Int32Array;
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
    const { entries } = context;
    entries.inode = new Int32Array(entries.size);
    for (let row = 0; row < entries.inode.length; row++) entries.inode[row] = row;
  }

  resolve(index: number, layer: LayerRows): LayerDiff {
    const { entries } = this.#at;
    const { memberCount, root, first, order, whiteouts, opaques } = layer;
    const { standing, repeated } = this.#standing({ first, ...order });
    this.#linkInodes(layer);
    const hidden = this.#hidden(standing, whiteouts, opaques);
    const implied = this.#implied(index, standing, hidden);
    const own = withImplied(entries, standing, implied);
    return { memberCount, root, ...own, hidden, whiteouts, opaques, repeated };
  }

  /**
   * Of the members at one path the last one stands. A member that is no folder takes away what the archive
   * put below it before, and is itself taken away by what the archive puts below it afterwards.
   */
  #standing(members: Members): Found {
    const { end } = this.#at;
    const { first, order, nodes } = members;
    const found: Found = { standing: [], repeated: [] };
    for (let from = 0; from < nodes.length; ) {
      const node = nodes[from];
      let to = from + 1;
      while (to < nodes.length && nodes[to] === node) to++;
      if (end[node] > node + 1 && !this.#onlyFolders(members, from, to)) {
        while (to < nodes.length && nodes[to] < end[node]) to++;
      }
      if (to === from + 1) found.standing.push(first + order[from]);
      else this.#contest({ first, order: order.subarray(from, to), nodes: nodes.subarray(from, to) }, found);
      from = to;
    }
    return found;
  }

  #onlyFolders({ first, order }: Members, from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (!this.#at.entries.isFolder(first + order[i])) return false;
    return true;
  }

  /** The same where the archive has one path several times, or something below what is no folder. */
  #contest(members: Members, { standing, repeated }: Found): void {
    const { entries } = this.#at;
    const { first, order } = members;
    for (const { from, to, last, coveredAt, belowAt } of this.#groups(members)) {
      const winner = first + last;
      const stands = last > coveredAt && (entries.isFolder(winner) || last > belowAt);
      if (stands) standing.push(winner);
      for (let i = from; i < to; i++) {
        const row = first + order[i];
        if (entries.isFile(row) && !(stands && row === winner)) repeated.push(row);
      }
    }
  }

  /** The members by path, in the order of nodes; positions are those in the archive. */
  #groups({ first, order, nodes }: Members): Group[] {
    const { entries, end } = this.#at;
    const groups: Group[] = [];
    let above: Group | null = null;
    for (let from = 0; from < order.length; ) {
      const node = nodes[from];
      while (above !== null && node >= end[above.node]) above = above.above;
      let coversAt: number = above?.coversAt ?? -1;
      const coveredAt = coversAt;
      let to = from;
      for (; to < order.length && nodes[to] === node; to++) {
        if (!entries.isFolder(first + order[to])) coversAt = Math.max(coversAt, order[to]);
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

  #linkInodes(layer: LayerRows): void {
    const { first, links } = layer;
    const { inode } = this.#at.entries;
    for (const position of links) inode[first + position] = UNRESOLVED;
    for (const position of links) this.#followLink(layer, position);
  }

  /** Follows a hard link, over others where need be, to the row that holds the content. */
  #followLink({ first, order, links, linkNodes }: LayerRows, start: number): void {
    const { entries, rootfs } = this.#at;
    const passed: EntryId[] = [];
    let inode = -1;
    for (let position = start; ; ) {
      const row = first + position;
      // A link that leads round in a circle leads nowhere.
      if (entries.inode[row] === IN_PROGRESS) break;
      if (entries.inode[row] !== UNRESOLVED) {
        inode = entries.inode[row];
        break;
      }
      entries.inode[row] = IN_PROGRESS;
      passed.push(row);
      const node = linkNodes[firstFrom(links, position)];
      if (node < 0) break;
      const { before, after } = nearestTo(position, positionsAt(order, node));
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
    const { node: nodes } = entries;
    const ranges: { from: Node; to: Node }[] = [];
    for (const node of whiteouts) ranges.push({ from: node, to: end[node] });
    for (const node of opaques) ranges.push({ from: node + 1, to: end[node] });
    for (const row of standing) {
      const node = nodes[row];
      // Anything but a folder in the place of a folder removes what the folder held.
      if (end[node] > node + 1 && !entries.isFolder(row)) ranges.push({ from: node + 1, to: end[node] });
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
    const stamps = this.#stamp;
    const implied: EntryId[] = [];
    // A folder comes before what stands in it: all that are listed have their stamp when they are asked for it.
    for (const row of standing) {
      const member = entries.node[row];
      stamps[member] = stamp;
      for (let node = parent[member]; node > 0 && stamps[node] !== stamp; node = parent[node]) {
        stamps[node] = stamp;
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

/** Some or all members of one archive, in the order of nodes. */
interface Members extends RowOrder {
  /** The row of position 0. */
  readonly first: EntryId;
}

interface Found {
  /** In the order of nodes. */
  readonly standing: EntryId[];
  readonly repeated: EntryId[];
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

/** Positions in the archive of the members at one path, in rising order. */
function positionsAt({ order, nodes }: RowOrder, node: Node): Int32Array {
  return order.subarray(firstFrom(nodes, node), firstFrom(nodes, node + 1));
}

/** The last position before `from` and the first one after it; −1 for none. */
function nearestTo(from: number, positions: Int32Array): { before: number; after: number } {
  const at = firstFrom(positions, from);
  const next = positions[at] === from ? at + 1 : at;
  return { before: at === 0 ? -1 : positions[at - 1], after: next < positions.length ? positions[next] : -1 };
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
  { node }: EntryTable,
  standing: readonly EntryId[],
  implied: EntryId[],
): { nodes: Int32Array; entries: Int32Array } {
  const size = standing.length + implied.length;
  const [nodes, entries] = [new Int32Array(size), new Int32Array(size)];
  implied.sort((a, b) => node[a] - node[b]);
  let [at, made] = [0, 0];
  const put = (row: EntryId) => {
    entries[at] = row;
    nodes[at++] = node[row];
  };
  for (const row of standing) {
    while (made < implied.length && node[implied[made]] < node[row]) put(implied[made++]);
    put(row);
  }
  while (made < implied.length) put(implied[made++]);
  return { nodes, entries };
}
