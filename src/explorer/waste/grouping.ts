import type { DeadCopy } from "../../analysis/waste/waste.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import { GROUPINGS, type GroupedCopy, type GroupKey } from "../../analysis/waste/waste-groups.js";

/** How wasted copies are listed: by advice, each by itself, or in groups. A key goes through these in this order. */
export const WASTE_GROUPINGS = ["advice", "copy", ...GROUPINGS] as const;
export type WasteGrouping = (typeof WASTE_GROUPINGS)[number];

/** Copies that are listed together: what they have in common, or what to change about them. */
export interface ListedGroup {
  readonly key: GroupKey | { readonly by: "advice"; readonly finding: WasteFinding };
  /** Wasted bytes of the group. */
  readonly bytes: number;
  /** Biggest first. */
  readonly copies: readonly GroupedCopy[];
}

/** A line of the list of waste: a group, or a copy, in a group or not. */
export type WasteRow =
  | { readonly group: ListedGroup; readonly index: number; readonly isOpen: boolean }
  | {
      readonly copy: GroupedCopy;
      /** Place of the group that it is listed in; `null` for a copy by itself. */
      readonly inGroup: number | null;
    };

/** Whether the causes of copies are known: of all or of none. */
export function areDecided(copies: readonly GroupedCopy[]): copies is readonly DeadCopy[] {
  return copies.length === 0 || copies[0].cause !== undefined;
}

/** Groupings that need the causes of the copies. */
const BY_CAUSE: readonly WasteGrouping[] = ["advice", "cause"];

/** The chosen grouping, and whether the causes of the waste are known. */
interface GroupedWaste {
  readonly by: WasteGrouping;
  readonly state: "looking" | "found" | "failed";
}

/** How the copies are listed now: by instruction, as long as nothing can be advised. */
export function groupingShown({ by, state }: GroupedWaste): WasteGrouping {
  return state === "looking" && BY_CAUSE.includes(by) ? "instruction" : by;
}

/** The next way, and those that were left out since they need the causes. */
export function nextGrouping(waste: GroupedWaste): {
  readonly by: WasteGrouping;
  readonly leftOut: readonly WasteGrouping[];
} {
  const at = WASTE_GROUPINGS.indexOf(groupingShown(waste));
  const others = [...WASTE_GROUPINGS.slice(at + 1), ...WASTE_GROUPINGS.slice(0, at)];
  const next = others.findIndex((by) => waste.state !== "looking" || !BY_CAUSE.includes(by));
  return { by: others[next], leftOut: others.slice(0, next) };
}
