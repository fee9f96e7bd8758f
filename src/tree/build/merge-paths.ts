import type { SortedPaths } from "../../image/members/sorted-paths.js";
import { mergeTwo } from "./merge-two.js";

export interface MergedPaths {
  readonly paths: SortedPaths;
  /** For each of the lists that were merged, the new number of each of its nodes. */
  readonly numbers: readonly Int32Array[];
}

/** A list, or a merge of two. */
interface Part {
  readonly paths: SortedPaths;
  readonly below: readonly { readonly part: Part; readonly numbers: Int32Array }[];
  /** Which of the lists it is; −1 for a merge. */
  readonly list: number;
}

/**
 * Merges lists of paths into one that has each path once. The two shortest are merged first, so that a base image, which
 * has most of the paths, is copied once and not once for each layer.
 */
export function mergePaths(lists: readonly SortedPaths[]): MergedPaths {
  const bySize = (a: Part, b: Part) => sizeOf(a.paths) - sizeOf(b.paths);
  const waiting = lists.map((paths, list): Part => ({ paths, below: [], list })).sort(bySize);
  const merged: Part[] = [];
  const next = () => {
    const [a, b] = [waiting[0], merged[0]];
    // Merges get longer and longer: the first of them is the shortest.
    return (b === undefined || (a !== undefined && bySize(a, b) <= 0) ? waiting : merged).shift();
  };
  for (let a = next(); a !== undefined; a = next()) {
    const b = next();
    if (b === undefined) return { paths: a.paths, numbers: numbersOf(a, lists.length) };
    const { paths, ofA, ofB } = mergeTwo(a.paths, b.paths);
    const below = [
      { part: a, numbers: ofA },
      { part: b, numbers: ofB },
    ];
    merged.push({ paths, below, list: -1 });
  }
  return { paths: EMPTY, numbers: [] };
}

/** The root alone. */
const EMPTY: SortedPaths = {
  parent: Int32Array.of(-1),
  end: Int32Array.of(1),
  nameStart: new Uint32Array(2),
  pool: Buffer.alloc(0),
};

/** Follows the merges from the last one down to the lists. */
function numbersOf(top: Part, lists: number): Int32Array[] {
  const found = new Array<Int32Array>(lists);
  const same = Int32Array.from({ length: sizeOf(top.paths) }, (_, node) => node);
  const open: { part: Part; numbers: Int32Array }[] = [{ part: top, numbers: same }];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { part, numbers } = one;
    if (part.list >= 0) found[part.list] = numbers;
    for (const { part: lower, numbers: own } of part.below) {
      for (let node = 0; node < own.length; node++) own[node] = numbers[own[node]];
      open.push({ part: lower, numbers: own });
    }
  }
  return found;
}

function sizeOf({ parent }: SortedPaths): number {
  return parent.length;
}
