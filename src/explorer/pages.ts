import type { Action } from "./action.js";
import { helpLines } from "./help.js";
import type { Area } from "./layout.js";
import { moved } from "./list.js";
import type { Page, ScrollPage } from "./page.js";
import type { State } from "./state.js";
import { movedDiff } from "./viewer/diff-page.js";
import { factsOf } from "./viewer/facts.js";
import type { FactsPage } from "./viewer/facts-page.js";
import { movedView, resizedView } from "./viewer/update-view.js";

/** Lines of a page that fit the screen, between header, footer and border. */
export function pageHeight({ screen }: State): number {
  return Math.max(screen.rows - 4, 1);
}

/** The cells of a page's content, between its borders. */
export function pageArea(state: State): Area {
  return { columns: state.screen.columns - 2, rows: pageHeight(state) };
}

/** The page after an action that is meant for it. */
export function updatePage(state: State, page: Page, action: Action): Page {
  if (action.type !== "move") return page;
  if (page.kind === "view") return movedView(page, action.to, pageArea(state));
  if (page.kind === "diff") return movedDiff(page, action.to, pageArea(state));
  // Its few lines need no scrolling.
  if (page.kind === "save") return page;
  const sizes = { count: pageLines(state, page), height: pageHeight(state) };
  return {
    ...page,
    top: Math.min(moved(page.top, action.to, sizes), Math.max(sizes.count - sizes.height, 0)),
  };
}

/** The pages on a screen of another size. */
export function resizedPages(state: State): State {
  const resized = (page: Page) => (page.kind === "view" ? resizedView(page, pageArea(state)) : page);
  return { ...state, pages: state.pages.map(resized) };
}

function pageLines(state: State, page: ScrollPage | FactsPage): number {
  if (page.kind === "facts") return factsOf(state.subject, page, pageArea(state)).length;
  return page.kind === "help" ? helpLines().length : state.subject.analysis.image.warnings.length;
}
