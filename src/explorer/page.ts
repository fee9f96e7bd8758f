import type { List } from "./list.js";
import type { SavePage } from "./save-page.js";
import type { DiffPage } from "./viewer/diff-page.js";
import type { FactsPage } from "./viewer/facts-page.js";
import type { ViewPage } from "./viewer/view-page.js";

/**
 * A page that lies over the panes. Pages lie on one another: the last one is seen, and esc takes it away. What a page
 * shows is computed from the state; here stands only what the user did to it.
 */
export type Page = ScrollPage | ViewPage | FactsPage | DiffPage | SavePage;

/** A text that scrolls. */
export interface ScrollPage {
  readonly kind: "help" | "warnings";
  /** Its first line on the screen. */
  readonly top: number;
}

export type PageKind = Page["kind"];
export const PAGES: readonly PageKind[] = ["help", "warnings", "view", "facts", "diff", "save"];

/** A page as it opens. */
export function openedPage(kind: ScrollPage["kind"]): Page {
  return { kind, top: START.top };
}

const START: List = { cursor: 0, top: 0 };
