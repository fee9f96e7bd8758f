import type { Area } from "../../explorer/layout.js";
import type { Page } from "../../explorer/page.js";
import type { State } from "../../explorer/state.js";
import type { Printable } from "../../text/escape.js";
import { type Line, type LineOptions, own } from "../line.js";
import { diffLines, diffTitle } from "./diff.js";
import { factsLines } from "./facts.js";
import { helpPage } from "./help.js";
import { saveLines } from "./save.js";
import { viewPageLines } from "./view.js";
import { viewTitle } from "./view-title.js";
import { warningsPage } from "./warnings.js";

/** The parts of a page's title, the last ones first to go. */
export function pageTitle({ subject }: State, page: Page): Printable[] {
  switch (page.kind) {
    case "help":
      return [own("Keys")];
    case "warnings":
      return [own("Warnings")];
    case "view":
      return viewTitle(subject, page);
    case "facts":
      return [own("What is known")];
    case "diff":
      return diffTitle(subject, page);
    case "save":
      return [own("Extract")];
  }
}

/** The lines of a page that are in its window: as many as its area has. */
export function pageLines(state: State, page: Page, area: Area, options: LineOptions): Line[] {
  switch (page.kind) {
    case "help":
      return helpPage(page.top, area, options);
    case "warnings":
      return warningsPage(state, page.top, area, options);
    case "view":
      return viewPageLines(page, area, options);
    case "facts":
      return factsLines(state.subject, page, area, options);
    case "diff":
      return diffLines(state.subject, page, area, options);
    case "save":
      return saveLines(state.subject, page, area, options);
  }
}
