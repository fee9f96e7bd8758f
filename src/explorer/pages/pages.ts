import type { Action } from "../action.js";
import { placeBelow } from "../keys/place.js";
import { chosenInstruction } from "../layers/chosen-instruction.js";
import { moved } from "../list.js";
import type { State } from "../state.js";
import { movedDiff } from "../viewer/diff-page.js";
import { factsOf } from "../viewer/facts.js";
import { movedView, resizedView } from "../viewer/update-view.js";
import { chosenWaste } from "../waste/waste-rows.js";
import type { DocumentLine } from "./documents/document.js";
import type { FindPage } from "./find/find-page.js";
import { helpLines } from "./help/help.js";
import { isList, type Page } from "./page.js";
import { pageArea, pageHeight } from "./page-area.js";
import type { VersionsPage } from "./versions/versions-page.js";

/** All but those whose keys lead elsewhere. */
type PlainPage = Exclude<Page, VersionsPage | FindPage>;

/** The page after an action that is meant for it. */
export function updatePage(state: State, page: PlainPage, action: Action): PlainPage {
  if (action.type !== "move") return page;
  if (page.kind === "view") return movedView(page, action.to, pageArea(state));
  if (page.kind === "diff") return movedDiff(page, action.to, pageArea(state));
  const sizes = { count: pageLength(state, page), height: pageHeight(state) };
  return {
    ...page,
    top: Math.min(moved(page.top, action.to, sizes), Math.max(sizes.count - sizes.height, 0)),
  };
}

/** The pages on a screen of another size: none is scrolled beyond its end. */
export function fittedPages(state: State): readonly Page[] {
  const area = pageArea(state);
  return state.pages.map((page) => {
    if (page.kind === "view") return resizedView(page, area);
    if (page.kind === "diff" || isList(page)) return page;
    return { ...page, top: Math.max(Math.min(page.top, pageLength(state, page) - area.rows), 0) };
  });
}

/** Columns of a page's content, without its border. */
function pageColumns({ screen }: State): number {
  return screen.columns - 2;
}

/** The lines of a page that tells facts; none for other pages. */
export function documentOf(state: State, kind: Page["kind"]): readonly DocumentLine[] {
  const { documents } = state.subject;
  if (kind === "image" || kind === "dockerfile" || kind === "command")
    return documents[kind]?.(pageColumns(state)) ?? [];
  if (kind === "waste-story") {
    const row = chosenWaste(state);
    return row === null ? [] : state.subject.wasteStories.lines(row, pageColumns(state));
  }
  const instruction = chosenInstruction(state);
  if (kind !== "instruction" || instruction === null) return [];
  return documents.instruction(instruction, pageColumns(state));
}

/** How many lines a page has that scrolls by lines; 0 for others. */
export function pageLength(state: State, page: Page): number {
  switch (page.kind) {
    case "help":
      return helpLines({ search: page.search, from: placeBelow(state), map: state.keys }).length;
    case "warnings":
      return state.subject.analysis.image.warnings.length;
    case "image":
    case "dockerfile":
    case "command":
    case "instruction":
    case "waste-story":
      return documentOf(state, page.kind).length;
    case "facts":
      return factsOf(state.subject, page, pageArea(state)).length;
    case "view":
    case "diff":
    case "save":
    case "report":
    case "versions":
    case "find":
      return 0;
  }
}
