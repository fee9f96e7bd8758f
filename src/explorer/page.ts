import type { List } from "./list.js";

/**
 * A page that lies over the panes. Pages lie on one another: the last one is seen, and esc takes it away. What a page
 * shows is computed from the state; here stands only what the user did to it.
 */
export type Page = ScrollPage;

/** A text that scrolls. */
interface ScrollPage {
  readonly kind: "help" | "warnings";
  /** Its first line on the screen. */
  readonly top: number;
}

export type PageKind = Page["kind"];
export const PAGES: readonly PageKind[] = ["help", "warnings"];

/** A page as it opens. */
export function openedPage(kind: PageKind): Page {
  return { kind, top: START.top };
}

const START: List = { cursor: 0, top: 0 };
