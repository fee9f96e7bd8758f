import { imageName } from "../../image/source-name.js";
import type { Printable } from "../../text/escape.js";
import { positionText } from "../drawing/position.js";
import { type Look, own, type Row } from "../drawing/row.js";
import { faceOf } from "../face.js";
import { placeBelow } from "../keys/place.js";
import type { Area } from "../layout.js";
import type { State } from "../state.js";
import { diffLines, diffTitle } from "../viewer/diff-rows.js";
import { factsLines } from "../viewer/facts-rows.js";
import { viewPageLines } from "../viewer/view-rows.js";
import { viewTitle } from "../viewer/view-title.js";
import { documentPage } from "./documents/document-rows.js";
import { findTitle, foundPage } from "./find/find-rows.js";
import { helpPage } from "./help/help-rows.js";
import { isList, type Page } from "./page.js";
import { pageArea, pageHeight } from "./page-area.js";
import { documentOf, pageLength } from "./pages.js";
import { reportLines } from "./report/report-rows.js";
import { saveLines } from "./save/save-rows.js";
import { versionsPage, versionsTitle } from "./versions/versions-rows.js";
import { warningsPage } from "./warnings/warnings-rows.js";

/** Which of its lines are visible; empty where all of them are, and for pages whose title says it. */
export function pagePosition(state: State, page: Page): Printable {
  const [count, height] = [pageLength(state, page), pageHeight(state)];
  if (page.kind === "diff" || page.kind === "view" || isList(page)) return own("");
  return positionText({ top: page.top, height, count });
}

/** The parts of a page's title, the last ones first to go. */
export function pageTitle(state: State, page: Page): Printable[] {
  switch (page.kind) {
    case "help":
      return page.search === "" ? [own("Keys")] : [own("Keys"), own(`with ${page.search}`)];
    case "image":
      return faceOf(state).pageTitle(state);
    case "dockerfile":
      return [own("Dockerfile"), imageName(state.subject.analysis.image)];
    case "command":
      return [own("Command"), imageName(state.subject.analysis.image)];
    case "instruction":
      return instructionTitle(state);
    case "waste-story":
      return faceOf(state).detail.title(state, pageArea(state));
    case "warnings":
      return [own("Warnings")];
    case "versions":
      return versionsTitle(state, page);
    case "find":
      return findTitle(state, page);
    case "view":
      return viewTitle(state.subject, page);
    case "facts":
      return [own("What is known")];
    case "diff":
      return diffTitle(state.subject, page);
    case "save":
      return [own("Extract")];
    case "report":
      return [own("Report")];
  }
}

function instructionTitle(state: State): Printable[] {
  const { subject, layers } = state;
  const number = own(`${layers.cursor + 1} of ${subject.instructions.length}`);
  return [own("Instruction"), number, own(faceOf(state).made(state))];
}

/** The lines of a page that are in its window: as many as its area has. */
export function pageLines(state: State, page: Page, area: Area, options: Look): Row[] {
  switch (page.kind) {
    case "help":
      return helpPage(page, { from: placeBelow(state), map: state.keys }, area, options);
    case "image":
    case "dockerfile":
    case "command":
    case "instruction":
    case "waste-story":
      return documentPage(documentOf(state, page.kind), page.top, area);
    case "warnings":
      return warningsPage(state, page.top, area);
    case "versions":
      return versionsPage(state, page, area);
    case "find":
      return foundPage(state, page, area, options);
    case "view":
      return viewPageLines(page, area);
    case "facts":
      return factsLines(state.subject, page, area);
    case "diff":
      return diffLines(state.subject, page, area);
    case "save":
      return saveLines(state.subject, page, area);
    case "report":
      return reportLines(page, area);
  }
}
