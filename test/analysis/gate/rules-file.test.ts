import { describe, expect, test } from "vitest";
import type { Basis } from "../../../src/analysis/gate/rule.js";
import { RULE_DOCS } from "../../../src/analysis/gate/rules/rule-docs.js";
import { LIMIT_FORMS } from "../../../src/analysis/gate/rules/rule-limit.js";
import { parseRules } from "../../../src/analysis/gate/rules-file.js";
import { LayerxError } from "../../../src/errors.js";

function rules(text: string, form: Basis | null = null) {
  const { basis, limits } = parseRules({ path: "rules.yaml", text, form });
  return { basis, limits: Object.fromEntries(limits) };
}

/** Returns `what`, `why` and `next` of the error that a file causes, or an empty list. */
function complaint(text: string, form: Basis | null = null): string[] {
  try {
    rules(text, form);
  } catch (error) {
    if (error instanceof LayerxError) return [error.what, error.why, error.next];
    throw error;
  }
  return [];
}

test("the keys of .layerx.yaml are at the top level", () => {
  const text = `# the gate
lowestEfficiency: 95%
highestWastedBytes: 20MB
highestWastedPercent: 0.1
maxLayers: 20
maxSize: disabled
`;
  expect(rules(text)).toEqual({
    basis: "exact",
    limits: {
      lowestEfficiency: 0.95,
      highestWastedBytes: 20_000_000,
      highestWastedPercent: 0.1,
      maxLayers: 20,
      maxSize: "disabled",
    },
  });
});

test("the rules of .dive-ci are under rules:, as numbers, strings or disabled", () => {
  const text = `rules:
  lowestEfficiency: "0.95"
  highestWastedBytes: 20MB
  highestUserWastedPercent: disabled
`;
  expect(rules(text)).toEqual({
    basis: "dive",
    limits: { lowestEfficiency: 0.95, highestWastedBytes: 20_000_000, highestWastedPercent: "disabled" },
  });
});

test.each([100, 20_000])("a file that is nested %d levels deep is an error that says so", (depth) => {
  const text = `forbidden: ${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(() => parseRules({ path: "rules.yaml", text, form: "exact" })).toThrow(
    "it is nested too deeply: 64 levels at most",
  );
});

test.each(["disabled", "off", "OFF", "False", "false", "''", "'  '"])(
  "%s switches a rule of a .dive-ci off",
  (value) => {
    const text = `rules:\n  lowestEfficiency: ${value}\n  highestWastedBytes:\n`;
    const { limits } = parseRules({ path: ".dive-ci", text, form: "dive" });
    expect([...limits]).toEqual([["lowestEfficiency", "disabled"]]);
  },
);

test.each([
  ["budgets: {'a(b)/x+y': 1, '@(a|b)': 2, 'a)': 3}", null],
  [`forbidden: ['${"a".repeat(5000)}']`, "the pattern is too long: 4096 bytes at most"],
  [
    `forbidden: ['${"{a,".repeat(20)}b${"}".repeat(20)}']`,
    "the pattern is too deep: 8 braces within each other at most",
  ],
  [`layerBudgets: {'${"COPY *".repeat(1000)}': 1}`, "the pattern is too long: 4096 bytes at most"],
])("a pattern may contain any characters, but must not be too long or too deep: %#", (text, problem) => {
  const read = () => parseRules({ path: "rules.yaml", text, form: "exact" });
  if (problem === null) expect(read().listed.size).toBe(3);
  else expect(read).toThrow(problem);
});

test.each([
  ["", null, "exact"],
  ["# nothing but remarks\n", null, "exact"],
  ["{}\n", null, "exact"],
  ["rules:\n  # lowestEfficiency: 0.9\n", null, "dive"],
  ["", "dive", "dive"],
] as const)("a file without rules sets no limits: %j", (text, form, basis) => {
  expect(rules(text, form)).toEqual({ basis, limits: {} });
});

const KEYS =
  "the keys are extends, base, lowestEfficiency, highestWastedBytes, highestWastedPercent, maxLayers, maxSize, " +
  "maxLayersAboveBase, maxSizeAboveBase, highestWastedBytesAboveBase, lowestEfficiencyAboveBase, maxLayerSize, layerBudgets, budgets, forbidden, ignore, baseline, at the top level";
const DIVE_KEYS = "write lowestEfficiency, highestWastedBytes, highestUserWastedPercent under a key rules:";

describe("an unknown key is an error that names the line and column", () => {
  test.each([
    ["maxLayers: 3\n  \nmaxlayers: 3\n", null, "3:1", "maxlayers", KEYS],
    ["highestUserWastedPercent: 0.1\n", null, "1:1", "highestUserWastedPercent", KEYS],
    ["constructor: 1\n", null, "1:1", "constructor", KEYS],
    ["__proto__: 1\n", null, "1:1", "__proto__", KEYS],
    ["rules:\n  maxLayers: 3\n", "exact", "1:1", "rules", KEYS],
    ["lowestEfficiency: 0.9\n", "dive", "1:1", "lowestEfficiency", DIVE_KEYS],
    [
      "rules:\n  lowestEfficiency: 0.9\n  highestWastedPercent: 0.1\n",
      null,
      "3:3",
      "highestWastedPercent",
      DIVE_KEYS,
    ],
    ["rules:\n  lowestEfficiency: 0.9\nmaxLayers: 3\n", null, "3:1", "maxLayers", DIVE_KEYS],
  ] as const)("the unknown key in %j is an error", (text, form, at, key, next) => {
    expect(complaint(text, form)).toEqual([
      `cannot use the rules of rules.yaml:${at}`,
      `${key} is not a rule`,
      next,
    ]);
  });
});

describe("an invalid value is an error that names the line and column", () => {
  const ratio = "takes a ratio from 0 to 1 such as 0.95, a percentage such as 95%, or disabled";
  const bytes = "takes a size in bytes or such as 10kB, 10MB, 10MiB, 1GB, or disabled";
  const layers = "takes a whole number such as 20, or disabled";

  test.each([
    ["lowestEfficiency: high\n", "1:19", `lowestEfficiency ${ratio}, not high`],
    ["lowestEfficiency: 1.5\n", "1:19", `lowestEfficiency ${ratio}, not 1.5`],
    ["lowestEfficiency: -0.5\n", "1:19", `lowestEfficiency ${ratio}, not -0.5`],
    ["lowestEfficiency: .nan\n", "1:19", `lowestEfficiency ${ratio}, not NaN`],
    ["lowestEfficiency:\n", "1:18", `lowestEfficiency ${ratio}, not null`],
    ["lowestEfficiency: [0.9]\n", "1:19", `lowestEfficiency ${ratio}, not [0.9]`],
    ["lowestEfficiency: true\n", "1:19", `lowestEfficiency ${ratio}, not true`],
    ["maxLayers: 3\nhighestWastedBytes: 20 apples\n", "2:21", `highestWastedBytes ${bytes}, not 20 apples`],
    ["maxSize: -1\n", "1:10", `maxSize ${bytes}, not -1`],
    ["maxLayers: 2.5\n", "1:12", `maxLayers ${layers}, not 2.5`],
    ["maxLayers: -1\n", "1:12", `maxLayers ${layers}, not -1`],
    ["rules:\n  highestUserWastedPercent: 150%\n", "2:29", `highestUserWastedPercent ${ratio}, not 150%`],
  ])("the invalid value in %j is an error", (text, at, problem) => {
    expect(complaint(text)).toEqual([
      `cannot use the rules of rules.yaml:${at}`,
      problem,
      "correct the value, or remove the line",
    ]);
  });
});

test.each([
  ["- lowestEfficiency\n", "1:1", KEYS],
  ["[]\n", "1:1", KEYS],
  ["just a text\n", "1:1", KEYS],
  ["rules: []\n", "1:8", DIVE_KEYS],
  ["rules: 0.9\n", "1:8", DIVE_KEYS],
])("a file that is not a map of rules is an error: %j", (text, at, next) => {
  expect(complaint(text)).toEqual([
    `cannot use the rules of rules.yaml:${at}`,
    "it is not a map of rules",
    next,
  ]);
});

test.each([
  ["maxLayers: 3\nmaxLayers: 4\n", "2:1", "the same key occurs twice"],
  ["rules:\n  lowestEfficiency: 0.9\n  lowestEfficiency: 0.1\n", "3:3", "the same key occurs twice"],
  ["maxLayers: 3\n---\nmaxLayers: 4\n", "2:1", "a second document begins there"],
])("a repeated key or a second document is an error: %j", (text, at, problem) => {
  expect(complaint(text)).toEqual([
    `cannot use the rules of rules.yaml:${at}`,
    problem,
    "correct the YAML there",
  ]);
});

test("an alias counts as the value that it names, and an unknown alias is an error", () => {
  expect(rules("maxSize: &all 5\nhighestWastedBytes: *all\n")).toEqual({
    basis: "exact",
    limits: { highestWastedBytes: 5, maxSize: 5 },
  });
  expect(complaint("maxSize: *nowhere\n")[0]).toMatch(/^cannot use the rules of rules\.yaml:1:\d+$/);
});

test("control characters in the path and the values of a file are escaped", () => {
  const file = { path: "a\x1b[31m", text: 'maxSize: "\\e[2J"\n', form: null };
  expect(() => parseRules(file)).toThrow(
    "cannot use the rules of a\\x1b[31m:1:10: maxSize takes a size in bytes or such as 10kB, 10MB, 10MiB, 1GB, or disabled, not \\x1b[2J",
  );
});

test("a file may contain every key", () => {
  const file = parseRules({
    path: "dir/rules.yaml",
    form: "exact",
    text: `extends:
  - ../team.yaml
base: debian.tar
maxSize: { limit: 1MB, severity: warning }
maxLayerSize: 10kB
layerBudgets: { 0: 5, 'COPY *': { limit: 6, severity: warning } }
budgets: { '**/*.map': 1MB, /tmp: disabled }
forbidden:
  - .env
  - { path: private-keys, severity: warning }
  - { path: .git, severity: disabled }
ignore:
  - { rule: forbidden, path: /x, reason: known, until: 2027-02-28 }
baseline:
  file: before.json
  growth: { size: 5%, wastedBytes: 1kB, layers: disabled, efficiency: 1%, forbidden: 2 }
`,
  });
  const rule = (value: (typeof file.listed extends ReadonlyMap<string, infer R> ? R : never) | undefined) =>
    typeof value === "object" ? `${value.limit} ${value.severity} ${value.kind.subject}` : value;
  expect([...file.listed].map(([name, value]) => `${name}: ${rule(value)}`)).toEqual([
    "maxLayerSize: 10000 error the biggest layer above the base",
    "layerBudgets:0: 5 error layer 0",
    "layerBudgets:COPY *: 6 warning what COPY * stores",
    "budgets:**/*.map: 1000000 error the size of **/*.map",
    "budgets:/tmp: disabled",
    "forbidden:.env: 0 error the number of paths like .env",
    "forbidden:private-keys: 0 warning the number of private keys",
    "forbidden:.git: disabled",
  ]);
  expect({ ...file, listed: null }).toEqual({
    basis: "exact",
    limits: new Map([["maxSize", 1_000_000]]),
    warnings: new Set(["maxSize"]),
    listed: null,
    ignores: [{ rule: "forbidden", path: "/x", reason: "known", until: "2027-02-28" }],
    base: "debian.tar",
    baseline: {
      file: "before.json",
      growth: new Map<string, unknown>([
        ["wastedBytes", { amount: 1000 }],
        ["size", { part: 0.05 }],
        ["layers", "disabled"],
        ["efficiency", { amount: 0.01 }],
        ["forbidden", { amount: 2 }],
      ]),
    },
    extends: [{ path: "../team.yaml", where: "dir/rules.yaml:2:5" }],
  });
});

describe("an unknown key or invalid value within a rule is an error that names the line and column", () => {
  const pattern = "a pattern of paths such as '**/*.map' or /usr/share/doc/**";
  test.each([
    ["budgets:\n  __proto__: 1\n", "2:3", `budgets takes ${pattern} for a key, not __proto__`],
    ["budgets:\n  constructor: 1\n", "2:3", `budgets takes ${pattern} for a key, not constructor`],
    ["budgets:\n  '//': 1\n", "2:3", `budgets takes ${pattern} for a key, not //`],
    ["budgets: 5\n", "1:10", "budgets takes a map of budgets, not 5"],
    ["budgets:\n", "1:9", "budgets takes a map of budgets, not null"],
    [
      "budgets:\n  a: much\n",
      "2:6",
      "a budget takes a size in bytes or such as 10kB, 10MB, 10MiB, 1GB, or disabled, not much",
    ],
    ["maxSize: { severity: error }\n", "1:10", "limit is missing"],
    ["maxSize: { limt: 3 }\n", "1:12", "limt is not a key of maxSize"],
    [
      "forbidden:\n  - '**/{a,b'\n",
      "2:5",
      `forbidden takes ${pattern}, not **/{a,b: the pattern is unclear: a brace is not closed; write \\ before a plain character`,
    ],
    [
      "budgets:\n  '**/[.git': 1\n",
      "2:3",
      `budgets takes ${pattern} for a key, not **/[.git: the pattern is unclear: a bracket is not closed; write \\ before a plain character`,
    ],
    [
      "forbidden:\n  - '!**/x'\n",
      "2:5",
      `forbidden takes ${pattern}, not !**/x: the pattern is a negation, which rules do not have; write \\! for a plain !`,
    ],
    ["maxSize: { limit: 3, sev: error }\n", "1:22", "sev is not a key of maxSize"],
    ["maxSize: { limit: 3, severity: low }\n", "1:32", "severity takes error or warning, not low"],
    ["maxSize: ''\n", "1:10", `maxSize takes ${LIMIT_FORMS.bytes}, not an empty text`],
    ["forbidden: 5\n", "1:12", "forbidden takes a list of patterns"],
    ["forbidden:\n  - 5\n", "2:5", `forbidden takes ${pattern}, not 5`],
    ["forbidden:\n  - ''\n", "2:5", `forbidden takes ${pattern}, not an empty text`],
    ["ignore:\n  - { rule: maxSize, until: 2027-01-31 }\n", "2:5", "reason is missing"],
    ["ignore:\n  - { rule: maxSize, reason: '' }\n", "2:30", "a text is required here, not an empty text"],
    [
      "ignore:\n  - { rule: maxSize, reason: known, until: 2027-02-29 }\n",
      "2:44",
      "until takes a day such as 2027-01-31, not 2027-02-29",
    ],
    ["ignore:\n  - { rule: maxsize, reason: known, until: 2027-01-31 }\n", "2:13", "maxsize is not a rule"],
    [
      "ignore:\n  - { rule: maxSize, path: /a, reason: known, until: 2027-01-31 }\n",
      "2:13",
      "maxSize is not about paths or waste, so it takes no path",
    ],
    ["ignore:\n  - { reason: known, until: 2027-01-31 }\n", "2:5", "an ignore names a rule, a path, or both"],
    ["base: -1\n", "1:7", "base takes auto, a number of layers, or an image"],
    ["base: 1.5\n", "1:7", "base takes auto, a number of layers, or an image"],
    ["extends: 5\n", "1:10", "extends takes a path, or a list of them"],
    ["baseline: { fle: a }\n", "1:13", "fle is not a key of baseline"],
    [
      "baseline: { growth: { size: some } }\n",
      "1:29",
      "size may grow by a size such as 10MB, a percentage such as 5%, or disabled, not some",
    ],
    [
      "baseline: { growth: { forbidden: disabled } }\n",
      "1:34",
      "forbidden may grow by a whole number such as 1, not disabled",
    ],
  ])("the unknown key or invalid value in %j is an error", (text, at, problem) => {
    expect(complaint(text).slice(0, 2)).toEqual([`cannot use the rules of rules.yaml:${at}`, problem]);
  });
});

test("every key of a rules file has documentation", () => {
  const [, , next] = complaint("nothing: 1\n");
  expect(next).toBe(`the keys are ${[...RULE_DOCS.keys()].join(", ")}, at the top level`);
});

test("each example in the documentation is a valid rules file", () => {
  for (const { example } of RULE_DOCS.values()) {
    expect(complaint(example, "exact"), example).toEqual([]);
  }
});
