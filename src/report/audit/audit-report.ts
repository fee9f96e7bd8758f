import type { DockerfileChange } from "../../analysis/audit/summary.js";
import { escapeText } from "../../text/escape.js";
import { jsonDocument } from "../syntax/json-document.js";
import { csvField } from "../syntax/records.js";
import { builtText } from "./age.js";
import { auditMarkdown } from "./audit-markdown.js";
import type { AuditReport } from "./audit-tables.js";
import { auditText } from "./audit-text.js";

export const AUDIT_FORMATS = ["text", "markdown", "json", "csv", "html"] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

/** Returns the report on all images of an audit, in a format. */
export async function auditReport(report: AuditReport, format: AuditFormat): Promise<string> {
  if (format === "html") return (await import("../html/fleet/fleet-html.js")).fleetHtml(report);
  const forms = { text: auditText, markdown: auditMarkdown, json: auditJson, csv: auditCsv };
  return forms[format](report);
}

function auditJson({ summary, since }: AuditReport): string {
  return jsonDocument({ schemaVersion: 1, ...summary, since });
}

const COLUMNS = ["table", "name", "images", "bytes", "wastedBytes", "wastedOnce", "pass", "detail"];

/** Returns one table of all rows. The column `table` has the kind of each row. Sizes are bytes. */
function auditCsv({ summary, since }: AuditReport): string {
  const groups = [
    ["team", summary.byTeam],
    ["cause", summary.byCause],
    ["instruction", summary.byInstruction],
  ] as const;
  const { images, bytes, waste } = summary;
  const rows: (string | number | null)[][] = [
    ["all", "sum of the images", images.read, bytes.sum, waste.wastedBytes, waste.wastedOnce, null, null],
    ["all", "each layer once", images.read, bytes.stored, null, waste.wastedOnce, null, null],
    ...summary.byImage.map((row) => [
      "image",
      row.source,
      1,
      row.size,
      row.wastedBytes,
      null,
      row.pass === null ? null : String(row.pass),
      `team ${row.team}, base ${row.base}`,
    ]),
    ...groups.flatMap(([table, list]) =>
      list.map((row) => [table, row.name, row.images, null, row.wastedBytes, row.wastedOnce, null, null]),
    ),
    ...summary.byBase.map((row) => [
      "base",
      row.name,
      row.images,
      null,
      row.wastedBytes,
      row.wastedOnce,
      null,
      `built ${builtText(row)}`,
    ]),
    ...summary.changes.map((row) => [
      "change",
      row.advice,
      row.images,
      row.bytes,
      null,
      null,
      null,
      changeBy(row),
    ]),
    ...summary.sharedLayers.map((row) => [
      "layer",
      row.id,
      row.images,
      row.size,
      null,
      null,
      null,
      row.createdBy,
    ]),
    ...summary.failures.map((row) => ["failure", row.source, 1, null, null, null, null, row.what]),
    ...(since?.worse ?? []).map(({ source, size, wastedBytes, failsNow }) => [
      "worse",
      source,
      1,
      size.after - size.before,
      wastedBytes.after - wastedBytes.before,
      null,
      failsNow ? "false" : null,
      failsNow ? "the rules passed before" : null,
    ]),
  ];
  return [COLUMNS, ...rows]
    .map((row) => `${row.map((cell) => csvField(printable(cell))).join(",")}\n`)
    .join("");
}

function printable(cell: string | number | null): string | number | null {
  return typeof cell === "string" ? escapeText(cell) : cell;
}

function changeBy({ kind, instruction, endedBy }: DockerfileChange): string {
  return endedBy === null ? `${kind}: ${instruction}` : `${kind}: ${instruction}, ended by ${endedBy}`;
}
