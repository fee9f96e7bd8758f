import type { WastedCopy } from "../../analysis/waste/causes.js";
import type { CopyWithoutCause } from "../../analysis/waste/wasted-copies.js";
import type { WasteGrouping } from "./grouping.js";

/** The waste. Its causes are computed while the explorer is open already. */
type Waste =
  /** `copies` has the order of the list after the causes are known; `null` until they are sorted. */
  | { readonly state: "looking"; readonly copies: readonly CopyWithoutCause[] | null }
  | { readonly state: "found"; readonly copies: readonly WastedCopy[] }
  | { readonly state: "failed"; readonly why: string };

/** The waste and the user's view of it. */
export type WasteState = Waste & {
  readonly by: WasteGrouping;
  /** The open groups, by their index among all. */
  readonly opened: ReadonlySet<number>;
};

export const OPENED_WASTE: WasteState = { state: "looking", copies: null, by: "advice", opened: new Set() };
