import { PANES, type Pane } from "../layout.js";
import { PAGES, type PageKind } from "../pages/page.js";
import type { State } from "../state.js";

/** Where a key is pressed: in the pane that has the focus, or on the page that lies over the panes. */
export type KeyPlace = Pane | PageKind;

export const EVERYWHERE: readonly KeyPlace[] = [...PANES, ...PAGES];

/** The place below the topmost page: where the help was opened. */
export function placeBelow({ focus, pages }: State): KeyPlace {
  return pages.at(-2)?.kind ?? focus;
}

export function keyPlaceOf({ focus, pages }: State): KeyPlace {
  return pages.at(-1)?.kind ?? focus;
}
