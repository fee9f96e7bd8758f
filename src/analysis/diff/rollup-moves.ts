import type { RawPath } from "../../text/escape.js";
import type { Comparison } from "./compare-images.js";
import { bytesOf } from "./totals.js";

/** Files that moved together: one file from a path to another, or several from one folder to another. */
export interface RolledUpMove {
  readonly from: RawPath;
  readonly to: RawPath;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Returns the moves, the biggest first. Files that moved from one folder to another with the same names below
 * it are one move.
 */
export function rollUpMoves(comparison: Comparison): RolledUpMove[] {
  const { a, b, union, movedFrom } = comparison;
  const moves = new Map<string, RolledUpMove>();
  for (const [now, old] of movedFrom) {
    const from = a.tree.path(union.a[old]);
    const to = b.tree.path(union.b[now]);
    const common = commonEnd(from, to);
    const folders = { from: cut(from, common), to: cut(to, common) };
    // No path contains a zero byte.
    const key = `${folders.from}\0${folders.to}`;
    const { bytesB } = bytesOf(comparison, now);
    const move = moves.get(key);
    if (move === undefined) moves.set(key, { from, to, files: 1, bytes: bytesB });
    else moves.set(key, { ...folders, files: move.files + 1, bytes: move.bytes + bytesB });
  }
  return [...moves.values()].sort((x, y) => y.bytes - x.bytes || (x.to < y.to ? -1 : 1));
}

/**
 * Returns the number of characters at the end of both paths that are the same whole names, with the slash
 * before them.
 */
function commonEnd(a: RawPath, b: RawPath): number {
  let common = 0;
  for (let at = 1; at < Math.min(a.length, b.length) && a[a.length - at] === b[b.length - at]; at++) {
    if (a[a.length - at] === "/") common = at;
  }
  return common;
}

function cut(path: RawPath, end: number): RawPath {
  return path.slice(0, path.length - end) as RawPath;
}
