import type { Action } from "../action.js";
import type { State } from "../state.js";
import type { KeyPlace } from "./key-place.js";
import type { Key } from "./key-words.js";

export interface Binding {
  readonly keys: readonly Key[];
  readonly action: Action;
  /** What it does, for the help. */
  readonly title: string;
  readonly group: string;
  /** Where it counts. What counts in fewer places goes before what counts in more. */
  readonly places: readonly KeyPlace[];
  /** Its word in the footer. */
  readonly footer?: string;
  /** Places that show this word, if not all of them. */
  readonly footerIn?: readonly KeyPlace[];
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
