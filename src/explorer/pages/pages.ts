import type { Move } from "../list.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";
import { withTop } from "./page-view.js";
import { viewOf } from "./table.js";

/** The state after a move on the page that lies on top. */
export function movedPage(state: State, page: Page, to: Move): State {
  return withTop(state, viewOf(page).moved?.(state, page, to) ?? page);
}

/** `⏎` on the page that lies on top. */
export function openedOnPage(state: State, page: Page): State {
  return viewOf(page).opened?.(state, page) ?? state;
}

/** The pages on a screen of another size: none is scrolled beyond its end. */
export function fittedPages(state: State): readonly Page[] {
  return state.pages.map((page) => viewOf(page).fitted?.(state, page) ?? page);
}
