import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { countedBase } from "../../../src/analysis/base-image.js";
import { chooseRules } from "../../../src/analysis/gate/choose-rules.js";
import { gate } from "../../../src/analysis/gate/gate.js";
import type { RuleKey } from "../../../src/analysis/gate/rules/all-rules.js";
import { slimSuggestion, slimSuggestionText } from "../../../src/report/ci/slim-suggestion.js";
import { memoryImage } from "../../support/memory-image.js";
import { wastefulImage } from "../../support/wasteful-image.js";

async function checked(
  flags: readonly (readonly [RuleKey, number])[],
  image = wastefulImage(),
  baseLayers = 0,
) {
  const analysis = await analyze(image);
  const numbers = chooseRules({ flags: new Map(flags), file: null });
  const found = baseLayers === 0 ? null : countedBase(image, baseLayers);
  const rules = { numbers, layers: [], paths: [], growth: [], ignores: [] };
  const { verdicts } = await gate(analysis, rules, { today: "2024-05-01", base: found, baseline: null });
  return { analysis, verdicts, base: { found, counted: found !== null } };
}

test("a failed rule about waste or size suggests slim and its savings, above a known base", async () => {
  const all = { bytes: 3000, command: "layerx slim" };
  expect(slimSuggestion(await checked([["highestWastedBytes", 10]]))).toEqual(all);
  expect(slimSuggestion(await checked([["maxSize", 10]]))).toEqual(all);
  const above = await checked([["highestWastedBytes", 10]], wastefulImage(), 1);
  expect(slimSuggestion(above)).toEqual({ bytes: 2000, command: "layerx slim --base-layers 1" });
  expect(slimSuggestionText(above)).toBe(
    "Without changing the Dockerfile: `layerx slim --base-layers 1` saves 2kB.",
  );
});

test("slim is not suggested if no failed rule is about size, or if it saves nothing", async () => {
  expect(slimSuggestion(await checked([["maxSize", 100_000]]))).toBe(null);
  expect(slimSuggestion(await checked([["maxLayers", 1]]))).toBe(null);
  const clean = memoryImage([[{ path: "a", content: "x".repeat(100) }]]);
  expect(slimSuggestion(await checked([["maxSize", 10]], clean))).toBe(null);
});
