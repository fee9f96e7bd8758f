import { expect, test } from "vitest";
import type { FileBytes } from "../../../src/image/entry.js";
import { readFiles } from "../../../src/source/layers/read-files.js";

const ARCHIVE = Buffer.from("..one..two......three", "latin1");

/** An archive that returns pieces of three bytes, and records the requested ranges. */
function archiveOf(bytes: Buffer) {
  const requested: [number, number][] = [];
  async function* archive(from: number, to: number) {
    requested.push([from, to]);
    for (let at = from; at < Math.min(to, bytes.length); at += 3) {
      yield bytes.subarray(at, Math.min(at + 3, to));
    }
  }
  return { archive, requested };
}

const at = (offset: number, size: number): FileBytes => ({ offset, size, stored: size, sparse: null });

test("files beside each other are read at once, and returned in the requested order", async () => {
  const { archive, requested } = archiveOf(ARCHIVE);
  const contents = await readFiles([at(16, 5), at(2, 3), at(7, 3)], archive);
  expect([contents.map(String), requested]).toEqual([["three", "one", "two"], [[2, 21]]]);
});

test("files that are far apart are read separately", async () => {
  const far = Buffer.alloc(200_000, ".");
  far.write("one", 0);
  far.write("two", 150_000);
  const { archive, requested } = archiveOf(far);
  const contents = await readFiles([at(0, 3), at(150_000, 3)], archive);
  expect([contents.map(String), requested]).toEqual([
    ["one", "two"],
    [
      [0, 3],
      [150_000, 150_003],
    ],
  ]);
});

test("holes of a sparse file are zeros", async () => {
  const { archive } = archiveOf(ARCHIVE);
  const sparse: FileBytes = { offset: 7, size: 6, stored: 3, sparse: [{ offset: 2, length: 3 }] };
  const contents = await readFiles([at(2, 3), sparse, at(16, 5)], archive);
  expect(contents.map((bytes) => bytes.toString("latin1"))).toEqual(["one", "\0\0two\0", "three"]);
});

test("an archive that ends within a file is damaged at the byte where it ends", async () => {
  const { archive } = archiveOf(ARCHIVE.subarray(0, 18));
  await expect(readFiles([at(2, 3), at(16, 5)], archive)).rejects.toMatchObject({
    kind: "truncated",
    at: 18,
    message: "3 bytes of files are missing",
  });
});
