import { expect, test } from "vitest";
import { sideBySide } from "../../src/tree/side-by-side.js";

test("at most `concurrency` items are processed at the same time, and items start in their order", async () => {
  const begun: string[] = [];
  let atWork = 0;
  let most = 0;
  await sideBySide(
    ["a", "b", "c", "d", "e"],
    async (item) => {
      begun.push(item);
      most = Math.max(most, ++atWork);
      await Promise.resolve();
      atWork--;
    },
    { concurrency: 3 },
  );
  expect({ begun, most, atWork }).toEqual({ begun: ["a", "b", "c", "d", "e"], most: 3, atWork: 0 });
});

test("the first error stops the other items, and sideBySide() fails with this error", async () => {
  const begun: string[] = [];
  const work = async (item: string, signal: AbortSignal) => {
    begun.push(item);
    if (item === "a") throw new Error("a failed");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    throw new Error("b was stopped");
  };
  await expect(sideBySide(["a", "b", "c"], work, { concurrency: 2 })).rejects.toThrow("a failed");
  expect(begun).toEqual(["a", "b"]);
});

test("an outer abort signal stops the items, and sideBySide() fails with its reason", async () => {
  const outside = new AbortController();
  const work = (_: string, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve());
      outside.abort(new Error("enough"));
    });
  await expect(sideBySide(["a", "b"], work, { signal: outside.signal })).rejects.toThrow("enough");
});
