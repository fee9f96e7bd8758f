import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { eachFile, fileContent } from "../../../src/source/image/read-contents.js";

const BYTES = Buffer.from("..one..three..two");
const place = (offset: number, size: number) => ({ offset, size, stored: size, sparse: null });
const FILES = [place(2, 3), place(14, 3), place(7, 5), place(12, 0)];

/** The files' contents as they come by, and the stretches of the archive that were requested. */
async function read(seek: boolean, take: (content: AsyncIterable<Buffer>) => Promise<unknown>) {
  const stretches: string[] = [];
  async function* archive(from: number, to: number): AsyncGenerator<Buffer> {
    stretches.push(`${from}-${to}`);
    for (let at = from; at < Math.min(to, BYTES.length); at += 4)
      yield BYTES.subarray(at, Math.min(at + 4, to));
  }
  const found: unknown[] = [];
  for await (const { index, bytes } of eachFile(FILES, archive, { seek }))
    found.push([index, await take(fileContent(bytes, FILES[index]))]);
  return { found, stretches };
}

const text = async (content: AsyncIterable<Buffer>) => (await buffer(content)).toString();
const inOrder = [
  [0, "one"],
  [2, "three"],
  [3, ""],
  [1, "two"],
];

test("an archive that must be passed through is passed through once for all files, in its order", async () => {
  expect(await read(false, text)).toEqual({ found: inOrder, stretches: ["0-Infinity"] });
});

test("an archive that can be seeked in is read where the files are", async () => {
  expect(await read(true, text)).toEqual({ found: inOrder, stretches: ["2-5", "7-12", "14-17"] });
});

test("what is left of a file is passed over", async () => {
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
