import type { Printable } from "../text/escape.js";
import { literal, type Row, rowOf, span } from "./drawing/row.js";
import { layersToRead } from "./layers/chosen-layer.js";
import { definitionOf } from "./pages/pages.js";
import type { State } from "./state.js";
import { WASTE_PANE } from "./waste/shown-waste.js";

/** Returns the work that the user waits for, in a few words; `null` if there is none. */
export function awaitedWork(state: State): Printable | null {
  const page = state.pages.at(-1);
  if (page !== undefined) return definitionOf(page).waitsFor?.(state, page) ?? null;
  const layers = layersToRead(state);
  if (layers !== null) return literal(`comparing the contents of layers ${layers.lower} and ${layers.upper}`);
  const isLooking = state.focus === WASTE_PANE && state.waste.state === "looking";
  return isLooking ? literal("looking for the causes of the waste") : null;
}

/**
 * Returns the first line during a long wait: why a request waits for its next try, or the work and the seconds
 * since its start. `null` if there is no long wait.
 */
export function waitingRow(state: State): Row | null {
  const { request, work } = state.waits;
  if (request !== null) return rowOf([span(literal(" ")), span(request, "warning")]);
  if (work === null || work.what !== awaitedWork(state)) return null;
  return rowOf([span(literal(" ")), span(work.what), span(literal(`, ${work.seconds} s`))]);
}
