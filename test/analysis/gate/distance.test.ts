import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Baseline, growthRules } from "../../../src/analysis/gate/baseline.js";
import { chooseRules } from "../../../src/analysis/gate/choose-rules.js";
import { toPass } from "../../../src/analysis/gate/distance.js";
import { numbersOf } from "../../../src/analysis/gate/measure-numbers.js";
import { type Basis, measured, type Rule } from "../../../src/analysis/gate/rule.js";
import type { RuleKey } from "../../../src/analysis/gate/rules/all-rules.js";
import type { ToPass } from "../../../src/analysis/gate/verdict.js";
import type { ImageMetrics } from "../../../src/analysis/metrics.js";

/** Used and wasted bytes of an image with a base of one layer: in the base, and above the base. */
interface Bytes {
  readonly used: readonly [base: number, above: number];
  readonly wasted: readonly [base: number, above: number];
}

function metricsOf({ used, wasted }: Bytes): ImageMetrics {
  const counts = { entries: 1, added: 1, modified: 0, removed: 0 };
  const layers = [0, 1].map((layer) => ({
    ...counts,
    size: used[layer] + wasted[layer],
    wastedBytes: wasted[layer],
  }));
  const [rootfsSize, wastedBytes] = [used[0] + used[1], wasted[0] + wasted[1]];
  const [size, userSize] = [rootfsSize + wastedBytes, used[1] + wasted[1]];
  const efficiency = size === 0 ? 1 : rootfsSize / size;
  const wastedPercent = userSize === 0 ? 0 : wasted[1] / userSize;
  return {
    size,
    rootfsSize,
    compressedSize: null,
    files: 1,
    efficiency,
    wastedBytes,
    userSize,
    wastedPercent,
    layers,
  };
}

function numberRule(key: RuleKey, limit: number, basis: Basis = "exact"): Rule {
  const [rule] = chooseRules({ flags: new Map([[key, limit]]), file: null, basis });
  return rule;
}

const BASELINE: Baseline = {
  name: "before.json",
  references: [],
  platform: "linux/amd64",
  size: 100,
  wastedBytes: 0,
  efficiency: 1,
  layers: 1,
  whole: true,
  stored: null,
  copies: null,
  forbidden: null,
};

function distance(rule: Rule, actual: number, bytes: Bytes): ToPass | null {
  const facts = { numbers: numbersOf(metricsOf(bytes), 1), baseline: BASELINE };
  return toPass(measured(rule, actual), facts);
}

const IMAGE: Bytes = { used: [60, 20], wasted: [5, 15] };

test.each([
  // 80 of 100 are used: 80 / 88 is more than 90 %, 80 / 89 less.
  ["lowestEfficiency", 0.9, 0.8, { amount: 12, of: "wastedBytes" }],
  // 15 of the 35 above the base are wasted: 2 of 22 are less than 10 %, 3 of 23 more.
  ["highestWastedPercent", 0.1, 15 / 35, { amount: 13, of: "wastedBytes" }],
  ["highestWastedBytes", 8, 20, { amount: 12, of: "wastedBytes" }],
  ["maxSize", 30, 100, { amount: 70, of: "bytes" }],
  ["maxSizeAboveBase", 30, 35, { amount: 5, of: "bytes" }],
  ["maxLayers", 1, 2, { amount: 1, of: "layers" }],
] as const)("the distance of %s %d from the measured value %d is %j", (key, limit, actual, expected) => {
  expect(distance(numberRule(key, limit), actual, IMAGE)).toEqual(expected);
});

test("a rule that passes has no distance to its limit", () => {
  expect(distance(numberRule("lowestEfficiency", 0.8), 0.8, IMAGE)).toBe(null);
});

test("with dive's numbers, the distance is known for wasted bytes, but not for efficiency", () => {
  const rules = [numberRule("lowestEfficiency", 0.9, "dive"), numberRule("highestWastedBytes", 8, "dive")];
  expect([distance(rules[0], 0.8, IMAGE), distance(rules[1], 30, IMAGE)]).toEqual([
    null,
    { amount: 22, of: "wastedBytes" },
  ]);
});

test("the distance of lost efficiency is a number of wasted bytes", () => {
  const rule = growthRules(BASELINE, new Map([["efficiency", { amount: 0.1 }]])).find(
    ({ growth }) => growth === "efficiency",
  );
  expect(rule === undefined ? null : distance(rule, 0.2, IMAGE)).toEqual({
    amount: 12,
    of: "wastedBytes",
  });
});

const bytes = fc.oneof(fc.nat(50), fc.nat(1_000_000), fc.nat(2 ** 40));
const images = fc.record({ used: fc.tuple(bytes, bytes), wasted: fc.tuple(bytes, bytes) });
const limits = fc.oneof(
  fc.integer({ min: 0, max: 1000 }).map((thousandth) => thousandth / 1000),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const RUNS = { numRuns: 5000 };

describe("the smallest number of wasted bytes to remove", () => {
  test("lowestEfficiency passes without the found number of wasted bytes, and fails with one byte more", () => {
    fc.assert(
      fc.property(images, limits, (image, limit) => {
        const { rootfsSize, wastedBytes, efficiency } = metricsOf(image);
        const found = distance(numberRule("lowestEfficiency", limit), efficiency, image);
        const passes = (less: number) => {
          const size = rootfsSize + wastedBytes - less;
          return (size === 0 ? 1 : rootfsSize / size) >= limit;
        };
        const amount = found?.amount ?? 0;
        expect([found === null, amount <= wastedBytes, passes(amount)]).toEqual([passes(0), true, true]);
        if (amount > 0) expect(passes(amount - 1)).toBe(false);
      }),
      RUNS,
    );
  });

  test("highestWastedPercent passes without the found number of wasted bytes above the base, and fails with one more", () => {
    fc.assert(
      fc.property(images, limits, (image, limit) => {
        const [used, wasted] = [image.used[1], image.wasted[1]];
        const passes = (less: number) => {
          const size = used + wasted - less;
          return (size === 0 ? 0 : (wasted - less) / size) <= limit;
        };
        const { wastedPercent } = metricsOf(image);
        const found = distance(numberRule("highestWastedPercent", limit), wastedPercent, image);
        const amount = found?.amount ?? 0;
        expect([found === null, amount <= wasted, passes(amount)]).toEqual([passes(0), true, true]);
        if (amount > 0) expect(passes(amount - 1)).toBe(false);
      }),
      RUNS,
    );
  });
});
