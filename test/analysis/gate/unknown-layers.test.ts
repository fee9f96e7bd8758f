import { expect, test } from "vitest";
import { type Baseline, growthRules } from "../../../src/analysis/gate/baseline.js";
import { chooseRules } from "../../../src/analysis/gate/choose-rules.js";
import { matchingLayers } from "../../../src/analysis/gate/matching-layers.js";
import { parseRules, rulesOn } from "../../../src/analysis/gate/rules-file.js";
import { checkLayersAreKnown } from "../../../src/analysis/gate/unknown-layers.js";
import { LayerxError } from "../../../src/errors.js";
import type { Image } from "../../../src/image/image.js";
import { historyOf } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";

/** An image with three layers. The lowest layer is not in the archive, as in an image for Windows. */
const FOREIGN = {
  ...memoryImage([[], [{ path: "a", content: "a" }], [{ path: "b", content: "b" }]], { missing: [0] }),
  source: "app.tar",
  history: historyOf(["ADD base", "COPY a", "RUN b"]),
};

const EARLIER: Baseline = {
  name: "old.json",
  references: [],
  platform: "linux/amd64",
  size: 2,
  wastedBytes: 0,
  efficiency: 1,
  layers: 3,
  whole: true,
  stored: null,
  copies: null,
  forbidden: null,
};

interface Given {
  readonly image?: Image;
  readonly baseLayers?: number;
  readonly fromLayer?: number;
  readonly baseline?: Baseline;
}

/** Returns the error of the check for the rules of a file, or `null`. */
function complaint(text: string, { image = FOREIGN, baseLayers = 1, fromLayer = 0, baseline }: Given = {}) {
  const form = text.startsWith("rules:") ? "dive" : "exact";
  const file = parseRules({ path: "rules.yaml", text, form });
  const growth = baseline === undefined ? [] : growthRules(baseline, file.baseline.growth);
  const numbers = chooseRules({ flags: new Map(), file, others: true });
  const rules = { numbers, ...rulesOn(file.listed), growth };
  try {
    const matching = matchingLayers(rules.layers, image, baseLayers);
    checkLayersAreKnown(image, rules, { baseLayers, fromLayer, baseline: baseline ?? null, matching });
  } catch (error) {
    if (error instanceof LayerxError) return `${error.what}: ${error.why}`;
    throw error;
  }
  return null;
}

test.each([
  ["lowestEfficiency: 1%", "lowestEfficiency"],
  ["highestWastedBytes: 1GB", "highestWastedBytes"],
  ["maxSize: 1GB", "maxSize"],
  ["rules:\n  highestUserWastedPercent: 0.5\n  lowestEfficiency: off", "highestUserWastedPercent"],
  ["layerBudgets: {0: 1GB}", "layerBudgets:0"],
  ["layerBudgets: {'ADD *': 1GB}", "layerBudgets:ADD *"],
  ["budgets: {/srv: 1GB}", "budgets:/srv"],
  ["forbidden: [.env]", "forbidden:.env"],
])("a rule that depends on a missing layer cannot be checked: %s", (text, name) => {
  expect(complaint(text)).toBe(`cannot check ${name} of app.tar: layer 0 is missing, so its size is unknown`);
});

test.each([
  ["maxLayers: 3"],
  ["highestWastedPercent: 10%\nmaxSizeAboveBase: 1MB\nmaxLayersAboveBase: 9\nmaxLayerSize: 1MB"],
  ["layerBudgets: {1: 1MB, 'COPY *': 1MB}"],
])("a rule that depends on other layers only is checked: %s", (text) => {
  expect(complaint(text)).toBeNull();
});

test("rules about paths and layers need a missing layer only if it is above the base", () => {
  expect(complaint("budgets: {/srv: 0}\nforbidden: [.env]", { fromLayer: 1 })).toBeNull();
  expect(complaint("maxLayerSize: 1MB", { baseLayers: 0 })).toMatch(/^cannot check maxLayerSize /);
});

test("rules about growth cannot be checked with a missing layer, except the number of layers", () => {
  expect(complaint("", { baseline: EARLIER })).toMatch(/^cannot check newWastedBytes /);
  const layersOnly = "baseline: {growth: {wastedBytes: disabled, size: disabled, efficiency: disabled}}";
  expect(complaint(layersOnly, { baseline: EARLIER })).toBeNull();
});

test("a baseline with a missing layer cannot be compared", () => {
  const image = { ...FOREIGN, ...memoryImage([[{ path: "a", content: "a" }]]) };
  expect(complaint("", { image, baseline: { ...EARLIER, whole: false } })).toBe(
    "cannot use the baseline old.json: one of its layers was missing, so its size is unknown",
  );
  expect(complaint("", { image, baseline: EARLIER })).toBeNull();
});

test("a budget for a layer that does not exist is an error that names the line and column", () => {
  expect(complaint("maxLayers: 9\nlayerBudgets:\n  1: 1MB\n  3: 1MB\n")).toBe(
    "cannot use the rules of rules.yaml:4:3: layerBudgets:3 is about a layer that does not exist: app.tar has layers 0 to 2",
  );
});
