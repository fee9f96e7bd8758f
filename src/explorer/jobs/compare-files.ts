import { diffArrays } from "diff";
import { isBinary } from "../../text/binary.js";
import { isCrlf, withoutReturn } from "../../text/crlf.js";
import type { DiffRow, FileComparison } from "../pages/diff/file-comparison.js";
import type { FileStream } from "./file-stream.js";

/** One side: the size of the file, and a way to read it. */
interface Side {
  readonly size: number;
  stream(): FileStream;
}

/** The maximum size in bytes for a comparison by lines. */
const MOST_BYTES = 2_000_000;
const MOST_LINES = 50_000;
/** The number of unchanged lines that are shown around a change. */
const CONTEXT = 3;
/**
 * The maximum number of changed lines in the search for the shortest difference; with more, it takes too
 * long.
 */
const MOST_EDITS = 1500;

/** Compares two files: by lines if both are short texts, else by bytes. */
export async function compareFiles(before: Side, after: Side, signal: AbortSignal): Promise<FileComparison> {
  if (before.size > MOST_BYTES || after.size > MOST_BYTES) return byBytes(before, after, signal, "long");
  const contents = [await whole(before, signal), await whole(after, signal)];
  if (contents[0].equals(contents[1])) return { is: "same" };
  if (contents.some(isBinary)) return byBytes(before, after, signal, "binary");
  const [old, now] = contents.map(linesOf);
  if (old.length > MOST_LINES || now.length > MOST_LINES) return byBytes(before, after, signal, "long");
  const all = await rowsOf(old, now);
  const rows = isCrlf(contents) ? all.map((row) => ({ ...row, bytes: withoutReturn(row.bytes) })) : all;
  const count = (sign: string) => rows.filter((row) => row.sign === sign).length;
  return { is: "lines", rows: withoutFar(rows), added: count("+"), removed: count("-") };
}

type LineRow = Extract<DiffRow, { sign: string }>;

/** Returns all lines of both files, in the order of a diff. */
async function rowsOf(old: readonly string[], now: readonly string[]): Promise<LineRow[]> {
  let same = 0;
  while (same < old.length && same < now.length && old[same] === now[same]) same++;
  let tail = 0;
  const most = Math.min(old.length, now.length) - same;
  while (tail < most && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const middle = await edits(old.slice(same, old.length - tail), now.slice(same, now.length - tail));
  const signs = [...sign(" ", same), ...middle, ...sign(" ", tail)];
  let before = 0;
  let after = 0;
  return signs.map((sign) => {
    if (sign !== "+") before++;
    if (sign !== "-") after++;
    const text = sign === "-" ? old[before - 1] : now[after - 1];
    return {
      sign,
      before: sign === "+" ? null : before,
      after: sign === "-" ? null : after,
      bytes: Buffer.from(text, "latin1"),
    };
  });
}

type Sign = LineRow["sign"];

/**
 * Returns one sign for each line. The search pauses for other work. If too many lines differ, all old lines
 * count as removed and all new ones as added.
 */
function edits(old: readonly string[], now: readonly string[]): Promise<Sign[]> {
  return new Promise((resolve) => {
    diffArrays([...old], [...now], {
      maxEditLength: MOST_EDITS,
      callback: (changes) => {
        if (changes === undefined) return resolve([...sign("-", old.length), ...sign("+", now.length)]);
        resolve(
          changes.flatMap(({ added, removed, count }) => sign(added ? "+" : removed ? "-" : " ", count ?? 0)),
        );
      },
    });
  });
}

function sign(sign: Sign, count: number): Sign[] {
  return new Array<Sign>(count).fill(sign);
}

/** Returns the rows that differ, with some rows around them, and one row for each omitted part. */
function withoutFar(rows: readonly LineRow[]): DiffRow[] {
  const out: DiffRow[] = [];
  const near = new Uint8Array(rows.length);
  for (const [at, row] of rows.entries()) {
    if (row.sign !== " ") near.fill(1, Math.max(at - CONTEXT, 0), at + CONTEXT + 1);
  }
  let unchanged = 0;
  for (const [at, row] of rows.entries()) {
    if (near[at] === 0) {
      unchanged++;
      continue;
    }
    if (unchanged > 0) out.push({ unchanged });
    unchanged = 0;
    out.push(row);
  }
  return unchanged > 0 ? [...out, { unchanged }] : out;
}

/** Returns lines as strings of one char for each byte. If the last line has no newline, a note is added. */
function linesOf(bytes: Buffer): string[] {
  const lines = bytes.toString("latin1").split("\n");
  if (lines.at(-1) === "") return lines.slice(0, -1);
  return lines;
}

async function whole({ stream }: Side, signal: AbortSignal): Promise<Buffer> {
  const opened = stream();
  const chunks: Buffer[] = [];
  try {
    for (let chunk = await opened.next(); chunk !== null; chunk = await opened.next()) {
      signal.throwIfAborted();
      chunks.push(chunk);
    }
  } finally {
    await opened.close();
  }
  return Buffer.concat(chunks);
}

/** Compares two files up to the first byte that differs. */
async function byBytes(
  before: Side,
  after: Side,
  signal: AbortSignal,
  why: "binary" | "long",
): Promise<FileComparison> {
  const [left, right] = [before.stream(), after.stream()];
  try {
    for (;;) {
      signal.throwIfAborted();
      const from = left.position;
      const [a, b] = [await left.next(), await right.next()];
      if (a === null && b === null) return { is: "same" };
      if (a === null || b === null) return { is: "bytes", why, at: from };
      const length = Math.min(a.length, b.length);
      if (a.compare(b, 0, length, 0, length) !== 0)
        return { is: "bytes", why, at: from + firstDifference(a, b) };
      left.putBack(a.subarray(length));
      right.putBack(b.subarray(length));
    }
  } finally {
    await Promise.all([left.close(), right.close()]);
  }
}

function firstDifference(a: Buffer, b: Buffer): number {
  let at = 0;
  while (a[at] === b[at]) at++;
  return at;
}
