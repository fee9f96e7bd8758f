import type { Action } from "../action.js";
import type { State } from "../state.js";
import type { Place } from "./place.js";

/**
 * A key by name: a character as typed, or one of `up down left right page-up page-down home end enter space tab
 * shift-tab esc backspace ctrl-a … ctrl-z`.
 */
export type Key = string;

export interface Binding {
  readonly keys: readonly Key[];
  readonly action: Action;
  /** What it does, for the help. */
  readonly title: string;
  readonly group: string;
  /** Where it counts. What counts in fewer places goes before what counts in more. */
  readonly places: readonly Place[];
  /** Its word in the footer. */
  readonly footer?: string;
  /** Where that word stands, if not in all its places. */
  readonly footerIn?: readonly Place[];
  /** Why it does nothing now; `null` where it does. */
  disabled?(state: State): string | null;
}

type BindingRow = readonly [keys: readonly Key[], action: Action, title: string, footer?: string];

/** Bindings of one group that count in the same places. */
export function bindings(
  group: string,
  rest: Pick<Binding, "places" | "footerIn" | "disabled">,
  rows: readonly BindingRow[],
): Binding[] {
  return rows.map(([keys, action, title, footer]) => ({ keys, action, title, group, footer, ...rest }));
}
