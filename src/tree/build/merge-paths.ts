import type { SortedPaths } from "../../image/members/sorted-paths.js";
import type { MergedPaths } from "./growing-paths.js";
import { mergeFew } from "./merge-few.js";

/** A list, or the merge of several lists. */
interface Part {
  readonly paths: SortedPaths;
  readonly below: readonly { readonly part: Part; readonly numbers: Int32Array }[];
  /** The index of the list; −1 for a merge. */
  readonly list: number;
}

/**
 * The maximum number of lists that are merged in one step. Each name is compared with the names of all other
 * lists, so more lists are merged in several steps.
 */
const AT_ONCE = 16;

/**
 * Merges lists of paths into one list that has each path once. The shortest lists are merged first, because
 * they are copied most often.
 */
export function mergePaths(lists: readonly SortedPaths[]): MergedPaths {
  const parts = lists.map((paths, list): Part => ({ paths, below: [], list }));
  while (parts.length > 1) {
    parts.sort((a, b) => b.paths.parent.length - a.paths.parent.length);
    const some = parts.splice(-AT_ONCE);
    const { paths, numbers } = mergeFew(some.map((part) => part.paths));
    parts.push({ paths, below: some.map((part, i) => ({ part, numbers: numbers[i] })), list: -1 });
  }
  const [top] = parts;
  return top === undefined ? { paths: EMPTY, numbers: [] } : { paths: top.paths, numbers: numbersOf(top) };
}

/** The paths of an empty tree: only the root. */
const EMPTY: SortedPaths = {
  parent: Int32Array.of(-1),
  end: Int32Array.of(1),
  nameStart: new Uint32Array(2),
  pool: Buffer.alloc(0),
};

/** Combines the numbers of all steps, from the last merge down to the lists. */
function numbersOf(top: Part): Int32Array[] {
  if (top.list >= 0) return [Int32Array.from({ length: top.paths.parent.length }, (_, node) => node)];
  const found: Int32Array[] = [];
  const open = [...top.below];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { part, numbers } = one;
    if (part.list >= 0) found[part.list] = numbers;
    for (const { part: lower, numbers: own } of part.below) {
      open.push({ part: lower, numbers: own.map((node) => numbers[node]) });
    }
  }
  return found;
}
