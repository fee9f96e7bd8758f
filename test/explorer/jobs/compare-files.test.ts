import { describe, expect, test, vi } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { compareFiles } from "../../../src/explorer/jobs/compare-files.js";
import { FileStream } from "../../../src/explorer/jobs/file-stream.js";
import type { DiffRow, FileComparison } from "../../../src/explorer/pages/diff/file-comparison.js";
import { memoryImage } from "../../support/memory-image.js";

vi.setConfig({ testTimeout: 30_000 });

/** Compares two texts as versions of a file. */
async function compared(before: string, after: string): Promise<FileComparison> {
  const image = memoryImage([[{ path: "a", content: before }], [{ path: "a", content: after }]]);
  const { tree } = await analyze(image);
  const side = (row: number) => ({
    size: tree.entries.bytes(row),
    stream: () => new FileStream(image, tree.entries, row, 0),
  });
  return compareFiles(side(0), side(1), new AbortController().signal);
}

/** Returns the rows as text. */
function drawn(rows: readonly DiffRow[]): string[] {
  return rows.map((row) =>
    "unchanged" in row
      ? `… ${row.unchanged}`
      : `${row.before ?? "."} ${row.after ?? "."} ${row.sign}${row.bytes.toString()}`,
  );
}

async function lines(before: string, after: string): Promise<string[]> {
  const comparison = await compared(before, after);
  return comparison.is === "lines" ? drawn(comparison.rows) : [comparison.is];
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => `${from + at}\n`).join("");

describe("a comparison of two texts", () => {
  test("carriage returns are hidden if both files have CRLF, and shown if only one has", async () => {
    expect(await lines("a\r\nb\r\n", "a\r\nc\r\n")).toEqual(["1 1  a", "2 . -b", ". 2 +c"]);
    expect(await lines("a\nb\n", "a\r\nb\r\n")).toContain(". 1 +a\r");
  });

  test("a comparison shows removed and added lines, with three unchanged lines around them", async () => {
    expect(await lines(numbers(1, 20), `${numbers(1, 9)}x\n${numbers(11, 20)}`)).toEqual([
      "… 6",
      "7 7  7",
      "8 8  8",
      "9 9  9",
      "10 . -10",
      ". 10 +x",
      "11 11  11",
      "12 12  12",
      "13 13  13",
      "… 7",
    ]);
  });

  test("a comparison with an empty file has only added lines", async () => {
    expect(await lines("", "a\nb\n")).toEqual([". 1 +a", ". 2 +b"]);
  });

  test("with too many edits to find the fewest, all lines are removed and added", async () => {
    const comparison = await compared(numbers(1, 4000), numbers(5001, 9000));
    expect(comparison).toMatchObject({ is: "lines", added: 4000, removed: 4000 });
  });
});

test("two versions with equal content are the same", async () => {
  expect(await compared("a\nb", "a\nb")).toEqual({ is: "same" });
});

test("binary files are compared by bytes", async () => {
  expect(await compared("ab\0cd", "ab\0cx")).toEqual({ is: "bytes", why: "binary", at: 4 });
  expect(await compared("ab\0", "ab\0cx")).toEqual({ is: "bytes", why: "binary", at: 3 });
});

test("texts that are too long are compared by bytes", async () => {
  const long = "x".repeat(2_000_001);
  expect(await compared(long, `${long.slice(0, 1_500_000)}y${long}`)).toEqual({
    is: "bytes",
    why: "long",
    at: 1_500_000,
  });
  expect(await compared(long, long)).toEqual({ is: "same" });
});
