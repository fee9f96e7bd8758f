import { ENTRY_TYPES } from "../../image/members/members.js";
import type { EntryId } from "../columns/entry-table.js";
import type { Node } from "../file-tree.js";
import type { PlacedLayer } from "./placed-layer.js";
import type { Standing } from "./standing.js";

const FILE = ENTRY_TYPES.indexOf("file");
const FOLDER = ENTRY_TYPES.indexOf("dir");
const NONE = -1;

/**
 * Finds the final rows of an archive in which nothing is below something that is not a folder. Then the last
 * row of each path is the final one.
 * @returns `null` for any other archive. Most archives are of this kind, so this takes two passes and no
 * sorting.
 */
export function plainStanding({ members, first, numberOf }: PlacedLayer): Standing | null {
  const { end } = members.paths;
  const { count, node, type } = members.rows;
  const lastAt = new Int32Array(end.length).fill(NONE);
  const repeated: EntryId[] = [];
  let standing = 0;
  for (let row = 0; row < count; row++) {
    const at = node[row];
    if (type[row] !== FOLDER && end[at] > at + 1) return null;
    const before = lastAt[at];
    if (before === NONE) standing++;
    else if (type[before] === FILE) repeated.push(before);
    lastAt[at] = row;
  }
  const rows = new Int32Array(standing);
  const nodes = new Int32Array(standing);
  const unlisted: Node[] = [];
  /** The node of the next final row, because the loop goes backwards. */
  let next = end.length;
  for (let at = end.length - 1, place = standing; at > 0; at--) {
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
