import type { Node } from "../../tree/file-tree.js";
import type { Comparison } from "./compare-images.js";
import {
  METADATA,
  MOVED,
  MOVED_AWAY,
  PATH_ADDED,
  PATH_CHANGED,
  PATH_REMOVED,
  SAME,
  TYPE,
} from "./path-difference.js";
import { bytesOf, isFolder } from "./totals.js";

/** One line of the list: the difference at a path and, with `below`, all differences below it. */
export interface RolledUp {
  readonly node: Node;
  readonly below: boolean;
}

/** Entries with a smaller share of the bytes come last, or are omitted. */
const LIGHT_SHARE = 1 / 500;
/** A folder with more differences than this is one line, even if they are small. */
const MOST_OPENED = 100;

/**
 * Returns all differences in about `most` lines and some lines for small ones, the biggest first. A new or
 * removed folder is one line. Other folders are opened where most bytes differ, as long as lines are left.
 * Moves are left out: see `rollUpMoves`.
 */
export function rollUp(comparison: Comparison, { most }: { readonly most: number }): RolledUp[] {
  const weights = weigh(comparison);
  const light = weights[0] * LIGHT_SHARE;
  const heavy = (nodes: readonly Node[]) => nodes.filter((node) => weights[node] >= light).length;
  const childrenOf = (node: Node) => (weights[node] > 0 ? heavyChildren(comparison, weights, node) : []);
  const top = childrenOf(0);
  const lines: RolledUp[] = top.map((node) => ({ node, below: true }));
  const closed = new Set<Node>();
  for (let room = most - heavy(top); room >= 0; ) {
    const at = heaviest(
      lines,
      weights,
      ({ node, below }) => below && !closed.has(node) && weights[node] >= light,
    );
    if (at < 0) break;
    const { node } = lines[at];
    const opened = isOpenable(comparison, node) ? childrenOf(node) : [];
    const own = comparison.differences[node] === SAME ? [] : [{ node, below: false }];
    const taken = own.length + heavy(opened) - 1;
    if (opened.length === 0 || opened.length > MOST_OPENED || taken > room) {
      closed.add(node);
      continue;
    }
    room -= taken;
    lines.splice(at, 1, ...own, ...opened.map((child) => ({ node: child, below: true })));
  }
  const weightOf = ({ node, below }: RolledUp) => (below ? weights[node] : 1);
  return lines.sort((x, y) => weightOf(y) - weightOf(x) || x.node - y.node);
}

function heaviest(
  lines: readonly RolledUp[],
  weights: Float64Array,
  fits: (line: RolledUp) => boolean,
): number {
  let best = -1;
  for (const [at, line] of lines.entries()) {
    if (fits(line) && (best < 0 || weights[line.node] > weights[lines[best].node])) best = at;
  }
  return best;
}

/** Returns true for a folder of both images: the paths below it can be listed separately. */
function isOpenable({ differences, aspects }: Comparison, node: Node): boolean {
  const difference = differences[node];
  return (
    difference === SAME ||
    difference === METADATA ||
    (difference === PATH_CHANGED && (aspects[node] & TYPE) === 0)
  );
}

function heavyChildren({ union }: Comparison, weights: Float64Array, folder: Node): Node[] {
  const children: Node[] = [];
  for (let child = folder + 1; child < union.end[folder]; child = union.end[child]) {
    if (weights[child] > 0) children.push(child);
  }
  return children;
}

/**
 * Returns for each node the bytes that were added, removed or changed there and below, plus one for each
 * path; 0 if nothing differs.
 */
function weigh(comparison: Comparison): Float64Array {
  const { union, differences } = comparison;
  const weights = new Float64Array(union.size);
  const containsMoved = new Uint8Array(union.size);
  for (let node = union.size - 1; node > 0; node--) {
    const difference = differences[node];
    const parent = union.parent[node];
    if (difference === MOVED || difference === MOVED_AWAY || containsMoved[node] === 1)
      containsMoved[parent] = 1;
    weights[node] += ownWeight(comparison, node, containsMoved[node] === 1);
    weights[parent] += weights[node];
  }
  return weights;
}

function ownWeight(comparison: Comparison, node: Node, containsMoved: boolean): number {
  const difference = comparison.differences[node];
  if (difference === SAME || difference === MOVED || difference === MOVED_AWAY) return 0;
  // A folder that was added or removed together with moved files is part of the move.
  if (
    containsMoved &&
    (difference === PATH_ADDED || difference === PATH_REMOVED) &&
    isFolder(comparison, node)
  )
    return 0;
  const { bytesA, bytesB } = bytesOf(comparison, node);
  return 1 + (difference === METADATA ? Math.abs(bytesB - bytesA) : Math.max(bytesA, bytesB));
}
