import type { DockerfileChange } from "../../analysis/audit/summary.js";
import { humanSize } from "../../text/bytes.js";
import { andMore } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import { cellCode, cutText, plain } from "../syntax/markdown.js";
import { type AuditReport, type AuditTable, auditTables } from "./audit-tables.js";
import { headLines, sinceLines } from "./audit-words.js";

const NAME_COLUMNS = 100;

/** Returns the report for a pull request or a wiki. Names from images are written as code. */
export function auditMarkdown({ summary, since, today }: AuditReport): string {
  const blocks = [
    ["# Audit"],
    headLines(summary).map((line) => `- ${plain(line)}`),
    ...(since === null
      ? []
      : [["## Since the earlier audit"], sinceLines(since).map((line) => `- ${plain(line)}`)]),
    ...(summary.changes.length === 0 ? [] : [["## Changes that save most"], changeTable(summary.changes)]),
    ...auditTables({ summary, since, today }).flatMap((table) => [[`## ${table.title}`], tableLines(table)]),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function changeTable(changes: readonly DockerfileChange[]): string[] {
  return [
    "| saves | images | kind | what to do | instruction | images, for example |",
    "| ---: | ---: | --- | --- | --- | --- |",
    ...changes.map(
      ({ bytes, images, kind, advice, instruction, sources }) =>
        `| ${humanSize(bytes)} | ${images} | ${named(kind)} | ${named(advice)} | ${named(instruction)} | ${sources.map(named).join(" ")} |`,
    ),
  ];
}

function tableLines({ columns, rows, left }: AuditTable): string[] {
  return [
    `| ${columns.join(" | ")} |`,
    `| ${columns.map((_, at) => (at === columns.length - 1 ? "---" : "---:")).join(" | ")} |`,
    ...rows.map(
      (row) =>
        `| ${row.map((cell, at) => (at === row.length - 1 ? named(cell) : plain(cell))).join(" | ")} |`,
    ),
    ...(left > 0 ? ["", `… ${andMore(left)}`] : []),
  ];
}

function named(text: string): string {
  return cellCode(cutText(escapeText(text), NAME_COLUMNS));
}
