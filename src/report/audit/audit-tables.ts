import type { AuditSince } from "../../analysis/audit/since.js";
import type { AuditSummary, GroupRow } from "../../analysis/audit/summary.js";
import { humanSize } from "../../text/bytes.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { percentText } from "../../text/percent.js";
import { ageText, builtText } from "./age.js";
import { grownBy } from "./audit-words.js";

/**
 * A table for people. The last cell of a row is a name from an image or a list, made printable; the other
 * cells are numbers.
 */
export interface AuditTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [...string[], Printable])[];
  /** The number of rows that are left out. */
  readonly left: number;
}

const ROWS = 20;

/** Returns the tables of a report, without empty tables. */
export function auditTables({ summary, since, today }: AuditReport): AuditTable[] {
  const { byImage, byTeam, byCause, byInstruction, byBase, sharedLayers, failures } = summary;
  const wasteful = byImage.filter(({ wastedBytes }) => wastedBytes > 0);
  const groups = (title: string, name: string, rows: readonly GroupRow[]) =>
    table(title, ["wasted", "in all images", "images", name], rows, (row) => [
      humanSize(row.wastedOnce),
      humanSize(row.wastedBytes),
      String(row.images),
      escapeText(row.name),
    ]);
  const worse = table(
    "Got worse",
    ["wasted", "size", "rules", "image"],
    since?.worse ?? [],
    ({ wastedBytes, size, failsNow, source }) => [
      grownBy(wastedBytes),
      grownBy(size),
      failsNow ? "fail now" : "",
      escapeText(source),
    ],
  );
  const images = table(
    "Most wasted bytes by image",
    ["wasted", "size", "efficiency", "rules", "image"],
    wasteful,
    (row) => [
      humanSize(row.wastedBytes),
      humanSize(row.size),
      percentText(row.efficiency, 1),
      row.pass === null ? "unknown" : row.pass ? "pass" : "fail",
      escapeText(row.source),
    ],
  );
  const bases = table(
    "Base images",
    ["wasted", "in all images", "images", "age", "built", "base image"],
    byBase,
    (row) => [
      humanSize(row.wastedOnce),
      humanSize(row.wastedBytes),
      String(row.images),
      row.oldest === null ? "unknown" : ageText(row.oldest, today),
      builtText(row),
      escapeText(row.name),
    ],
  );
  const layers = table("Shared layers", ["size", "images", "instruction"], sharedLayers, (row) => [
    humanSize(row.size),
    String(row.images),
    escapeText(row.createdBy),
  ]);
  const lost = table("Could not be read", ["error", "image"], failures, (row) => [
    escapeText(row.code),
    escapeText(row.source),
  ]);
  return [
    worse,
    images,
    groups("Wasted bytes by team", "team", byTeam),
    groups("Wasted bytes by cause", "cause", byCause),
    groups("Wasted bytes by instruction", "instruction", byInstruction),
    bases,
    layers,
    lost,
  ].filter(({ rows }) => rows.length > 0);
}

function table<Row>(
  title: string,
  columns: readonly string[],
  rows: readonly Row[],
  cells: (row: Row) => AuditTable["rows"][number],
): AuditTable {
  return { title, columns, rows: rows.slice(0, ROWS).map(cells), left: Math.max(rows.length - ROWS, 0) };
}
export interface AuditReport {
  readonly summary: AuditSummary;
  /** The changes since an earlier audit; `null` without one. */
  readonly since: AuditSince | null;
  /** The day of the report, `2026-11-29`, for the age of base images. */
  readonly today: string;
}
