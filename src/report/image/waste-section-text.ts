import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import type { Frame } from "../formats/frame.js";
import { shareBar } from "../formats/share-bar.js";
import { findingLines, inWaste, wrapped } from "../waste/finding-text.js";
import { type WasteSummary, wasteSummary } from "../waste/waste-summary.js";
import type { ImageFindings } from "./image-json.js";

const BAR_COLUMNS = 10;

/** The waste of an image: how much, by cause, and the worst of it with the instructions and what to change. */
export function wasteSummaryText(findings: ImageFindings, frame: Frame): string[] {
  const { paint, columns } = frame;
  const { efficiency, sentence, causes, first, rest, slim } = wasteSummary(findings);
  const title = `${paint.bold("Efficiency")} ${efficiency}: ${sentence}`;
  if (causes.length === 0) return [title];
  return [
    title,
    ...causeLines(causes, frame),
    "",
    paint.bold("What to change"),
    ...findingLines(findings.analysis, [...first, ...rest], {
      columns,
      style: paint,
      top: first.length,
      more: inWaste,
    }),
    ...(slim === null ? [] : ["", ...wrapped(slim, columns)]),
  ];
}

function causeLines(causes: WasteSummary["causes"], { paint }: Frame): string[] {
  return causes.map(({ cause, bytes, share, files }) => {
    const bar = shareBar(share, BAR_COLUMNS).padEnd(BAR_COLUMNS);
    return `${humanSize(bytes).padStart(9)}  ${paint.cyan(bar)}  ${paint.yellow(cause.padEnd(11))}  ${counted(files, "file")}`;
  });
}
