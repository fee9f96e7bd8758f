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
      /** With all that is below it. */
      readonly below: boolean;
      readonly change: Change;
      readonly growth: number;
      readonly totals: Totals;
    }
  | { readonly is: "move"; readonly move: RolledUpMove }
  | { readonly is: "setting"; readonly setting: ConfigDifference };

/** Places that are listed one by one: more than a person reads. */
const MOST_PLACES = 60;
/** With those that weigh next to nothing. */
const MOST_LISTED = 500;
const MOST_MOVES = 20;

/**
 * What changed between two images, in the order of interest: where most bytes came and went, then what moved, then
 * the settings.
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

/** Bytes by which all that differs grew, what moved aside. */
function growthOf({ added, removed, changed, metadata }: Totals): number {
  return [added, removed, changed, metadata].reduce((sum, { bytesA, bytesB }) => sum + bytesB - bytesA, 0);
}
