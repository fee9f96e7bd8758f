import { PANES, type Pane } from "../layout.js";
import { PAGES, type PageKind } from "../pages/page.js";
import type { State } from "../state.js";

/** The place of a pressed key: the pane with the focus, or the topmost page. */
export type KeyPlace = Pane | PageKind;

export const EVERYWHERE: readonly KeyPlace[] = [...PANES, ...PAGES];

/** Returns the place below the topmost page, from which the help was opened. */
export function placeBelow({ focus, pages }: State): KeyPlace {
  return pages.at(-2)?.kind ?? focus;
}

export function keyPlaceOf({ focus, pages }: State): KeyPlace {
  return pages.at(-1)?.kind ?? focus;
}
