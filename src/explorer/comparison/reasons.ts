import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { ConfigDifference } from "../../analysis/diff/config-differences.js";
import { PATH_ADDED as CAME, SAME, PATH_REMOVED as WENT } from "../../analysis/diff/path-difference.js";
import { rollUp } from "../../analysis/diff/rollup.js";
import { type RolledUpMove, rollUpMoves } from "../../analysis/diff/rollup-moves.js";
import { type Totals, totalsOf } from "../../analysis/diff/totals.js";
import { ADDED, type Change, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { Node } from "../../tree/file-tree.js";

/** A difference between two images: a row of the list of differences. */
export type Reason =
  | {
      readonly is: "place";
      readonly node: Node;
      /** True if it includes all paths below it. */
      readonly below: boolean;
      readonly change: Change;
      readonly growth: number;
      readonly totals: Totals;
    }
  | { readonly is: "move"; readonly move: RolledUpMove }
  | { readonly is: "setting"; readonly setting: ConfigDifference };

/** The maximum number of places that are listed separately. */
const MOST_PLACES = 60;
/** The maximum number, including very small differences. */
const MOST_LISTED = 500;
const MOST_MOVES = 20;

/**
 * Returns the differences between two images: first the places with most added and removed bytes, then moves,
 * then settings.
 */
export function reasonsOf(comparison: Comparison): Reason[] {
  return [
    ...placesOf(comparison),
    ...rollUpMoves(comparison)
      .slice(0, MOST_MOVES)
      .map((move): Reason => ({ is: "move", move })),
    ...comparison.config.map((setting): Reason => ({ is: "setting", setting })),
  ];
}

function placesOf(comparison: Comparison): Reason[] {
  const { union, differences } = comparison;
  return rollUp(comparison, { most: MOST_PLACES })
    .slice(0, MOST_LISTED)
    .map(({ node, below }): Reason => {
      const totals = totalsOf(comparison, { from: node, to: below ? union.end[node] : node + 1 });
      return {
        is: "place",
        node,
        below,
        change: changeAt(differences[node]),
        growth: growthOf(totals),
        totals,
      };
    });
}

function changeAt(at: number): Change {
  if (at === CAME) return ADDED;
  if (at === WENT) return REMOVED;
  return at === SAME ? UNCHANGED : MODIFIED;
}

/** Returns the growth in bytes of everything that differs, without moves. */
function growthOf({ added, removed, changed, metadata }: Totals): number {
  return [added, removed, changed, metadata].reduce((sum, { bytesA, bytesB }) => sum + bytesB - bytesA, 0);
}
