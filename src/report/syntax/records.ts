import { escapeText } from "../../text/escape.js";
import { jsonText } from "./json-document.js";

export const LISTING_FORMATS = ["text", "json", "jsonl", "csv"] as const;
export type ListingFormat = (typeof LISTING_FORMATS)[number];

type Field = string | number | null;

/** A list in four forms: lines for people, one JSON document, one JSON object for each line, and CSV. */
export interface Records<Facts extends object> {
  text(): Iterable<string>;
  json(): Iterable<string>;
  /** The records of `jsonl` and `csv`, in order. */
  records(): Iterable<Facts>;
  /** The columns of CSV. */
  readonly columns: readonly string[];
  /** The fields of a record under `columns`. */
  fields(facts: Facts): readonly Field[];
}

/** Yields a list in a format, in chunks. CSV follows RFC 4180, with newlines as line ends. */
export function inFormat<Facts extends object>(
  list: Records<Facts>,
  format: ListingFormat,
): Generator<string> {
  const pieces = {
    text: () => list.text(),
    json: () => list.json(),
    jsonl: () => jsonLines(list),
    csv: () => csvLines(list),
  };
  return inChunks(pieces[format]());
}

function* jsonLines<Facts extends object>(list: Records<Facts>): Generator<string> {
  for (const facts of list.records()) yield `${jsonText(facts)}\n`;
}

function* csvLines<Facts extends object>({ columns, records, fields }: Records<Facts>): Generator<string> {
  yield `${columns.join(",")}\n`;
  for (const facts of records()) yield `${fields(facts).map(csvField).join(",")}\n`;
}

/**
 * Returns one field of RFC 4180. Control characters are escaped: a terminal may show the file. A text that a
 * spreadsheet would read as a formula begins with an apostrophe.
 */
export function csvField(value: string | number | null): string {
  const text = value === null ? "" : escapeText(String(value));
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const CHUNK_CHARACTERS = 1 << 16;

/** Joins pieces of text into chunks, because each write takes time. */
export function* inChunks(pieces: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}
