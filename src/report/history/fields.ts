import type { HistoryEntry } from "../../image/history.js";
import { humanSize } from "../../text/bytes.js";
import { formatRfc3339, parseRfc3339 } from "../../text/rfc3339.js";
import { characterColumns } from "./column-width.js";
import type { ZoneOffset } from "./zone.js";

/** The fields of a row and their table headers, in the order of the JSON keys. */
export const HEADERS = {
  Comment: "COMMENT",
  CreatedAt: "CREATED AT",
  CreatedBy: "CREATED BY",
  CreatedSince: "CREATED",
  ID: "IMAGE",
  Size: "SIZE",
} as const;

export type FieldName = keyof typeof HEADERS;

/** One row: returns a field as text. Fields are computed when they are needed. */
export type HistoryRow = (field: FieldName) => string;

export interface RowFacts {
  /** `sha256:…` or `<missing>`. */
  readonly id: string;
  readonly entry: HistoryEntry;
  readonly bytes: number;
}

export interface FieldOptions {
  readonly noTrunc: boolean;
  readonly human: boolean;
  /** Milliseconds since 1970, with a fraction. */
  readonly now: number;
  readonly offset: ZoneOffset;
}

// Reproducible builds use the date 0 or another early date. Docker prints no age for dates up to this second.
const NO_AGE_UNTIL = Date.UTC(2000, 0, 1) / 1000;
const CREATED_BY_COLUMNS = 45;

/** Returns the six fields of one row, without trimming or escaping. */
export function row(
  { id, entry, bytes }: RowFacts,
  { noTrunc, human, now, offset }: FieldOptions,
): HistoryRow {
  const created = entry.created === null ? 0 : (parseRfc3339(entry.created) ?? 0);
  const createdBy = (entry.createdBy ?? "").replaceAll("\t", " ");
  return function field(name: FieldName): string {
    switch (name) {
      case "ID":
        return noTrunc ? id : shortId(id);
      case "CreatedSince":
        return human ? since(created, now) : field("CreatedAt");
      case "CreatedAt":
        return formatRfc3339(created, offset(created));
      case "CreatedBy":
        return noTrunc ? createdBy : cut(createdBy, CREATED_BY_COLUMNS);
      case "Size":
        return human ? humanSize(bytes) : String(bytes);
      case "Comment":
        return entry.comment ?? "";
    }
  };
}

function since(created: number, now: number): string {
  return created <= NO_AGE_UNTIL ? "N/A" : `${humanDuration(now / 1000 - created)} ago`;
}

function shortId(id: string): string {
  return id.slice(id.indexOf(":") + 1).slice(0, 12);
}

const ASCII = /^[\0-\x7f]*$/;

/**
 * Returns `text`. If it is wider than `columns`, returns its longest beginning that leaves one column for
 * `…`. Widths are added for each code point, not for each grapheme. Rule: docker/cli, `formatter.Ellipsis`.
 */
export function cut(text: string, columns: number): string {
  if (ASCII.test(text)) return text.length > columns ? `${text.slice(0, columns - 1)}…` : text;
  let used = 0;
  let fits = 0;
  for (const character of text) {
    used += characterColumns(character);
    if (used > columns) return `${text.slice(0, fits)}…`;
    if (used < columns) fits += character.length;
  }
  return text;
}

/**
 * Returns an age in docker's words, without ` ago`. `seconds` may have a fraction; a time in the future is
 * `Less than a second`. Rule: go-units, `HumanDuration`, including its `1 years`.
 */
export function humanDuration(seconds: number): string {
  const whole = Math.trunc(seconds);
  if (whole < 1) return "Less than a second";
  if (whole === 1) return "1 second";
  if (whole < 60) return `${whole} seconds`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.floor(seconds / 3600 + 0.5);
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / (24 * 7))} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / (24 * 30))} months`;
  // Years use unrounded hours, all other units rounded ones.
  return `${Math.floor(seconds / 3600 / (24 * 365))} years`;
}
