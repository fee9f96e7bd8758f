import type { Area } from "../../explorer/layout.js";
import type { Page } from "../../explorer/page.js";
import type { State } from "../../explorer/state.js";
import type { Printable } from "../../text/escape.js";
import { type Line, type LineOptions, own } from "../line.js";
import { helpPage } from "./help.js";
import { warningsPage } from "./warnings.js";

/** The parts of a page's title, the last ones first to go. */
export function pageTitle(_state: State, { kind }: Page): Printable[] {
  switch (kind) {
    case "help":
      return [own("Keys")];
    case "warnings":
      return [own("Warnings")];
  }
}

/** The lines of a page that are in its window: as many as its area has. */
export function pageLines(state: State, page: Page, area: Area, options: LineOptions): Line[] {
  switch (page.kind) {
    case "help":
      return helpPage(state, page.top, area, options);
    case "warnings":
      return warningsPage(state, page.top, area, options);
  }
}
