import { expect, test } from "vitest";
import { chooseRules } from "../../../src/analysis/gate/choose-rules.js";
import type { RuleKey } from "../../../src/analysis/gate/rules/all-rules.js";
import type { ToPass } from "../../../src/analysis/gate/verdict.js";
import { tooMuch, verdictMessage } from "../../../src/report/ci/rule-message.js";

test.each([
  ["lowestEfficiency", 0.9, 0.95, "efficiency is 95%; the limit is 90% or more"],
  ["maxLayers", 20, 3, "the number of layers is 3; the limit is 20 or less"],
  ["maxSize", 1e9, 5e8, "the image's size is 500MB; the limit is 1GB or less"],
] as [RuleKey, number, number, string][])(
  "the message of a passed rule %s with the limit %d and the value %d",
  (key, limit, actual, message) => {
    const [rule] = chooseRules({ flags: new Map([[key, limit]]), file: null });
    expect(verdictMessage({ rule, actual, pass: true, toPass: null })).toBe(message);
  },
);

test.each([
  [
    "lowestEfficiency",
    0.9,
    0.5,
    { amount: 1_234, of: "wastedBytes" },
    "efficiency is 50%, but must be 90% or more: 1.24kB too much waste",
  ],
  [
    "highestWastedBytes",
    1000,
    2000,
    { amount: 1000, of: "wastedBytes" },
    "waste is 2kB, but must be 1kB or less: 1kB too much",
  ],
  [
    "highestWastedPercent",
    0.1,
    0.2,
    { amount: 77, of: "wastedBytes" },
    "the wasted part above the base is 20%, but must be 10% or less: 77B too much waste",
  ],
] as [RuleKey, number, number, ToPass, string][])(
  "the message of a failed rule %s with the limit %d and the value %d shows the distance",
  (key, limit, actual, toPass, message) => {
    const [rule] = chooseRules({ flags: new Map([[key, limit]]), file: null });
    expect(verdictMessage({ rule, actual, pass: false, toPass })).toBe(message);
  },
);

test("the message of a rule in dive's arithmetic says so", () => {
  const [rule] = chooseRules({ flags: new Map([["lowestEfficiency", 0.9]]), file: null, basis: "dive" });
  expect(verdictMessage({ rule, actual: 0.5, pass: false, toPass: null })).toBe(
    "efficiency is 50% in dive's arithmetic, but must be 90% or more",
  );
});

test.each([
  ["highestWastedBytes", 20e6, { amount: 13_200_000, of: "wastedBytes" }, "13.2MB too much"],
  ["lowestEfficiency", 0.9, { amount: 900, of: "wastedBytes" }, "900B too much waste"],
  ["maxLayers", 20, { amount: 2, of: "layers" }, "2 too many"],
  ["maxSize", 0, { amount: 5, of: "bytes" }, ""],
  ["maxSize", 10, null, ""],
] as [RuleKey, number, ToPass | null, string][])(
  "the distance of %s with the limit %d is shown: %j as %j",
  (key, limit, toPass, words) => {
    const [rule] = chooseRules({ flags: new Map([[key, limit]]), file: null });
    expect(tooMuch({ rule, toPass })).toBe(words);
  },
);

test.each([
  [1_234, "1.24kB too much"],
  [16_849_999, "16.9MB too much"],
  [999_001, "1MB too much"],
  [1_230, "1.23kB too much"],
])("%d bytes are rounded up, so that the shown number is enough", (amount, words) => {
  const [rule] = chooseRules({ flags: new Map([["maxSize", 1]]), file: null });
  expect(tooMuch({ rule, toPass: { amount, of: "bytes" } })).toBe(words);
});
