import wrapAnsi from "wrap-ansi";
import { escapePath } from "../../../text/escape.js";
import type { Area } from "../../drawing/area.js";
import { literal, type Row, rowOf, type Style, span } from "../../drawing/row.js";
import type { State } from "../../state.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition } from "../page-definition.js";
import { withTop } from "../page-stack.js";
import { copiedContent } from "./copied-content.js";
import { covers } from "./file-content.js";
import { hexPage } from "./hex-rows.js";
import { openDifferenceBelow, openFacts } from "./open-entry.js";
import { towardsGoal } from "./reading.js";
import { toTextMatch } from "./search-in-file.js";
import { textPage } from "./text-rows.js";
import {
  movedSideways,
  movedView,
  resizedView,
  stoppedView,
  toggledHex,
  toggledWrap,
  viewJobs,
  viewWithNews,
} from "./update-view.js";
import { VIEW_KEYS } from "./view-keys.js";
import type { ViewPage } from "./view-page.js";
import { viewTitle } from "./view-title.js";

/** The page with a file's content. */
export const VIEW: PageDefinition<ViewPage> = {
  kind: "view",
  keys: VIEW_KEYS,
  isText: true,
  title: ({ subject }, page) => viewTitle(subject, page),
  rows: (_state, page, area) => viewPageLines(page, area),
  moved: (state, page, to) => movedView(page, to, pageArea(state)),
  fitted: (state, page) => resizedView(page, pageArea(state)),
  onKey,
  copied: (_state, page) => copiedContent(page),
  waitsFor: (state, page) => {
    const isReading = page.failed === null && page.content.size > 0;
    if (!isReading || (page.goal === null && sentence(page) === null)) return null;
    return literal(`reading ${escapePath(state.subject.analysis.tree.path(page.node))}`);
  },
  jobs: viewJobs,
  onNews: (state, page, { job, news }) => viewWithNews(page, job, news, pageArea(state)),
};

function onKey(state: State, page: ViewPage, name: string): State {
  const area = pageArea(state);
  switch (name) {
    case "viewer-facts":
      return openFacts(state, page.version, null);
    case "viewer-difference":
      return openDifferenceBelow(state, page.version);
    case "viewer-wrap":
      return withTop(state, toggledWrap(page, area));
    case "viewer-hex":
      return withTop(state, toggledHex(page, area));
    case "viewer-left":
      return withTop(state, movedSideways(page, -1, area));
    case "viewer-right":
      return withTop(state, movedSideways(page, 1, area));
    case "viewer-next-match":
      return withTop(state, towardsGoal(toTextMatch(page, 1), area));
    case "viewer-match-before":
      return withTop(state, towardsGoal(toTextMatch(page, -1), area));
    case "viewer-back":
      return withTop(state, stoppedView(page));
    default:
      return state;
  }
}

/** Returns the rows of the content from the top place on, and below them a message if reading failed. */
function viewPageLines(page: ViewPage, area: Area): Row[] {
  const says = sentence(page);
  if (says !== null) return padded(messageRows(says, "dim", area), area);
  if (page.failed === null) return contentLines(page, area);
  const why = messageRows(page.failed, "bad", area).slice(0, area.rows);
  return [...contentLines(page, { ...area, rows: area.rows - why.length }), ...why];
}

/** Returns a sentence, wrapped to lines. */
function messageRows(says: string, style: Style, { columns }: Area): Row[] {
  const lines = wrapAnsi(says, columns - 2, { hard: true }).split("\n");
  return lines.map((line) => rowOf([span(literal(` ${line}`), style)]));
}

function contentLines(page: ViewPage, area: Area): Row[] {
  return page.mode === "hex" ? hexPage(page, area) : padded(textPage(page, area), area);
}

/** Returns the sentence that is shown instead of the content; `null` if there is content. */
function sentence({ failed, content, mode, top }: ViewPage): string | null {
  if (content.size === 0) return "this file is empty";
  if (mode === null) return failed ?? "reading …";
  return mode === "text" && !covers(content.window, { from: top.from, to: top.from + 1 })
    ? "reading …"
    : null;
}

function padded(lines: readonly Row[], { rows }: Area): Row[] {
  return Array.from({ length: rows }, (_, row) => lines.at(row) ?? rowOf([]));
}
