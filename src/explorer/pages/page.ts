import type { List } from "../list.js";
import type { DiffPage } from "../viewer/diff-page.js";
import type { FactsPage } from "../viewer/facts-page.js";
import type { ViewPage } from "../viewer/view-page.js";
import type { FindPage } from "./find/find-page.js";
import type { ReportPage } from "./report/report-page.js";
import type { SavePage } from "./save/save-page.js";
import type { VersionsPage } from "./versions/versions-page.js";

/**
 * A page that lies over the panes. Pages lie on one another: the last one is seen, and esc takes it away. What a page
 * shows is computed from the state; here stands only what the user did to it.
 */
export type Page =
  | ScrollPage
  | HelpPage
  | ViewPage
  | FactsPage
  | DiffPage
  | SavePage
  | ReportPage
  | VersionsPage
  | FindPage;

/** A text that scrolls. */
interface ScrollPage {
  readonly kind: "warnings" | "image" | "dockerfile" | "command" | "instruction" | "waste-story";
  /** Its first line on the screen. */
  readonly top: number;
}

/** The keys. */
interface HelpPage {
  readonly kind: "help";
  readonly top: number;
  /** What the lines have to hold; empty for all of them. */
  readonly search: string;
}

export type PageKind = Page["kind"];
export const PAGES: readonly PageKind[] = [
  "help",
  "warnings",
  "image",
  "dockerfile",
  "command",
  "instruction",
  "waste-story",
  "view",
  "facts",
  "diff",
  "save",
  "report",
  "versions",
  "find",
];

/** Pages that open by themselves; the others are of something. */
export type PlainPageKind = (ScrollPage | HelpPage)["kind"];

/** Pages that are lists with a cursor of their own. */
export function isList(page: Page): page is VersionsPage | FindPage {
  return page.kind === "versions" || page.kind === "find";
}

/** A page as it opens. */
export function openedPage(kind: PlainPageKind): Page {
  return kind === "help" ? { kind, top: START.top, search: "" } : { kind, top: START.top };
}

const START: List = { cursor: 0, top: 0 };
