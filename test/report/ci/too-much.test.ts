import { expect, test } from "vitest";
import { chooseRules } from "../../../src/analysis/gate/choose-rules.js";
import type { RuleKey } from "../../../src/analysis/gate/rules/all-rules.js";
import type { ToPass } from "../../../src/analysis/gate/verdict.js";
import { tooMuch } from "../../../src/report/ci/too-much.js";

test.each([
  ["highestWastedBytes", 20e6, { amount: 13_200_000, of: "wastedBytes" }, "13.2MB too much"],
  ["lowestEfficiency", 0.9, { amount: 900, of: "wastedBytes" }, "900B too much waste"],
  ["maxLayers", 20, { amount: 2, of: "layers" }, "2 too many"],
  ["maxSize", 0, { amount: 5, of: "bytes" }, ""],
  ["maxSize", 10, null, ""],
] as [RuleKey, number, ToPass | null, string][])("%s of %d: %j is %j", (key, limit, toPass, words) => {
  const [rule] = chooseRules({ flags: new Map([[key, limit]]), file: null });
  expect(tooMuch({ rule, toPass })).toBe(words);
});

test.each([
  [1_234, "1.24kB too much"],
  [16_849_999, "16.9MB too much"],
  [999_001, "1MB too much"],
  [1_230, "1.23kB too much"],
])("%d bytes are rounded up, so that what is read is enough", (amount, words) => {
  const [rule] = chooseRules({ flags: new Map([["maxSize", 1]]), file: null });
  expect(tooMuch({ rule, toPass: { amount, of: "bytes" } })).toBe(words);
});
