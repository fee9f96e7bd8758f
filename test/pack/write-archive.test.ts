import { expect, test } from "vitest";
import { inBlocks } from "../../src/pack/write-archive.js";

async function* lists(...sizes: readonly number[]) {
  for (const [i, size] of sizes.entries()) yield [Buffer.alloc(size, i + 1), Buffer.alloc(1, 255)];
}

async function collected(...sizes: readonly number[]) {
  const blocks: Buffer[] = [];
  for await (const block of inBlocks(lists(...sizes))) blocks.push(Buffer.from(block));
  return { all: Buffer.concat(blocks), blocks };
}

test("parts of any size are joined without gaps, in full blocks except the last one", async () => {
  const sizes = [10, 0, 524_277, 524_287, 2_000_000, 3];
  const { all, blocks } = await collected(...sizes);
  const parts: Buffer[] = [];
  for await (const list of lists(...sizes)) parts.push(...list);
  expect(all.equals(Buffer.concat(parts))).toBe(true);
  expect(new Set(blocks.slice(0, -1).map(({ length }) => length)).size).toBe(1);
  expect(await collected()).toEqual({ all: Buffer.alloc(0), blocks: [] });
});

test("a block is not changed before the next one is requested", async () => {
  const blocks = inBlocks(lists(4_000_000));
  const first = Buffer.from((await blocks.next()).value ?? []);
  const second = Buffer.from((await blocks.next()).value ?? []);
  expect(first.length).toBe(second.length);
  expect(second.every((byte) => byte === 1)).toBe(true);
});
