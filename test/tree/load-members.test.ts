import { expect, test } from "vitest";
import { loadMembers } from "../../src/tree/load-members.js";
import { memoryImage } from "../support/memory-image.js";

test("each layer has its members, and a missing layer has none", async () => {
  const image = memoryImage([[{ path: "a", content: "four" }], [{ path: "b", content: "x" }]], {
    missing: [0],
  });
  const members = await loadMembers(image);
  expect(members.map(({ memberCount, rows }) => [memberCount, rows.bytes])).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test("progress rises to the stored bytes of all layers; a layer that occurs twice counts once", async () => {
  const image = memoryImage([[{ path: "a", content: "four" }], [{ path: "b", content: "x" }]]);
  const [first, second] = image.layers;
  const total = first.storedSize + second.storedSize;
  const seen: (readonly [number, number])[] = [];
  await loadMembers(
    { ...image, layers: [first, second, { ...first, index: 2 }] },
    { onProgress: (...bytes) => seen.push(bytes) },
  );
  expect(seen.every(([done, of], i) => of === total && done >= (seen[i - 1]?.[0] ?? 0))).toBe(true);
  expect(seen.at(-1)).toEqual([total, total]);
});
