import type { HistoryEntry } from "../../image/history.js";
import { humanSize } from "../../text/bytes.js";
import { formatRfc3339, parseRfc3339 } from "../../text/rfc3339.js";
import { cut } from "./cut.js";
import { humanDuration } from "./duration.js";
import type { ZoneOffset } from "./zone.js";

/** The fields of a row and their table headers, in the order of JSON's keys. */
export const HEADERS = {
  Comment: "COMMENT",
  CreatedAt: "CREATED AT",
  CreatedBy: "CREATED BY",
  CreatedSince: "CREATED",
  ID: "IMAGE",
  Size: "SIZE",
} as const;

export type FieldName = keyof typeof HEADERS;

/** One row: gives a field as text, computed when it is asked for. */
export type Row = (field: FieldName) => string;

export interface RowFacts {
  /** `sha256:…` or `<missing>`. */
  readonly id: string;
  readonly entry: HistoryEntry;
  readonly bytes: number;
}

export interface FieldOptions {
  readonly noTrunc: boolean;
  readonly human: boolean;
  /** Milliseconds since 1970, with their fraction. */
  readonly now: number;
  readonly offset: ZoneOffset;
}

// Reproducible builds date files at 0 or at some early day: docker tells no age up to this second.
const NO_AGE_UNTIL = Date.UTC(2000, 0, 1) / 1000;
const CREATED_BY_COLUMNS = 45;

/** The six fields of one row, raw: nothing is trimmed or escaped. */
export function row({ id, entry, bytes }: RowFacts, { noTrunc, human, now, offset }: FieldOptions): Row {
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
