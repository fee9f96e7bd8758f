import { ENTRY_TYPES, type LayerMembers } from "../../image/members/members.js";
import type { EntryId, EntryTable } from "../columns/entry-table.js";
import type { Node } from "../file-tree.js";

/** The members of one layer, with their nodes in the tree. */
export interface PlacedLayer {
  readonly members: LayerMembers;
  /** The row of the layer's first member. The others follow in the order of the archive. */
  readonly first: EntryId;
  /** For each node of the layer, its number in the tree; in rising order. */
  readonly numberOf: Int32Array;
  /** For each hard link, its target node in the tree, or −1. */
  readonly linkNodes: Int32Array;
}

/** The final rows of a layer: for each path, the row that counts after the whole archive is unpacked. */
export interface FinalRows {
  /** Sorted by node. */
  readonly rows: Int32Array;
  /** The node of each of `rows`. */
  readonly nodes: Int32Array;
  /** Regular files that a later member of the archive replaces. */
  readonly repeated: readonly EntryId[];
  /** Folders without a row of their own that have rows below them, without the root; sorted. */
  readonly unlisted: readonly Node[];
}

const FILE = ENTRY_TYPES.indexOf("file");
const FOLDER = ENTRY_TYPES.indexOf("dir");
const NONE = -1;

/**
 * Finds the final rows of an archive in which nothing is below something that is not a folder. Then the last
 * row of each path is the final one.
 * @returns `null` for any other archive. Most archives are of this kind, so this takes two passes and no
 * sorting.
 */
export function plainFinalRows({ members, first, numberOf }: PlacedLayer): FinalRows | null {
  const { end } = members.paths;
  const { count, node, type } = members.rows;
  const lastAt = new Int32Array(end.length).fill(NONE);
  const repeated: EntryId[] = [];
  let finalCount = 0;
  for (let row = 0; row < count; row++) {
    const at = node[row];
    if (type[row] !== FOLDER && end[at] > at + 1) return null;
    const before = lastAt[at];
    if (before === NONE) finalCount++;
    else if (type[before] === FILE) repeated.push(before);
    lastAt[at] = row;
  }
  const rows = new Int32Array(finalCount);
  const nodes = new Int32Array(finalCount);
  const unlisted: Node[] = [];
  /** The node of the next final row, because the loop goes backwards. */
  let next = end.length;
  for (let at = end.length - 1, place = finalCount; at > 0; at--) {
    const row = lastAt[at];
    if (row !== NONE) {
      rows[--place] = first + row;
      nodes[place] = numberOf[at];
      next = at;
    } else if (next < end[at]) {
      unlisted.push(numberOf[at]);
    }
  }
  repeated.sort((a, b) => node[a] - node[b] || a - b);
  return { rows, nodes, repeated: repeated.map((row) => first + row), unlisted: unlisted.reverse() };
}

/** Rows of one layer in the order of nodes. Nodes are those of the tree. */
export interface SortedRows {
  /** Sorted by node, then by their place in the archive. */
  readonly rows: Int32Array;
  /** The node of each of `rows`. */
  readonly nodes: Int32Array;
}

/**
 * Returns all rows of a layer, sorted. It is a counting sort, because the nodes of a layer are numbers
 * without gaps.
 */
export function sortedRows({ members, first, numberOf }: PlacedLayer): SortedRows {
  const { count, node } = members.rows;
  /** The number of rows before those of a node; during the sort, the place of its next row. */
  const next = new Int32Array(numberOf.length + 1);
  for (let i = 0; i < count; i++) next[node[i] + 1]++;
  for (let at = 1; at < next.length; at++) next[at] += next[at - 1];
  const rows = new Int32Array(count);
  const nodes = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const place = next[node[i]]++;
    rows[place] = first + i;
    nodes[place] = numberOf[node[i]];
  }
  return { rows, nodes };
}

interface Context {
  readonly entries: EntryTable;
  readonly parent: Int32Array;
  readonly end: Int32Array;
}

/**
 * Finds the final rows of any archive. The last member at a path is the final one. A member that is not a
 * folder removes everything that the archive wrote below it before. It is removed itself if the archive
 * writes something below it afterwards.
 */
export class FinalRowFinder {
  readonly #at: Context;

  constructor(context: Context) {
    this.#at = context;
  }

  of(sorted: SortedRows): FinalRows {
    const { final, repeated } = this.#find(sorted);
    const { node } = this.#at.entries;
    const rows = Int32Array.from(final);
    const nodes = rows.map((row) => node[row]);
    return { rows, nodes, repeated, unlisted: this.#unlisted(nodes) };
  }

  #find(sorted: SortedRows): Found {
    const { end } = this.#at;
    const { rows, nodes } = sorted;
    const found: Found = { final: [], repeated: [] };
    for (let from = 0; from < nodes.length; ) {
      const node = nodes[from];
      let to = from + 1;
      while (to < nodes.length && nodes[to] === node) to++;
      if (end[node] > node + 1 && !this.#onlyFolders(sorted, from, to)) {
        while (to < nodes.length && nodes[to] < end[node]) to++;
      }
      if (to === from + 1) found.final.push(rows[from]);
      else this.#resolve({ rows: rows.subarray(from, to), nodes: nodes.subarray(from, to) }, found);
      from = to;
    }
    return found;
  }

  #onlyFolders({ rows }: SortedRows, from: number, to: number): boolean {
    for (let i = from; i < to; i++) if (!this.#at.entries.isFolder(rows[i])) return false;
    return true;
  }

  /**
   * The same for an archive that has one path several times, or paths below something that is not a folder.
   */
  #resolve(sorted: SortedRows, { final, repeated }: Found): void {
    const { entries } = this.#at;
    const { rows } = sorted;
    for (const { from, to, last, coveredAt, belowAt } of this.#groups(sorted)) {
      const isFinal = last > coveredAt && (entries.isFolder(last) || last > belowAt);
      if (isFinal) final.push(last);
      for (let i = from; i < to; i++) {
        const row = rows[i];
        if (entries.isFile(row) && !(isFinal && row === last)) repeated.push(row);
      }
    }
  }

  /** Returns the members by path, in the order of nodes. */
  #groups({ rows, nodes }: SortedRows): Group[] {
    const { entries, end } = this.#at;
    const groups: Group[] = [];
    let above: Group | null = null;
    for (let from = 0; from < rows.length; ) {
      const node = nodes[from];
      while (above !== null && node >= end[above.node]) above = above.above;
      let coversAt: number = above?.coversAt ?? -1;
      const coveredAt = coversAt;
      let to = from;
      for (; to < rows.length && nodes[to] === node; to++) {
        if (!entries.isFolder(rows[to])) coversAt = Math.max(coversAt, rows[to]);
      }
      const group: Group = { node, from, to, last: rows[to - 1], coveredAt, coversAt, belowAt: -1, above };
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

  /** Nodes are in pre-order, so each listed folder is marked before its contents are reached. */
  #unlisted(nodes: Int32Array): Node[] {
    const { parent, end } = this.#at;
    const seen = new Uint8Array(end.length);
    seen[0] = 1;
    const unlisted: Node[] = [];
    for (const own of nodes) {
      seen[own] = 1;
      for (let node = parent[own]; seen[node] === 0; node = parent[node]) {
        seen[node] = 1;
        unlisted.push(node);
      }
    }
    return unlisted.sort((a, b) => a - b);
  }
}

interface Found {
  /** In the order of nodes. */
  readonly final: EntryId[];
  readonly repeated: EntryId[];
}

/**
 * The members of one path. Fields that end in `At` are rows, which are places in the archive; −1 means never.
 */
interface Group {
  readonly node: Node;
  /** The range in the sorted order. */
  readonly from: number;
  readonly to: number;
  readonly last: EntryId;
  /** The last member that replaced a parent folder by something that is not a folder. */
  readonly coveredAt: number;
  /** The same for the paths below this path. */
  readonly coversAt: number;
  /** The last member below this path. */
  belowAt: number;
  readonly above: Group | null;
}
