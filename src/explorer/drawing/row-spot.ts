import type { Pane } from "../layout.js";
import type { Spot } from "../mouse/spot.js";
import type { State } from "../state.js";

/** What a press on a row of a pane's list means; `row` counts from the list's first. */
export function rowSpot(pane: Pane, row: number, { files }: State): Extract<Spot, { is: "row" }> {
  return { is: "row", pane, row, scope: files.scope, mark: false };
}
