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

const COLUMNS = ["table", "name", "images", "bytes", "wastedBytes", "wastedOnce", "pass", "detail"] as const;

type CsvRow = Partial<Record<(typeof COLUMNS)[number], string | number | null>>;

/** Returns one table of all rows. The column `table` has the kind of each row. Sizes are bytes. */
function auditCsv({ summary, since }: AuditReport): string {
  const { images, bytes, waste } = summary;
  const groups = [
    ["team", summary.byTeam],
    ["cause", summary.byCause],
    ["instruction", summary.byInstruction],
  ] as const;
  const rows: CsvRow[] = [
    { table: "all", name: "sum of the images", images: images.read, bytes: bytes.sum, ...waste },
    {
      table: "all",
      name: "each layer once",
      images: images.read,
      bytes: bytes.stored,
      wastedOnce: waste.wastedOnce,
    },
    ...summary.byImage.map(({ source, size, wastedBytes, pass, team, base }) => ({
      table: "image",
      name: source,
      images: 1,
      bytes: size,
      wastedBytes,
      pass: pass === null ? null : String(pass),
      detail: `team ${team}, base ${base}`,
    })),
    ...groups.flatMap(([table, list]) => list.map((row) => ({ table, ...row }))),
    ...summary.byBase.map((row) => ({ table: "base", ...row, detail: `built ${builtText(row)}` })),
    ...summary.changes.map((row) => ({
      table: "change",
      name: row.advice,
      images: row.images,
      bytes: row.bytes,
      detail: changeBy(row),
    })),
    ...summary.sharedLayers.map(({ id, images, size, createdBy }) => ({
      table: "layer",
      name: id,
      images,
      bytes: size,
      detail: createdBy,
    })),
    ...summary.failures.map(({ source, what }) => ({
      table: "failure",
      name: source,
      images: 1,
      detail: what,
    })),
    ...(since?.worse ?? []).map(({ source, size, wastedBytes, failsNow }) => ({
      table: "worse",
      name: source,
      images: 1,
      bytes: size.after - size.before,
      wastedBytes: wastedBytes.after - wastedBytes.before,
      pass: failsNow ? "false" : null,
      detail: failsNow ? "the rules passed before" : null,
    })),
  ];
  const records = rows.map((row) => COLUMNS.map((column) => row[column] ?? null));
  return [COLUMNS, ...records]
    .map((record) => `${record.map((cell) => csvField(printable(cell))).join(",")}\n`)
    .join("");
}

function printable(cell: string | number | null): string | number | null {
  return typeof cell === "string" ? escapeText(cell) : cell;
}

function changeBy({ kind, instruction, endedBy }: DockerfileChange): string {
  return endedBy === null
    ? `${kind}: ${instruction}`
    : `${kind}: ${instruction}, removed or overwritten by ${endedBy}`;
}
