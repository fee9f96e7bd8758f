import type { SortedPaths } from "../../image/members/sorted-paths.js";
import { compareNames } from "./compare-names.js";
import type { MergedPaths } from "./growing-paths.js";
import { GrowingPaths } from "./growing-paths.js";

/** A folder that several lists have. */
interface Folder {
  /** Its number in the merged paths. */
  readonly node: number;
  /** The lists that have more contents of the folder. */
  readonly lists: number[];
  /** For each list, the end of the folder's contents. */
  readonly ends: Int32Array;
}

/**
 * Merges the paths of a few lists in one pass, so that each path occurs once. A folder that only one list has
 * is copied with all its contents.
 */
export function mergeFew(lists: readonly SortedPaths[]): MergedPaths {
  const merging = new Merging(lists);
  while (merging.step());
  return merging.result();
}

class Merging {
  private readonly lists: readonly SortedPaths[];
  private readonly numbers: readonly Int32Array[];
  /** For each list, its next node. */
  private readonly at: Int32Array;
  private readonly target: GrowingPaths;
  private readonly folders: Folder[] = [];

  constructor(lists: readonly SortedPaths[]) {
    this.lists = lists;
    this.numbers = lists.map(({ parent }) => new Int32Array(parent.length));
    this.at = new Int32Array(lists.length);
    this.target = new GrowingPaths({
      nodes: lists.reduce((sum, { parent }) => sum + parent.length, 0),
      bytes: lists.reduce((sum, { pool }) => sum + pool.length, 0),
    });
    this.enter([...lists.keys()], -1);
  }

  result(): MergedPaths {
    return { paths: this.target.finish(), numbers: this.numbers };
  }

  /**
   * Merges the next siblings of the innermost open folder, or closes it.
   * @returns false when all is merged.
   */
  step(): boolean {
    const folder = this.folders.at(-1);
    if (folder === undefined) return false;
    const { lists, ends } = folder;
    for (let i = lists.length - 1; i >= 0; i--) if (this.at[lists[i]] === ends[lists[i]]) lists.splice(i, 1);
    if (lists.length > 1) {
      this.mergeNext(folder);
      return true;
    }
    for (const list of lists) this.copy(list, ends[list]);
    this.target.endHere(folder.node);
    this.folders.pop();
    return true;
  }

  /**
   * Merges the first of the next names, from each list that has it. If only one list has names that come
   * before those of the others, all of them are copied.
   */
  private mergeNext({ node, lists, ends }: Folder): void {
    let first = lists[0];
    let second = -1;
    let same = [first];
    for (let i = 1; i < lists.length; i++) {
      const list = lists[i];
      const order = this.compare(list, this.at[list], first);
      if (order === 0) same.push(list);
      else if (order < 0) {
        second = first;
        first = list;
        same = [list];
      } else if (second < 0 || this.compare(list, this.at[list], second) < 0) second = list;
    }
    if (same.length > 1) {
      this.enter(same, node);
      return;
    }
    const { end } = this.lists[first];
    let to = end[this.at[first]];
    while (to < ends[first] && this.compare(first, to, second) < 0) to = end[to];
    this.copy(first, to);
  }

  /** Appends a node that several lists have, and opens it if it is a folder. */
  private enter(same: readonly number[], parent: number): void {
    const { at, numbers } = this;
    const number = this.target.add(this.lists[same[0]], { node: at[same[0]], parent });
    const ends = new Int32Array(this.lists.length);
    for (const list of same) {
      numbers[list][at[list]] = number;
      ends[list] = this.lists[list].end[at[list]];
      at[list]++;
    }
    this.folders.push({ node: number, lists: [...same], ends });
  }

  private copy(list: number, to: number): void {
    this.target.copy(this.lists[list], { from: this.at[list], to, numbers: this.numbers[list] });
    this.at[list] = to;
  }

  private compare(list: number, node: number, other: number): number {
    return compareNames(this.lists[list], node, this.lists[other], this.at[other]);
  }
}
