import type { DockerfileChange } from "../../analysis/audit/summary.js";
import { humanSize } from "../../text/bytes.js";
import { andMore, counted } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import type { AuditReport } from "./audit-tables.js";
import { type AuditTable, auditTables } from "./audit-tables.js";
import { headLines, sinceLines } from "./audit-words.js";

const NAME_COLUMNS = 100;

/** The report for people. */
export function auditText({ summary, since, today }: AuditReport): string {
  const blocks = [
    headLines(summary),
    ...(since === null ? [] : [["Since the earlier audit", ...sinceLines(since).map((line) => `  ${line}`)]]),
    ...(summary.changes.length === 0
      ? []
      : [
          [
            "Changes that save most",
            ...summary.changes.flatMap((change, index) => changeLines(change, index + 1)),
          ],
        ]),
    ...auditTables({ summary, since, today }).map(tableLines),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function changeLines(change: DockerfileChange, number: number): string[] {
  const { bytes, images, kind, advice, instruction, endedBy, sources, paths } = change;
  const start = `${String(number).padStart(3)}. `;
  const line = (label: string, text: string) => `     ${label} ${cutEnd(escapeText(text), NAME_COLUMNS)}`;
  const more = images > sources.length ? `, and ${images - sources.length} more` : "";
  return [
    `${start}${humanSize(bytes)} in ${counted(images, "image")}, ${escapeText(kind)}: ${escapeText(advice)}`,
    line("written by:", instruction),
    ...(endedBy === null || endedBy === instruction ? [] : [line("wasted by: ", endedBy)]),
    ...(paths.length === 0 ? [] : [line("paths:     ", paths.join(" "))]),
    line("images:    ", `${sources.join(" ")}${more}`),
  ];
}

function tableLines({ title, columns, rows, left }: AuditTable): string[] {
  const all = [columns, ...rows];
  const widths = columns.map((_, at) => Math.max(...all.map((row) => row[at].length)));
  const lines = all.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cutEnd(cell, NAME_COLUMNS) : cell.padStart(widths[at])))
      .join("  "),
  );
  return [title, ...lines.map((line) => `  ${line}`), ...(left > 0 ? [`  … ${andMore(left)}`] : [])];
}
