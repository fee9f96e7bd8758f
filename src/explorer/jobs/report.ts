import type { Analysis } from "../../analysis/analyze.js";
import { humanSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import type { Reports } from "../pages/report/reports.js";
import type { News, ReportJob } from "../viewer/job.js";

interface ReportOptions {
  readonly reports: Reports;
  readonly signal: AbortSignal;
  tell(news: News): void;
}

/** Has the world write a report, and tells what came of it. @throws what writing it throws. */
export async function saveReport(
  analysis: Analysis,
  { format, to, copies, replace }: ReportJob,
  { reports, signal, tell }: ReportOptions,
): Promise<void> {
  const saved = await reports.save({ analysis, copies, format, to, replace, signal });
  if (saved.is === "in the way") return tell({ of: "in the way", why: saved.why });
  tell({ of: "saved", said: escapeText(`wrote ${humanSize(saved.bytes)} to ${saved.path}`), warnings: [] });
}
