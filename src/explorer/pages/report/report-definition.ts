import { escapePath, escapeText, rawPath } from "../../../text/escape.js";
import type { Area } from "../../drawing/area.js";
import { literal, rowOf, type Span } from "../../drawing/row.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition } from "../page-definition.js";
import { withTop } from "../page-stack.js";
import { hint, labelled, messageLines } from "../save/save-rows.js";
import { scrolling } from "../scrolling.js";
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
  ...scrolling({
    lines: (state, page) => reportLines(page, pageArea(state)),
    row: (spans) => rowOf(spans),
  }),
  onKey: (state, page, name) =>
    withTop(state, name === "viewer-replace" ? replacingReport(state, page) : null),
  waitsFor: (_state, { step }) => (step.is === "writing" ? literal("writing the report") : null),
  jobs: reportJobs,
  onNews: (_state, page, { news }) => reportWithNews(page, news),
};

/** Returns the lines of the page: the format, the target, and the result. */
function reportLines(page: ReportPage, { columns }: Area): Span[][] {
  const name = escapeText(page.format.name);
  return [
    [],
    ...labelled("report", name, `as \`layerx inspect --format ${name}\` prints it`, columns),
    ...labelled("to", escapePath(rawPath(page.to)), "", columns),
    [],
    ...stepLines(page.step, columns),
  ];
}

function stepLines(step: ReportStep, columns: number): Span[][] {
  switch (step.is) {
    case "writing":
      return [hint("writing …"), [], hint("esc leaves it; no file is left incomplete")];
    case "asking":
      return [...messageLines(step.why, "warning", columns), [], hint("⏎ replaces it, esc keeps it")];
    case "done":
      return [...messageLines(step.said, "good", columns), [], hint("esc goes back")];
    case "failed":
      return [
        ...messageLines(step.why, "bad", columns),
        [],
        hint("nothing was written; esc goes back, r saves to another file"),
      ];
  }
}
