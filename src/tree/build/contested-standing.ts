import type { EntryId, EntryTable } from "../columns/entry-table.js";
import type { Node } from "../file-tree.js";
import type { SortedRows } from "./sorted-rows.js";
import type { Standing } from "./standing.js";

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
export class ContestedStanding {
  readonly #at: Context;

  constructor(context: Context) {
    this.#at = context;
  }

  of(sorted: SortedRows): Standing {
    const { standing, repeated } = this.#standing(sorted);
    const { node } = this.#at.entries;
    const rows = Int32Array.from(standing);
    const nodes = rows.map((row) => node[row]);
    return { rows, nodes, repeated, unlisted: this.#unlisted(nodes) };
  }

  #standing(sorted: SortedRows): Found {
    const { end } = this.#at;
    const { rows, nodes } = sorted;
    const found: Found = { standing: [], repeated: [] };
    for (let from = 0; from < nodes.length; ) {
      const node = nodes[from];
      let to = from + 1;
      while (to < nodes.length && nodes[to] === node) to++;
      if (end[node] > node + 1 && !this.#onlyFolders(sorted, from, to)) {
        while (to < nodes.length && nodes[to] < end[node]) to++;
      }
      if (to === from + 1) found.standing.push(rows[from]);
      else this.#contest({ rows: rows.subarray(from, to), nodes: nodes.subarray(from, to) }, found);
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
  #contest(sorted: SortedRows, { standing, repeated }: Found): void {
    const { entries } = this.#at;
    const { rows } = sorted;
    for (const { from, to, last, coveredAt, belowAt } of this.#groups(sorted)) {
      const stands = last > coveredAt && (entries.isFolder(last) || last > belowAt);
      if (stands) standing.push(last);
      for (let i = from; i < to; i++) {
        const row = rows[i];
        if (entries.isFile(row) && !(stands && row === last)) repeated.push(row);
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
  readonly standing: EntryId[];
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
