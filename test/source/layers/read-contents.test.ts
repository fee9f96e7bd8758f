import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { eachFile, fileContent } from "../../../src/source/layers/read-contents.js";

const BYTES = Buffer.from("..one..three..two");
const place = (offset: number, size: number) => ({ offset, size, stored: size, sparse: null });
const FILES = [place(2, 3), place(14, 3), place(7, 5), place(12, 0)];

/** @returns the contents of the files in the order of reading, and the requested ranges of the archive. */
async function read(seek: boolean, take: (content: AsyncIterable<Buffer>) => Promise<unknown>) {
  const ranges: string[] = [];
  async function* archive(from: number, to: number): AsyncGenerator<Buffer> {
    ranges.push(`${from}-${to}`);
    for (let at = from; at < Math.min(to, BYTES.length); at += 4)
      yield BYTES.subarray(at, Math.min(at + 4, to));
  }
  const found: unknown[] = [];
  for await (const { index, bytes } of eachFile(FILES, archive, { seek }))
    found.push([index, await take(fileContent(bytes, FILES[index]))]);
  return { found, ranges };
}

const text = async (content: AsyncIterable<Buffer>) => (await buffer(content)).toString();
const inOrder = [
  [0, "one"],
  [2, "three"],
  [3, ""],
  [1, "two"],
];

test("an archive without seeking is read once for all files, in its order", async () => {
  expect(await read(false, text)).toEqual({ found: inOrder, ranges: ["0-Infinity"] });
});

test("an archive with seeking is read only at the files", async () => {
  expect(await read(true, text)).toEqual({ found: inOrder, ranges: ["2-5", "7-12", "14-17"] });
});

test("the unread rest of a file is skipped", async () => {
  const first = async (content: AsyncIterable<Buffer>) => {
    for await (const chunk of content) return chunk.toString();
    return "";
  };
  const { found } = await read(false, first);
  expect(found).toEqual([
    [0, "on"],
    [2, "t"],
    [3, ""],
    [1, "tw"],
  ]);
});
