import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { chooseRules } from "../../../src/analysis/gate/choose-rules.js";
import { gate } from "../../../src/analysis/gate/gate.js";
import { diveDiffers } from "../../../src/report/ci/dive-differs.js";
import { memoryImage } from "../../support/memory-image.js";

async function differs(basis: "dive" | "exact") {
  const image = memoryImage([
    [{ path: "a", content: "a" }],
    [{ path: ".wh.nothing" }, { path: "x/.wh.neither" }, { path: ".wh.a" }],
  ]);
  const numbers = chooseRules({ flags: new Map([["lowestEfficiency", 0]]), file: null, basis });
  const rules = { numbers, layers: [], paths: [], growth: [], ignores: [] };
  return diveDiffers(await gate(await analyze(image), rules, { today: "", base: null, baseline: null }));
}

test("rules in dive's arithmetic have a note if dive stops at a whiteout without a target", async () => {
  expect(await differs("dive")).toEqual([{ layer: 1, path: "/nothing" }]);
  expect(await differs("exact")).toEqual([]);
});
