import type { Action } from "../action.js";
import type { State } from "../state.js";
import type { KeyPlace } from "./key-place.js";
import type { Key } from "./key-words.js";

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

type BindingRow = readonly [keys: readonly Key[], action: Action, title: string, footer?: string];

/** Returns bindings of one group with the same places. */
export function bindings(
  group: string,
  rest: Pick<Binding, "places" | "footerIn" | "disabled">,
  rows: readonly BindingRow[],
): Binding[] {
  return rows.map(([keys, action, title, footer]) => ({ keys, action, title, group, footer, ...rest }));
}
