import type { Action } from "../action.js";
import type { State } from "../state.js";
import { COMMAND } from "./command/command-definition.js";
import { DIFF } from "./diff/diff-definition.js";
import { DOCKERFILE } from "./dockerfile/dockerfile-definition.js";
import { FACTS } from "./facts/facts-definition.js";
import { FIND } from "./find/find-definition.js";
import { HELP } from "./help/help-definition.js";
import { IMAGE } from "./image/image-definition.js";
import { INSTRUCTION } from "./instruction/instruction-definition.js";
import { PACKAGES } from "./packages/packages-definition.js";
import type { Page } from "./page.js";
import type { PageDefinition } from "./page-definition.js";
import { withTop } from "./page-stack.js";
import { REPORT } from "./report/report-definition.js";
import { SAVE } from "./save/save-definition.js";
import { VERSIONS } from "./versions/versions-definition.js";
import { VIEW } from "./view/view-definition.js";
import { WARNINGS } from "./warnings/warnings-definition.js";
import { WASTE_STORY } from "./waste-story/waste-story-definition.js";

/** The table of pages. The help shows their keys in this order. */
export const PAGES: readonly PageDefinition<Page>[] = [
  IMAGE,
  DOCKERFILE,
  COMMAND,
  INSTRUCTION,
  WASTE_STORY,
  WARNINGS,
  VERSIONS,
  FIND,
  PACKAGES,
  VIEW,
  DIFF,
  FACTS,
  SAVE,
  REPORT,
  HELP,
];

const BY_KIND = new Map(PAGES.map((page) => [page.kind, page]));

/** Returns the definition of a page. */
export function definitionOf({ kind }: Page): PageDefinition<Page> {
  const definition = BY_KIND.get(kind);
  if (definition === undefined) throw new Error(`${kind} is not in the table of pages`);
  return definition;
}

/** Returns the state after an action on the topmost page; `null` if no page is open. */
export function onTopPage(
  state: State,
  action: Extract<Action, { type: "move" | "open" | "on-page" }>,
): State | null {
  const page = state.pages.at(-1);
  if (page === undefined) return null;
  const definition = definitionOf(page);
  switch (action.type) {
    case "move":
      return withTop(state, definition.moved?.(state, page, action.to) ?? page);
    case "open":
      return definition.opened?.(state, page) ?? state;
    case "on-page":
      return definition.onKey?.(state, page, action.name) ?? state;
  }
}

/** Returns the pages on a screen of another size. None is scrolled beyond its end. */
export function fittedPages(state: State): readonly Page[] {
  return state.pages.map((page) => definitionOf(page).fitted?.(state, page) ?? page);
}
