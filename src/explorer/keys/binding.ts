import type { Action } from "../action.js";
import type { State } from "../state.js";
import type { Key } from "./key-names.js";

export interface Binding {
  readonly keys: readonly Key[];
  readonly action: Action;
  /** The effect, for the help. */
  readonly title: string;
  readonly group: string;
  /** The places in which it works. A binding with fewer places comes before one with more. */
  readonly places: readonly KeyPlace[];
  /** The word in the footer. */
  readonly footer?: string;
  /** The places whose footer shows this word, if not all of them. */
  readonly footerIn?: readonly KeyPlace[];
  /** Returns the reason why it has no effect now; `null` if it has one. */
  disabled?(state: State): string | null;
}

export type BindingRow = readonly [keys: readonly Key[], action: Action, title: string, footer?: string];

/** Returns bindings of one group with the same places. */
export function bindings(
  group: string,
  rest: Pick<Binding, "places" | "footerIn" | "disabled">,
  rows: readonly BindingRow[],
): Binding[] {
  return rows.map(([keys, action, title, footer]) => ({ keys, action, title, group, footer, ...rest }));
}

/** The place of a pressed key: the name of the pane with the focus, or the kind of the topmost page. */
export type KeyPlace = string;

/** Names for several places. `keys.ts` replaces them with the names of panes and pages. */
export const ANY_PANE = "any pane";
export const ANY_PAGE = "any page";
/** The pages with a text to read. */
export const ANY_TEXT = "any text";
export const EVERYWHERE: readonly KeyPlace[] = [ANY_PANE, ANY_PAGE];

export function keyPlaceOf({ focus, pages }: State): KeyPlace {
  return pages.at(-1)?.kind ?? focus;
}
