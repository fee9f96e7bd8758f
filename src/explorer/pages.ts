import type { Action } from "./action.js";
import { helpLines } from "./help.js";
import { moved } from "./list.js";
import type { Page } from "./page.js";
import type { State } from "./state.js";

/** Lines of a page that fit the screen, between header, footer and border. */
export function pageHeight({ screen }: State): number {
  return Math.max(screen.rows - 4, 1);
}

/** The page after an action that is meant for it. */
export function updatePage(state: State, page: Page, action: Action): Page {
  if (action.type !== "move") return page;
  const sizes = { count: pageLines(state, page), height: pageHeight(state) };
  return {
    ...page,
    top: Math.min(moved(page.top, action.to, sizes), Math.max(sizes.count - sizes.height, 0)),
  };
}

function pageLines({ subject, keys }: State, page: Page): number {
  return page.kind === "help" ? helpLines({ map: keys }).length : subject.analysis.image.warnings.length;
}
