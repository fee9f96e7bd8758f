import type { RawPath } from "../../text/escape.js";
import type { Comparison } from "./compare.js";
import { bytesOf } from "./totals.js";

/** Files that moved in one way: from a path, or from below a folder, to another. */
export interface RolledUpMove {
  readonly from: RawPath;
  readonly to: RawPath;
  readonly files: number;
  readonly bytes: number;
}

/** What moved, the biggest first: files that went from one folder to another with all the names below are one move. */
export function rollUpMoves(comparison: Comparison): RolledUpMove[] {
  const { a, b, union, movedFrom } = comparison;
  const moves = new Map<string, { from: RawPath; to: RawPath; files: number; bytes: number }>();
  for (const [now, old] of movedFrom) {
    const from = a.tree.path(union.a[old]);
    const to = b.tree.path(union.b[now]);
    const common = commonEnd(from, to);
    const ends = { from: cut(from, common), to: cut(to, common) };
    // A zero byte stands in no path.
    const key = `${ends.from}\0${ends.to}`;
    const move = moves.get(key) ?? { ...ends, files: 0, bytes: 0 };
    move.files++;
    move.bytes += bytesOf(comparison, now).bytesB;
    moves.set(key, move);
  }
  return [...moves.values()].sort((x, y) => y.bytes - x.bytes || (x.to < y.to ? -1 : 1));
}

/** How many characters of both ends are the same whole names, with the slash before them. */
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
