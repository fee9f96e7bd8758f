import type { Move } from "../list.js";
import type { State } from "../state.js";
import { DIFF } from "./diff/diff.js";
import { DOCKERFILE } from "./dockerfile/dockerfile.js";
import { COMMAND, IMAGE, INSTRUCTION, WASTE_STORY } from "./documents/document-views.js";
import { FACTS } from "./facts/facts.js";
import { FIND } from "./find/find.js";
import { HELP } from "./help/help.js";
import { PACKAGES } from "./packages/packages.js";
import type { Page, PageKind, PageStates } from "./page.js";
import { type PageView, withTop } from "./page-view.js";
import { REPORT } from "./report/report.js";
import { SAVE } from "./save/save.js";
import { VERSIONS } from "./versions/versions.js";
import { VIEW } from "./view/view.js";
import { WARNINGS } from "./warnings/warnings.js";

/** The table of pages. Their keys are in page-keys.ts. */
const VIEWS: { readonly [Kind in PageKind]: PageView<PageStates[Kind]> } = {
  help: HELP,
  warnings: WARNINGS,
  image: IMAGE,
  dockerfile: DOCKERFILE,
  command: COMMAND,
  instruction: INSTRUCTION,
  "waste-story": WASTE_STORY,
  view: VIEW,
  facts: FACTS,
  diff: DIFF,
  save: SAVE,
  report: REPORT,
  versions: VERSIONS,
  find: FIND,
  packages: PACKAGES,
};

/** Returns the functions of a page. */
export function viewOf(page: Page): PageView<Page> {
  return VIEWS[page.kind];
}

/** Returns the state after a move on the topmost page. */
export function movedPage(state: State, page: Page, to: Move): State {
  return withTop(state, viewOf(page).moved?.(state, page, to) ?? page);
}

/** Returns the state after `⏎` on the topmost page. */
export function openedOnPage(state: State, page: Page): State {
  return viewOf(page).opened?.(state, page) ?? state;
}

/** Returns the pages on a screen of another size. None is scrolled beyond its end. */
export function fittedPages(state: State): readonly Page[] {
  return state.pages.map((page) => viewOf(page).fitted?.(state, page) ?? page);
}
