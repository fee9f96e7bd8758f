import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimLayers } from "../../../src/source/cache/claims.js";
import { tempDir } from "../../support/temp.js";

const never = async () => false;
const { signal } = new AbortController();

function pathsIn(folder: string, ...names: readonly string[]) {
  return new Map(names.map((name) => [name, join(folder, name)]));
}

test("a process waits for a layer that another one reads, and claims it when that ends", async () => {
  const folder = tempDir();
  const paths = pathsIn(folder, "a", "b");
  const endFirst = await claimLayers(paths, { isKept: never, signal });
  let waited = 0;
  const sleep = async () => {
    waited++;
    if (waited === 3) await endFirst();
  };
  const endSecond = await claimLayers(paths, { isKept: never, signal, sleep });
  expect([waited, readdirSync(folder).sort()]).toEqual([3, ["a", "b"]]);
  await endSecond();
  expect(readdirSync(folder)).toEqual([]);
});

test("a process goes on as soon as the layer is in the cache, without a claim", async () => {
  const folder = tempDir();
  const endFirst = await claimLayers(pathsIn(folder, "a"), { isKept: never, signal });
  let waited = 0;
  const sleep = async () => {
    waited++;
  };
  const endSecond = await claimLayers(pathsIn(folder, "a"), {
    isKept: async () => waited > 1,
    signal,
    sleep,
  });
  await endSecond();
  expect([waited, readdirSync(folder)]).toEqual([2, ["a"]]);
  await endFirst();
});

test("the claim of a process that is gone is taken over after 20 seconds, whatever its clock said", async () => {
  const path = join(tempDir(), "a");
  writeFileSync(path, "");
  utimesSync(path, 9e9, 9e9);
  let waitedMs = 0;
  const sleep = async (ms: number) => {
    waitedMs += ms;
  };
  const end = await claimLayers(new Map([["a", path]]), { isKept: never, signal, sleep });
  expect(Math.abs(waitedMs - 20_000)).toBeLessThan(200);
  await end();
  expect(existsSync(path)).toBe(false);
});

test("an interrupted wait ends the claims that were made", async () => {
  const folder = tempDir();
  writeFileSync(join(folder, "b"), "");
  const sleep = () => Promise.reject(new Error("interrupted"));
  await expect(claimLayers(pathsIn(folder, "a", "b"), { isKept: never, signal, sleep })).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(["b"]);
});

test("where no claim can be made, the layers are read all the same", async () => {
  const end = await claimLayers(pathsIn(join(tempDir(), "missing"), "a"), { isKept: never, signal });
  await end();
});
