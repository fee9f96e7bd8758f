import type { DiffPage } from "../viewer/diff-page.js";
import type { FactsPage } from "../viewer/facts-page.js";
import type { ViewPage } from "../viewer/view-page.js";
import type { FindPage } from "./find/find-page.js";
import type { ReportPage } from "./report/report-page.js";
import type { SavePage } from "./save/save-page.js";
import type { VersionsPage } from "./versions/versions-page.js";

/**
 * What the user did to each kind of page that lies over the panes. Pages lie on one another: the last one is seen, and esc
 * takes it away. What a page shows is computed from the state.
 */
export interface PageStates {
  readonly help: HelpPage;
  readonly warnings: ScrollPage<"warnings">;
  readonly image: ScrollPage<"image">;
  readonly dockerfile: ScrollPage<"dockerfile">;
  readonly command: ScrollPage<"command">;
  readonly instruction: ScrollPage<"instruction">;
  readonly "waste-story": ScrollPage<"waste-story">;
  readonly view: ViewPage;
  readonly facts: FactsPage;
  readonly diff: DiffPage;
  readonly save: SavePage;
  readonly report: ReportPage;
  readonly versions: VersionsPage;
  readonly find: FindPage;
}

export type PageKind = keyof PageStates;
export type Page = PageStates[PageKind];

/** Texts that open by themselves, as the help does; other pages are of something. */
type TextKind = "warnings" | "image" | "dockerfile" | "command" | "instruction" | "waste-story";
export type PlainPageKind = TextKind | "help";

/** A text that scrolls. */
export interface ScrollPage<Kind extends TextKind = TextKind> {
  readonly kind: Kind;
  /** Its first line on the screen. */
  readonly top: number;
}

/** The keys. */
export interface HelpPage {
  readonly kind: "help";
  readonly top: number;
  /** What the lines have to hold; empty for all of them. */
  readonly search: string;
}

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

/** Pages that are lists with a cursor of their own. */
export function isList(page: Page): page is VersionsPage | FindPage {
  return page.kind === "versions" || page.kind === "find";
}

/** A page as it opens. */
export function openedPage(kind: PlainPageKind): Page {
  return kind === "help" ? { kind, top: 0, search: "" } : { kind, top: 0 };
}
