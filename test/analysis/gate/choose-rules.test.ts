import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { chooseRules, type FileRules, type GivenLimits } from "../../../src/analysis/gate/choose-rules.js";
import { measureNumbers } from "../../../src/analysis/gate/measure-numbers.js";
import type { Basis } from "../../../src/analysis/gate/rule.js";
import type { RuleKey } from "../../../src/analysis/gate/rules/all-rules.js";
import type { Limit } from "../../../src/analysis/gate/rules/rule-limit.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

type Limits = Partial<Record<RuleKey, Limit>>;

function given(limits: Limits): GivenLimits {
  const keys = [
    "lowestEfficiency",
    "highestWastedBytes",
    "highestWastedPercent",
    "maxLayers",
    "maxSize",
  ] as const;
  return new Map(
    keys.flatMap((key) => {
      const limit = limits[key];
      return limit === undefined ? [] : [[key, limit] as const];
    }),
  );
}

function fileOf(basis: Basis, limits: Limits): FileRules {
  return { basis, limits: given(limits) };
}

/** Returns the chosen rules as `name limit basis from`. */
function chosen(flags: Limits, file: FileRules | null, basis?: Basis): string[] {
  return chooseRules({ flags: given(flags), file, basis }).map(
    (rule) => `${rule.name} ${rule.limit} ${rule.basis} ${rule.from}`,
  );
}

const DEFAULTS = ["lowestEfficiency 0.9 exact default", "highestWastedPercent 0.1 exact default"];

describe("enabled rules", () => {
  test("the default rules are lowestEfficiency 0.9 and highestWastedPercent 0.1", () => {
    expect(chosen({}, null)).toEqual(DEFAULTS);
    expect(chosen({}, fileOf("exact", {}))).toEqual(DEFAULTS);
    expect(chosen({}, fileOf("dive", {}))).toEqual([
      "lowestEfficiency 0.9 dive default",
      "highestUserWastedPercent 0.1 dive default",
    ]);
  });

  test("the default rules are off if a flag sets a rule", () => {
    expect(chosen({ maxLayers: 20 }, null)).toEqual(["maxLayers 20 exact flag"]);
  });

  test("the default rules are off if the file sets a rule", () => {
    expect(chosen({}, fileOf("exact", { maxSize: 5 }))).toEqual(["maxSize 5 exact file"]);
  });

  test("a flag overrides the file for its own rule only", () => {
    expect(chosen({ maxSize: 1 }, fileOf("exact", { maxSize: 2, maxLayers: 3 }))).toEqual([
      "maxLayers 3 exact file",
      "maxSize 1 exact flag",
    ]);
  });

  test("disabling a rule of the file does not enable the default rules", () => {
    expect(chosen({ maxSize: "disabled" }, fileOf("exact", { maxSize: 2 }))).toEqual([]);
    expect(chosen({}, fileOf("exact", { maxSize: "disabled", maxLayers: 2 }))).toEqual([
      "maxLayers 2 exact file",
    ]);
  });

  test("disabling one default rule keeps the other one", () => {
    expect(chosen({ lowestEfficiency: "disabled" }, null)).toEqual([DEFAULTS[1]]);
    expect(chosen({}, fileOf("exact", { highestWastedPercent: "disabled" }))).toEqual([DEFAULTS[0]]);
  });
});

describe("the numbers that rules use", () => {
  const dive = fileOf("dive", { lowestEfficiency: 0.95, highestWastedBytes: 20, highestWastedPercent: 0.2 });

  test("the rules of a .dive-ci file use dive's numbers and dive's names", () => {
    expect(chosen({}, dive)).toEqual([
      "lowestEfficiency 0.95 dive file",
      "highestWastedBytes 20 dive file",
      "highestUserWastedPercent 0.2 dive file",
    ]);
  });

  test("a flag next to a .dive-ci file uses the exact numbers", () => {
    expect(chosen({ lowestEfficiency: 0.5 }, dive)).toEqual([
      "lowestEfficiency 0.5 exact flag",
      "highestWastedBytes 20 dive file",
      "highestUserWastedPercent 0.2 dive file",
    ]);
  });

  test("all rules use the exact numbers with --metrics exact", () => {
    expect(chosen({}, dive, "exact")).toEqual([
      "lowestEfficiency 0.95 exact file",
      "highestWastedBytes 20 exact file",
      "highestUserWastedPercent 0.2 exact file",
    ]);
  });

  test("rules use dive's numbers with --metrics dive, except for maxLayers and maxSize", () => {
    expect(chosen({ lowestEfficiency: 0.5, maxLayers: 1, maxSize: 1 }, null, "dive")).toEqual([
      "lowestEfficiency 0.5 dive flag",
      "maxLayers 1 exact flag",
      "maxSize 1 exact flag",
    ]);
  });
});

/*
 * Three layers of 50, 30 and 20 bytes. `a` (20) is removed; `d` (10) is overwritten by other 10 bytes.
 * Size 100, rootfs 70: efficiency 0.7, 30 wasted; 50 bytes were written above the base, 10 of them are wasted.
 * Dive: a 20 and 0, b 30, d 10 and 10, e 20, f 10; efficiency 70 / 100; a's 20 and d's 20 are wasted, 40 of 50.
 */
const LAYERS: readonly (readonly MemberSpec[])[] = [
  [
    { path: "a", content: "a".repeat(20) },
    { path: "b", content: "b".repeat(30) },
  ],
  [{ path: "d", content: "d".repeat(10) }, { path: "e", content: "e".repeat(20) }, { path: ".wh.a" }],
  [
    { path: "d", content: "D".repeat(10) },
    { path: "f", content: "f".repeat(10) },
  ],
];

async function verdict(limits: Limits, basis?: Basis): Promise<{ actual: number; pass: boolean }[]> {
  const analysis = await analyze(memoryImage(LAYERS));
  const rules = chooseRules({ flags: given(limits), file: null, basis });
  return measureNumbers(rules, analysis).map(({ actual, pass }) => ({ actual, pass }));
}

describe("a value at, below and above the limit", () => {
  test.each([
    ["lowestEfficiency", 0.69, 0.7, true],
    ["lowestEfficiency", 0.7, 0.7, true],
    ["lowestEfficiency", 0.71, 0.7, false],
    ["highestWastedBytes", 31, 30, true],
    ["highestWastedBytes", 30, 30, true],
    ["highestWastedBytes", 29, 30, false],
    ["highestWastedPercent", 0.21, 0.2, true],
    ["highestWastedPercent", 0.2, 0.2, true],
    ["highestWastedPercent", 0.19, 0.2, false],
    ["maxLayers", 4, 3, true],
    ["maxLayers", 3, 3, true],
    ["maxLayers", 2, 3, false],
    ["maxSize", 101, 100, true],
    ["maxSize", 100, 100, true],
    ["maxSize", 99, 100, false],
  ])("%s with the limit %d and the value %d: passed is %s", async (key, limit, actual, pass) => {
    expect(await verdict({ [key]: limit })).toEqual([{ actual, pass }]);
  });

  test.each([
    ["lowestEfficiency", 0.7, 0.7, true],
    ["lowestEfficiency", 0.71, 0.7, false],
    ["highestWastedBytes", 40, 40, true],
    ["highestWastedBytes", 39, 40, false],
    ["highestWastedPercent", 0.8, 0.8, true],
    ["highestWastedPercent", 0.79, 0.8, false],
    ["maxSize", 100, 100, true],
  ])("%s with the limit %d and dive's value %d: passed is %s", async (key, limit, actual, pass) => {
    expect(await verdict({ [key]: limit }, "dive")).toEqual([{ actual, pass }]);
  });
});
