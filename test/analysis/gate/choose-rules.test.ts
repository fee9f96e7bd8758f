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

/** The chosen rules as `name limit basis from`. */
function chosen(flags: Limits, file: FileRules | null, basis?: Basis): string[] {
  return chooseRules({ flags: given(flags), file, basis }).map(
    (rule) => `${rule.name} ${rule.limit} ${rule.basis} ${rule.from}`,
  );
}

const DEFAULTS = ["lowestEfficiency 0.9 exact default", "highestWastedPercent 0.1 exact default"];

describe("which rules are on", () => {
  test("without any rule given: lowestEfficiency 0.9 and highestWastedPercent 0.1", () => {
    expect(chosen({}, null)).toEqual(DEFAULTS);
    expect(chosen({}, fileOf("exact", {}))).toEqual(DEFAULTS);
    expect(chosen({}, fileOf("dive", {}))).toEqual([
      "lowestEfficiency 0.9 dive default",
      "highestUserWastedPercent 0.1 dive default",
    ]);
  });

  test("the defaults do not count where a flag gives a rule", () => {
    expect(chosen({ maxLayers: 20 }, null)).toEqual(["maxLayers 20 exact flag"]);
  });

  test("the defaults do not count where the file gives a rule", () => {
    expect(chosen({}, fileOf("exact", { maxSize: 5 }))).toEqual(["maxSize 5 exact file"]);
  });

  test("rule by rule, a flag counts before the file", () => {
    expect(chosen({ maxSize: 1 }, fileOf("exact", { maxSize: 2, maxLayers: 3 }))).toEqual([
      "maxLayers 3 exact file",
      "maxSize 1 exact flag",
    ]);
  });

  test("disabled switches off a rule of the file, without bringing back the defaults", () => {
    expect(chosen({ maxSize: "disabled" }, fileOf("exact", { maxSize: 2 }))).toEqual([]);
    expect(chosen({}, fileOf("exact", { maxSize: "disabled", maxLayers: 2 }))).toEqual([
      "maxLayers 2 exact file",
    ]);
  });

  test("disabled switches off one default, and leaves the other", () => {
    expect(chosen({ lowestEfficiency: "disabled" }, null)).toEqual([DEFAULTS[1]]);
    expect(chosen({}, fileOf("exact", { highestWastedPercent: "disabled" }))).toEqual([DEFAULTS[0]]);
  });
});

describe("the numbers that rules use", () => {
  const dive = fileOf("dive", { lowestEfficiency: 0.95, highestWastedBytes: 20, highestWastedPercent: 0.2 });

  test("dive's for the rules of a .dive-ci, under dive's names", () => {
    expect(chosen({}, dive)).toEqual([
      "lowestEfficiency 0.95 dive file",
      "highestWastedBytes 20 dive file",
      "highestUserWastedPercent 0.2 dive file",
    ]);
  });

  test("the exact ones for a flag beside it", () => {
    expect(chosen({ lowestEfficiency: 0.5 }, dive)).toEqual([
      "lowestEfficiency 0.5 exact flag",
      "highestWastedBytes 20 dive file",
      "highestUserWastedPercent 0.2 dive file",
    ]);
  });

  test("the exact ones for all with --metrics exact", () => {
    expect(chosen({}, dive, "exact")).toEqual([
      "lowestEfficiency 0.95 exact file",
      "highestWastedBytes 20 exact file",
      "highestUserWastedPercent 0.2 exact file",
    ]);
  });

  test("dive's with --metrics dive, but for the two rules that dive has not", () => {
    expect(chosen({ lowestEfficiency: 0.5, maxLayers: 1, maxSize: 1 }, null, "dive")).toEqual([
      "lowestEfficiency 0.5 dive flag",
      "maxLayers 1 exact flag",
      "maxSize 1 exact flag",
    ]);
  });
});

/*
 * Three layers of 50, 30 and 20 bytes. `a` (20) is removed; `d` (10) is overwritten by other 10 bytes.
 * Size 100, rootfs 70: efficiency 0.7, 30 wasted; above the base 50 were written, of which 10 are dead.
 * Dive: a 20 and 0, b 30, d 10 and 10, e 20, f 10; 70 of 100; it wastes a's 20 and d's 20, 40 of 50.
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

describe("a rule at, below and above its limit", () => {
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
  ])("%s %d: %d", async (key, limit, actual, pass) => {
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
  ])("in dive's arithmetic, %s %d: %d", async (key, limit, actual, pass) => {
    expect(await verdict({ [key]: limit }, "dive")).toEqual([{ actual, pass }]);
  });
});
