import { escapePath, escapeText, type Printable, rawPath } from "../../../text/escape.js";
import { wrapText } from "../../../text/wrap.js";
import type { Area } from "../../drawing/area.js";
import { literal, type Row, rowOf, type Span, type Style, span } from "../../drawing/row.js";
import type { PageDefinition } from "../page-definition.js";
import { withTop } from "../page-stack.js";
import { hint, labelled } from "../save/save-rows.js";
import {
  REPORT_KEYS,
  type ReportPage,
  type ReportStep,
  replacingReport,
  reportJobs,
  reportWithNews,
} from "./report-page.js";

/** The page of a report that is saved to a file. */
export const REPORT: PageDefinition<ReportPage> = {
  kind: "report",
  keys: REPORT_KEYS,
  title: () => [literal("Report")],
  rows: (_state, page, area) => reportLines(page, area),
  onKey: (state, page, name) =>
    withTop(state, name === "viewer-replace" ? replacingReport(state, page) : null),
  waitsFor: (_state, { step }) => (step.is === "writing" ? literal("writing the report") : null),
  jobs: reportJobs,
  onNews: (_state, page, { news }) => reportWithNews(page, news),
};

/** Returns the lines of the page: the format, the target, and the result. */
function reportLines(page: ReportPage, area: Area): Row[] {
  const name = escapeText(page.format.name);
  const lines: Span[][] = [
    [],
    labelled("report", name, `as \`layerx inspect --format ${name}\` prints it`),
    labelled("to", escapePath(rawPath(page.to)), ""),
    [],
    ...stepLines(page.step, area.columns),
  ];
  return Array.from({ length: area.rows }, (_, row) => rowOf(lines.at(page.top + row) ?? []));
}

function stepLines(step: ReportStep, columns: number): Span[][] {
  const messageRows = (text: Printable, style: Style) =>
    wrapText(text, columns - 4).map((line) => [span(literal("  ")), span(line, style)]);
  switch (step.is) {
    case "writing":
      return [hint("writing …"), [], hint("esc leaves it; no file is left incomplete")];
    case "asking":
      return [...messageRows(step.why, "warning"), [], hint("⏎ replaces it, esc keeps it")];
    case "done":
      return [...messageRows(step.said, "good"), [], hint("esc goes back")];
    case "failed":
      return [
        ...messageRows(step.why, "bad"),
        [],
        hint("nothing was written; esc goes back, r saves to another file"),
      ];
  }
}
