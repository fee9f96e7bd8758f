import fc from "fast-check";
import { expect, test } from "vitest";
import { contentFrom } from "../../../src/explorer/jobs/file-stream.js";
import type { FileBytes, SparseChunk } from "../../../src/image/entry.js";

/** Returns the content as text. Stored bytes are letters of the archive, holes are dots. */
function textOf({ offset, size, stored, sparse }: FileBytes, archive: string): string {
  const data = archive.slice(offset, offset + stored);
  if (sparse === null) return data;
  let taken = 0;
  let text = "";
  for (const chunk of sparse) {
    text = text.padEnd(chunk.offset, ".") + data.slice(taken, taken + chunk.length);
    taken += chunk.length;
  }
  return text.padEnd(size, ".");
}

const ARCHIVE = "abcdefghijklmnopqrstuvwxyz".repeat(20);

test("the content of a plain file from a byte on has the same distance in the archive", () => {
  expect(contentFrom({ offset: 512, size: 100, stored: 100, sparse: null }, 30)).toEqual({
    offset: 542,
    size: 70,
    stored: 70,
    sparse: null,
  });
});

test("the content of a sparse file from a byte on leaves out earlier chunks, and may cut one chunk", () => {
  const sparse = [
    { offset: 0, length: 10 },
    { offset: 20, length: 10 },
    { offset: 40, length: 5 },
  ];
  expect(contentFrom({ offset: 512, size: 50, stored: 25, sparse }, 25)).toEqual({
    offset: 527,
    size: 25,
    stored: 10,
    sparse: [
      { offset: 0, length: 5 },
      { offset: 15, length: 5 },
    ],
  });
});

test("reading a file from any byte on gives the end of the whole content", () => {
  const pairs = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 6 });
  fc.assert(
    fc.property(
      pairs,
      fc.nat(5),
      fc.nat(10),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (gaps, tail, offset, at) => {
        const sparse: SparseChunk[] = [];
        let end = 0;
        for (const [gap, length] of gaps) {
          sparse.push({ offset: end + gap, length });
          end += gap + length;
        }
        const stored = sparse.reduce((sum, chunk) => sum + chunk.length, 0);
        const content = { offset, size: end + tail, stored, sparse };
        const from = Math.floor(at * content.size);
        expect(textOf(contentFrom(content, from), ARCHIVE)).toBe(textOf(content, ARCHIVE).slice(from));
      },
    ),
  );
});
