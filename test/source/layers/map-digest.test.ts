import fc from "fast-check";
import { expect, test } from "vitest";
import { fileData, mapDigestOf } from "../../../src/source/layers/read-contents.js";

interface Piece {
  readonly zeros: number;
  readonly data: string;
}

// Zeros within a block, blocks of zeros and stored zeros: all forms in which an archive can store a content.
const pieces = fc.array(
  fc.record({
    zeros: fc.constantFrom(0, 1, 511, 512, 513, 1024, 5000),
    data: fc.oneof(
      fc.constantFrom("a", "b", "\0", "a\0", "\0".repeat(600)),
      fc.string({ unit: fc.constantFrom("a", "\0"), minLength: 1, maxLength: 1300 }),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

const contentOf = (parts: readonly Piece[]) =>
  parts.map(({ zeros, data }) => "\0".repeat(zeros) + data).join("");

async function* chunksOf(bytes: Buffer, chunkBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

/** @returns the digest of a sparse file with these parts; the zeros between them are holes. */
async function sparse(parts: readonly Piece[], chunkBytes: number): Promise<string> {
  let at = 0;
  const map = parts.map(({ zeros, data }) => {
    const offset = at + zeros;
    at = offset + data.length;
    return { offset, length: data.length };
  });
  const stored = Buffer.from(parts.map(({ data }) => data).join(""), "latin1");
  const file = { offset: 0, size: at, stored: stored.length, sparse: map };
  return Buffer.from(await mapDigestOf(chunksOf(stored, chunkBytes), file)).toString("hex");
}

async function dense(content: string, chunkBytes: number): Promise<string> {
  const file = { offset: 0, size: content.length, stored: content.length, sparse: null };
  const bytes = Buffer.from(content, "latin1");
  return Buffer.from(await mapDigestOf(chunksOf(bytes, chunkBytes), file)).toString("hex");
}

test("files have equal digests exactly if their contents are equal, with or without holes", () =>
  fc.assert(
    fc.asyncProperty(pieces, pieces, fc.constantFrom(1, 100, 512, 700, 9999), async (a, b, chunkBytes) => {
      expect(await sparse(a, chunkBytes)).toBe(await dense(contentOf(a), 512));
      expect((await sparse(a, 512)) === (await sparse(b, chunkBytes))).toBe(contentOf(a) === contentOf(b));
    }),
    { numRuns: 300 },
  ));

test("a file with a hole of petabytes has a digest without reading the hole", async () => {
  const file = { offset: 0, size: 2 ** 52, stored: 1, sparse: [{ offset: 2 ** 51, length: 1 }] };
  const one = await mapDigestOf(chunksOf(Buffer.from("x"), 1), file);
  const other = await mapDigestOf(chunksOf(Buffer.from("x"), 1), { ...file, size: 2 ** 52 + 512 });
  expect(one).not.toEqual(other);
});

test("an archive that ends within the data is damaged at the byte where it ends", async () => {
  const file = { offset: 100, size: 9, stored: 5, sparse: [{ offset: 4, length: 5 }] };
  const reading = mapDigestOf(chunksOf(Buffer.from("abc"), 2), file);
  await expect(reading).rejects.toMatchObject({ at: 103, message: "2 bytes of a file are missing" });
});

test("the data of a sparse file has its offsets in the file, without empty ranges", async () => {
  const map = [
    { offset: 1, length: 2 },
    { offset: 5, length: 0 },
    { offset: 7, length: 3 },
  ];
  const file = { offset: 0, size: 12, stored: 5, sparse: map };
  const found: string[] = [];
  for await (const some of fileData(chunksOf(Buffer.from("abcde"), 4), file))
    for (const { offset, bytes } of some) found.push(`${offset} ${Buffer.from(bytes)}`);
  expect(found.filter((piece) => !piece.endsWith(" "))).toEqual(["1 ab", "7 cd", "9 e"]);
});
