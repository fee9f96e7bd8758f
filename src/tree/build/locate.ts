import type { SortedPaths } from "../../image/members/sorted-paths.js";
import { compareNames } from "./compare-names.js";

/** The nodes of a list that have the paths of another one; −1 for a path that the list does not have. One pass over both. */
export function locate(sought: SortedPaths, paths: SortedPaths): Int32Array {
  const found = new Int32Array(sought.parent.length).fill(-1);
  /** Where in `paths` the next child is looked for, by the node of its folder in `sought`. */
  const next = new Int32Array(sought.parent.length);
  found[0] = 0;
  next[0] = 1;
  for (let node = 1; node < found.length; node++) {
    const folder = sought.parent[node];
    const place = found[folder];
    if (place < 0) continue;
    let at = next[folder];
    while (at < paths.end[place] && compareNames(paths, at, sought, node) < 0) at = paths.end[at];
    next[folder] = at;
    if (at === paths.end[place] || compareNames(paths, at, sought, node) !== 0) continue;
    found[node] = at;
    next[node] = at + 1;
  }
  return found;
}
