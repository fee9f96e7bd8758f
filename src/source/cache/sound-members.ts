import {
  DIGEST_BYTES,
  ENTRY_TYPES,
  type LayerMembers,
  type MemberRows,
  NO_DIGEST,
} from "../../image/members/members.js";
import { BLOCK } from "../../image/tar-block.js";
import type { RawPath } from "../../text/escape.js";
import { DEFAULT_LIMITS } from "../limits.js";
import { normalisePath } from "../tar/entry-path.js";
import { arePaths } from "./sound-paths.js";

const FILE = ENTRY_TYPES.indexOf("file");
const HARD_LINK = ENTRY_TYPES.indexOf("hardlink");

/**
 * Returns true if a layer with these rows can have these paths: every number is in its range, and every path
 * is one that a reader makes. So columns of unknown origin can neither cause access outside of a column, nor
 * name a path outside of the root. `areRows` checks the rows.
 */
export function arePathsOfRows(members: LayerMembers): boolean {
  const { rows, paths, targets, whiteouts, opaques } = members;
  const nodes = paths.parent.length;
  return (
    arePaths(paths, DEFAULT_LIMITS.nameBytes) &&
    arePaths(targets, DEFAULT_LIMITS.nameBytes) &&
    rows.node.every((node) => node >= 1 && node < nodes) &&
    areLinks(members) &&
    rises(whiteouts, { from: 1, below: nodes }) &&
    rises(opaques, { from: 0, below: nodes })
  );
}

/** Returns true if the values of all rows are in their ranges, and `bytes` is their sum, whatever their paths are. */
export function areRows(rows: Omit<MemberRows, "node">): boolean {
  const { count, type, mode, size, mtime, mtimeNanos, offset, headBlocks, linkEnd, linkText, digest } = rows;
  const digests = rows.digests.length / DIGEST_BYTES;
  let end = 0;
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    if (type[i] >= ENTRY_TYPES.length || mode[i] > 0o7777) return false;
    if (digest[i] < NO_DIGEST || digest[i] >= digests) return false;
    if (!(offset[i] >= BLOCK * headBlocks[i]) || !Number.isSafeInteger(offset[i])) return false;
    if (!(size[i] >= 0) || !Number.isSafeInteger(size[i]) || (size[i] > 0 && type[i] !== FILE)) return false;
    if (!Number.isInteger(mtime[i]) || mtimeNanos[i] >= 1e9 || linkEnd[i] < end) return false;
    if (type[i] === HARD_LINK) {
      const target = linkText.toString("latin1", end, linkEnd[i]) as RawPath;
      if (normalisePath(target) !== target) return false;
    }
    end = linkEnd[i];
    bytes += size[i];
  }
  return end === linkText.length && bytes === rows.bytes;
}

/**
 * Returns true if `links` are exactly the rows of that type, and if their targets are paths of this layer or
 * of `targets`.
 */
function areLinks({ rows, links, linkNodes, paths, targets }: LayerMembers): boolean {
  const { type } = rows;
  let next = 0;
  for (let row = 0; row < rows.count; row++) {
    if (type[row] !== HARD_LINK) continue;
    if (links[next] !== row) return false;
    const node = linkNodes[next++];
    if (node >= paths.parent.length || -1 - node >= targets.parent.length) return false;
  }
  return next === links.length;
}

/**
 * Returns true if the numbers rise, begin at `from` or later, and are all below `below`. The loop uses an
 * index: before Node has compiled it, an iterator takes three times as long.
 */
export function rises(list: Int32Array, { from, below }: { from: number; below: number }): boolean {
  let least = from;
  for (let i = 0; i < list.length; i++) {
    const number = list[i];
    if (number < least || number >= below) return false;
    least = number + 1;
  }
  return true;
}
