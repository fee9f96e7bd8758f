import type { AuditLine } from "./line.js";
import { readAuditLine } from "./read-line.js";

/** What decides which of several lines about one image counts. */
export interface LineHead {
  readonly source: string;
  /** `null` for an image that could not be read. */
  readonly created: string | null;
  readonly failed: boolean;
}

const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
/** A line begins like this if `layerx audit` wrote it and no other program wrote it again. */
const START = new RegExp(`^\\{"schemaVersion":1,"source":(${TEXT}),"error":(null,|\\{)`);
/** Within a text the quotes are escaped, and no other key of this name comes before the one of the image. */
const CREATED = '"created":';
const CREATED_VALUE = new RegExp(`(${TEXT})|null`, "y");

/**
 * The head of a line, without parsing the whole line where possible: that takes a small part of the time. The line is
 * not checked. `null` for a text that is not a line of an audit.
 */
export function readLineHead(text: string): LineHead | null {
  const start = START.exec(text);
  if (start === null) return headOf(readAuditLine(text));
  // Parsing also makes a copy: a part of `text` would keep the whole text in memory.
  const source = parsed(start[1]);
  if (source === null) return null;
  if (start[2] === "{") return { source, created: null, failed: true };
  const at = text.indexOf(CREATED, start[0].length);
  CREATED_VALUE.lastIndex = at + CREATED.length;
  const value = at < 0 ? null : CREATED_VALUE.exec(text);
  if (value === null) return headOf(readAuditLine(text));
  return { source, created: value[1] === undefined ? null : parsed(value[1]), failed: false };
}

function headOf(line: AuditLine | null): LineHead | null {
  if (line === null) return null;
  const { source } = line;
  if (line.error !== null) return { source, created: null, failed: true };
  return { source, created: line.image.created, failed: false };
}

function parsed(text: string): string | null {
  try {
    return String(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
