import { expect, test } from "vitest";
import { analyze, waste } from "../../src/analysis/analyze.js";
import { countedBase, guessedBase } from "../../src/analysis/base-image.js";
import { slimHint, slimSaving } from "../../src/words/slim-words.js";
import { memoryImage } from "../support/memory-image.js";
import { wastefulImage } from "../support/wasteful-image.js";

test("the hint has the bytes that slim saves: all waste, or only waste above a counted base", async () => {
  const image = wastefulImage();
  const copies = await waste(await analyze(image));
  const all = "Without changing the Dockerfile: `layerx slim` saves 3kB of this.";
  expect(slimHint(copies, null)).toBe(all);
  expect(slimHint(copies, guessedBase(image)), "a guess keeps no layer").toBe(all);
  expect(slimHint(copies, countedBase(image, 1))).toBe(
    "Without changing the Dockerfile: `layerx slim --base-layers 1` saves 2kB of this.",
  );
});

test("the saving has the bytes that slim saves, and a command that keeps a counted base", async () => {
  const image = wastefulImage();
  const copies = await waste(await analyze(image));
  expect(slimSaving(copies, null)).toEqual({ bytes: 3000, command: "layerx slim" });
  expect(slimSaving(copies, countedBase(image, 1))).toEqual({
    bytes: 2000,
    command: "layerx slim --base-layers 1",
  });
});

test("there is no hint if slim saves no bytes", async () => {
  const image = memoryImage([[{ path: "a", content: "x" }]]);
  expect(slimHint(await waste(await analyze(image)), null)).toBe(null);
  const wasteful = wastefulImage();
  expect(slimHint(await waste(await analyze(wasteful)), countedBase(wasteful, 3))).toBe(null);
});
