import { own } from "../../drawing/row.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import { type PageProps, type PageView, withTop } from "../page-view.js";
import { type ReportPage, replacingReport, reportJobs, toldReport } from "./report-page.js";
import { reportLines } from "./report-rows.js";

function Report({ state, page, look }: PageProps<ReportPage>) {
  const rows = reportLines(page, pageArea(state));
  return <PageFrame state={state} title={[own("Report")]} rows={rows} look={look} />;
}

/** A report on the image on its way to a file. */
export const REPORT: PageView<ReportPage> = {
  Component: Report,
  onKey: (state, page, key) => withTop(state, key === "replace" ? replacingReport(state, page) : null),
  jobs: reportJobs,
  told: (_state, page, { news }) => toldReport(page, news),
};
