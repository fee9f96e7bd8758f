import type { WastedCopy } from "../../analysis/waste/causes.js";
import {
  GROUPINGS,
  type GroupedCopy,
  type GroupKey,
  type WasteFinding,
} from "../../analysis/waste/waste-groups.js";

/**
 * The ways to list wasted copies: by advice, separately, or in groups. A key goes through them in this order.
 */
export const WASTE_GROUPINGS = ["advice", "copy", ...GROUPINGS] as const;
export type WasteGrouping = (typeof WASTE_GROUPINGS)[number];

/** Copies that are listed together because of a common property or the same advice. */
export interface ListedGroup {
  readonly key: GroupKey | { readonly by: "advice"; readonly finding: WasteFinding };
  /** Wasted bytes of the group. */
  readonly bytes: number;
  /** The biggest first. */
  readonly copies: readonly GroupedCopy[];
}

/** A row of the list of waste: a group, or a copy, in a group or not. */
export type WasteRow =
  | { readonly group: ListedGroup; readonly index: number; readonly isOpen: boolean }
  | {
      readonly copy: GroupedCopy;
      /** The index of its group; `null` for a copy without a group. */
      readonly inGroup: number | null;
    };

/** Returns true if the causes of the copies are known: of all of them or of none. */
export function areDecided(copies: readonly GroupedCopy[]): copies is readonly WastedCopy[] {
  return copies.length === 0 || copies[0].cause !== undefined;
}

/** Groupings that need the causes of the copies. */
const BY_CAUSE: readonly WasteGrouping[] = ["advice", "cause"];

/** The chosen grouping, and the state of the causes. */
interface GroupedWaste {
  readonly by: WasteGrouping;
  readonly state: "looking" | "found" | "failed";
}

/** Returns the grouping that is shown: by instruction, until the causes and the advice are known. */
export function groupingShown({ by, state }: GroupedWaste): WasteGrouping {
  return state === "looking" && BY_CAUSE.includes(by) ? "instruction" : by;
}

/** Returns the next grouping, and those that were skipped because they need the causes. */
export function nextGrouping(waste: GroupedWaste): {
  readonly by: WasteGrouping;
  readonly leftOut: readonly WasteGrouping[];
} {
  const at = WASTE_GROUPINGS.indexOf(groupingShown(waste));
  const others = [...WASTE_GROUPINGS.slice(at + 1), ...WASTE_GROUPINGS.slice(0, at)];
  const next = others.findIndex((by) => waste.state !== "looking" || !BY_CAUSE.includes(by));
  return { by: others[next], leftOut: others.slice(0, next) };
}
