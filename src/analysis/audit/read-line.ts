import { CAUSES } from "../waste/causes.js";
import type { AuditLine } from "./line.js";

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === "string";
const flag: Check = (value) => typeof value === "boolean";
/**
 * The greatest accepted number, 8 TiB. Sums of such numbers are exact integers, so their order does not
 * matter.
 */
const MOST = 2 ** 43;
/** Accepts sizes and counts. */
const count: Check = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST;
const number: Check = (value) => typeof value === "number";
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const record =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);
/** Checks an object. It is written by hand, because a report checks hundreds of thousands of lines. */
const object = (keys: Readonly<Record<string, Check>>): Check => {
  const checks = Object.entries(keys);
  return (value) => isObject(value) && checks.every(([key, check]) => check(value[key]));
};

const error = object({ code: text, what: text, why: text, lines: list(text), next: text });
const waste = {
  layer: count,
  endedBy: count,
  cause: (value: unknown) => CAUSES.some((one) => one === value),
  bytes: count,
};
const advised = { paths: list(text), advice: text, adviceSource: text };
const one: Check = (value) => value === 1;

const FAILED = object({ schemaVersion: one, source: text, error });
const READ = object({
  schemaVersion: one,
  source: text,
  error: (value) => value === null,
  repository: orNull(text),
  image: object({ id: text, created: orNull(text) }),
  labels: record(text),
  sizes: object({ size: count, rootfsSize: count, wastedBytes: count, efficiency: number }),
  layers: list(
    object({
      index: count,
      diffId: orNull(text),
      digest: orNull(text),
      size: orNull(count),
      createdBy: text,
    }),
  ),
  waste: object({ bytes: count, groups: list(object(waste)) }),
  findings: list(object({ ...waste, ...advised, copies: count, inevitable: flag })),
  leftovers: list(object({ ...advised, kind: text, layer: count, bytes: count, files: count })),
  base: orNull(
    object({
      layers: orNull(count),
      name: orNull(text),
      digest: orNull(text),
      created: (value) => value === undefined || orNull(text)(value),
    }),
  ),
  gate: object({ pass: orNull(flag) }),
});

/**
 * Parses a line of an audit and checks the fields that a report needs.
 * @returns `null` for any other text.
 */
export function readAuditLine(given: string): AuditLine | null {
  try {
    const value: unknown = JSON.parse(given);
    return isAuditLine(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isAuditLine(value: unknown): value is AuditLine {
  return READ(value) || FAILED(value);
}

/** The fields that decide which of several lines about one image counts. */
export interface LineHead {
  readonly source: string;
  /** The time at which the image was created; `null` for an image that could not be read. */
  readonly created: string | null;
  readonly failed: boolean;
}

const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
/** A line begins like this if `layerx audit` wrote it and no other program wrote it again. */
const START = new RegExp(`^\\{"schemaVersion":1,"source":(${TEXT}),"error":(null,|\\{)`);
/**
 * The key of the time of creation. Quotes within a text are escaped, and no other key of this name comes
 * before this one.
 */
const CREATED = '"created":';
const CREATED_VALUE = new RegExp(`(${TEXT})|null`, "y");

/**
 * Reads the head of a line. If possible the line is not parsed, which is many times faster. The line is not
 * checked.
 * @returns `null` for a text that is not a line of an audit.
 */
export function readLineHead(text: string): LineHead | null {
  const start = START.exec(text);
  if (start === null) return headOf(readAuditLine(text));
  // Parsing makes a copy. A substring would keep the whole text in memory.
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
