import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { type Base, countedBase } from "../../../src/analysis/base-image.js";
import { type Baseline, baselineOf, growthRules } from "../../../src/analysis/gate/baseline.js";
import { chooseRules } from "../../../src/analysis/gate/choose-rules.js";
import { type GateOutcome, gate } from "../../../src/analysis/gate/gate.js";
import { parseRules, rulesOn } from "../../../src/analysis/gate/rules-file.js";
import { cpuSeconds } from "../../support/cpu-seconds.js";
import { historyOf } from "../../support/history.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

/*
 * A base with documents and a `.env`; a COPY with a repository, a map and a `.env`; a RUN that removes the repository
 * and writes a bigger map over the first. Layers of 30, 70 and 45 bytes.
 */
const LAYERS: readonly (readonly MemberSpec[])[] = [
  [
    { path: "usr/share/doc/a", content: "d".repeat(20) },
    { path: "srv/.env", content: "e".repeat(10) },
  ],
  [
    { path: "app/.git/config", content: "g".repeat(15) },
    { path: "app/.git/HEAD" },
    { path: "app/x.map", content: "m".repeat(35) },
    { path: "app/.env", content: "e".repeat(20) },
  ],
  [{ path: "app/.wh..git" }, { path: "app/x.map", content: "M".repeat(45) }],
];
const INSTRUCTIONS = ["ADD rootfs.tar / # buildkit", "COPY . /app # buildkit", "RUN build"];

const image = {
  ...memoryImage(LAYERS),
  history: historyOf(INSTRUCTIONS),
};

interface Given {
  readonly of?: typeof image;
  readonly basis?: "dive";
  readonly today?: string;
  readonly baseLayers?: number;
  readonly baseline?: Baseline;
}

/** Checks the rules of a file, without the default rules. */
async function checked(
  text: string,
  { of = image, today = "2026-06-15", basis, baseLayers, baseline }: Given = {},
) {
  const file = parseRules({ path: "rules.yaml", text, form: "exact" });
  const base: Base | null = baseLayers === undefined ? null : countedBase(of, baseLayers);
  const growth = baseline === undefined ? [] : growthRules(baseline, file.baseline.growth);
  const numbers = chooseRules({ flags: new Map(), file, basis, others: true });
  const rules = { numbers, ...rulesOn(file.listed), growth, ignores: file.ignores };
  return gate(await analyze(of), rules, { today, base, baseline: baseline ?? null });
}

/** Returns `name actual of limit status` for each rule. */
function lines({ verdicts }: GateOutcome): string[] {
  return verdicts.map(({ rule, actual, status }) => `${rule.name} ${actual} of ${rule.limit} ${status}`);
}

/** Returns `layer bytes paths → advice` for each offender of the first rule. */
function offenders({ analysis: { tree }, verdicts: [first] }: GateOutcome): string[] {
  return first.offenders.map(
    ({ layer, bytes, nodes, advice }) =>
      `${layer} ${bytes} ${nodes.map((node) => tree.path(node)).join(" ")} → ${advice?.topic}`,
  );
}

describe("rules about paths", () => {
  test("a budget counts every version of a file in every layer, also a hidden version", async () => {
    const outcome = await checked("budgets:\n  '**/*.map': 79\n  /app: 200\n  /usr/share/doc: 19\n");
    expect(lines(outcome)).toEqual([
      "budgets:**/*.map 80 of 79 failed",
      "budgets:/app 115 of 200 passed",
      "budgets:/usr/share/doc 20 of 19 failed",
    ]);
    expect(outcome.pass).toBe(false);
    expect(offenders(outcome)).toEqual([
      "2 45 /app/x.map → removed-later",
      "1 35 /app/x.map → copied-and-removed",
    ]);
  });

  test("a pattern without a slash matches a name in any folder, and a folder includes its contents", async () => {
    const outcome = await checked("forbidden: [.git, .env]\n");
    expect(lines(outcome)).toEqual(["forbidden:.git 2 of 0 failed", "forbidden:.env 2 of 0 failed"]);
    expect(offenders(outcome)).toEqual(["1 15 /app/.git/config /app/.git/HEAD → version-control"]);
  });

  test("files of a known base image do not count", async () => {
    const text = "forbidden: ['**/.env']\nbudgets: {/usr/share/doc/**: 0}\n";
    expect(lines(await checked(text))).toEqual([
      "budgets:/usr/share/doc/** 20 of 0 failed",
      "forbidden:**/.env 2 of 0 failed",
    ]);
    expect(lines(await checked(text, { baseLayers: 1 }))).toEqual([
      "budgets:/usr/share/doc/** 0 of 0 passed",
      "forbidden:**/.env 1 of 0 failed",
    ]);
  });

  test("patterns are case-sensitive", async () => {
    expect(lines(await checked("forbidden: ['**/.ENV', '**/.git/head']\n"))).toEqual([
      "forbidden:**/.ENV 0 of 0 passed",
      "forbidden:**/.git/head 0 of 0 passed",
    ]);
  });
});

describe("rules about layers and the part above the base", () => {
  test("maxLayerSize checks the layers above the base, by default above the first layer", async () => {
    const text = "maxLayerSize: 69\n";
    expect(lines(await checked(text))).toEqual(["maxLayerSize 70 of 69 failed"]);
    expect(lines(await checked(text, { baseLayers: 2 }))).toEqual(["maxLayerSize 45 of 69 passed"]);
    expect(lines(await checked("maxLayerSize: 29\n", { baseLayers: 0 }))).toEqual([
      "maxLayerSize 70 of 29 failed",
    ]);
  });

  test("a layer budget is for the layer of one number, or for the sum of all layers with matching instructions", async () => {
    const outcome = await checked("layerBudgets: {0: 29, 'COPY *': 70, '*u*': 1, '* /*': 99}\n");
    expect(lines(outcome)).toEqual([
      "layerBudgets:0 30 of 29 failed",
      "layerBudgets:COPY * 70 of 70 passed",
      "layerBudgets:*u* 45 of 1 failed",
      "layerBudgets:* /* 100 of 99 failed",
    ]);
  });

  test("a layer budget that matches no instruction passes, and is reported as unmatched", async () => {
    const outcome = await checked("layerBudgets: {'CPOY *': 70, 'COPY *': 70}\n");
    expect([outcome.pass, outcome.unmatched]).toEqual([true, ["layerBudgets:CPOY *"]]);
  });

  test("rules about size, layers and waste above the base ignore the layers of the base", async () => {
    const text = "maxSizeAboveBase: 44\nmaxLayersAboveBase: 1\nhighestWastedPercent: 0\n";
    expect(lines(await checked(text))).toEqual([
      `highestWastedPercent ${50 / 115} of 0 failed`,
      "maxLayersAboveBase 2 of 1 failed",
      "maxSizeAboveBase 115 of 44 failed",
    ]);
    expect(lines(await checked(text, { baseLayers: 2 }))).toEqual([
      "highestWastedPercent 0 of 0 passed",
      "maxLayersAboveBase 1 of 1 passed",
      "maxSizeAboveBase 45 of 44 failed",
    ]);
    const size = await checked("maxSize: 1\nmaxSizeAboveBase: 44\n", { baseLayers: 2 });
    const layersOf = size.verdicts.map(({ offenders }) => offenders.map(({ layer }) => layer));
    expect(layersOf).toEqual([[1, 2, 0], [2]]);
  });
});

describe("a rule with the severity warning", () => {
  test("a rule with the severity warning does not fail the gate", async () => {
    const outcome = await checked(
      "maxSize: {limit: 1, severity: warning}\nforbidden: [{path: .git, severity: warning}]\n",
    );
    expect([outcome.pass, ...lines(outcome)]).toEqual([
      true,
      "maxSize 145 of 1 warned",
      "forbidden:.git 2 of 0 warned",
    ]);
  });
});

describe("an ignore", () => {
  const ignoring = (what: string) =>
    `forbidden: ['**/.env', '**/.git/**']\nmaxSize: 1\nignore:\n  - {${what}, reason: known, until: 2026-06-15}\n`;

  test.each([
    ["2026-06-14", "warned", true],
    ["2026-06-15", "warned", true],
    ["2026-06-16", "failed", false],
  ] as const)("on %s, a rule that is ignored until 2026-06-15 has %s", async (today, status, pass) => {
    const outcome = await checked(ignoring("rule: maxSize").replace(/forbidden.*\n/, ""), { today });
    expect([outcome.pass, ...lines(outcome)]).toEqual([pass, `maxSize 145 of 1 ${status}`]);
    expect(outcome.verdicts[0].ignored).toEqual([
      {
        ignore: { rule: "maxSize", path: null, reason: "known", until: "2026-06-15" },
        expired: !pass,
        paths: 0,
        bytes: 0,
      },
    ]);
  });

  test("ignored paths do not count until the day of the ignore, and count again after that day", async () => {
    const text = ignoring("rule: forbidden, path: /app/.git");
    const before = await checked(text);
    const after = await checked(text, { today: "2026-06-16" });
    expect(lines(before).slice(1)).toEqual([
      "forbidden:**/.env 2 of 0 failed",
      "forbidden:**/.git/** 0 of 0 warned",
    ]);
    expect(lines(after).slice(1)).toEqual([
      "forbidden:**/.env 2 of 0 failed",
      "forbidden:**/.git/** 2 of 0 failed",
    ]);
    expect(after.verdicts[2].ignored.map(({ expired, paths, bytes }) => [expired, paths, bytes])).toEqual([
      [true, 2, 15],
    ]);
  });

  test("an ignore with the full name of a rule does not affect other rules of its kind", async () => {
    const outcome = await checked(ignoring("rule: 'forbidden:**/.git/**'"));
    expect(lines(outcome)).toEqual([
      "maxSize 145 of 1 failed",
      "forbidden:**/.env 2 of 0 failed",
      "forbidden:**/.git/** 2 of 0 warned",
    ]);
  });

  const WASTE = "highestWastedBytes: 20\nlowestEfficiency: 90%\nmaxSize: 1\n";
  const ofWaste = (ignore: string) => `${WASTE}ignore:\n  - {${ignore}, reason: known}\n`;

  test("an ignore of a path and a waste rule, without a day, always subtracts the path's wasted bytes", async () => {
    const outcome = await checked(ofWaste("rule: highestWastedBytes, path: '*.map'"));
    expect(lines(outcome)).toEqual([
      `lowestEfficiency ${95 / 145} of 0.9 failed`,
      "highestWastedBytes 15 of 20 passed",
      "maxSize 145 of 1 failed",
    ]);
    expect(outcome.verdicts[1].ignored.map(({ paths, bytes, expired }) => [paths, bytes, expired])).toEqual([
      [1, 35, false],
    ]);
    expect(outcome.unused).toEqual([]);
  });

  test("an ignore of a path without a rule subtracts its wasted bytes from waste and size in all waste rules", async () => {
    const outcome = await checked(ofWaste("path: '**'"));
    expect(lines(outcome).slice(0, 2)).toEqual([
      "lowestEfficiency 1 of 0.9 passed",
      "highestWastedBytes 0 of 20 passed",
    ]);
  });

  test("ignored waste does not count in the size above the base, and waste of the base needs no ignore", async () => {
    const ignore = "ignore: [{path: '*.map', reason: known}]\n";
    // 15 of 70 + 45 − 35 bytes.
    const outcome = await checked(`highestWastedPercent: 0.1\n${ignore}`);
    expect(lines(outcome)).toEqual(["highestWastedPercent 0.1875 of 0.1 failed"]);
    // Only x.map occurs twice.
    const dive = await checked(`highestWastedBytes: 14\n${ignore}`, { basis: "dive" });
    expect(lines(dive)).toEqual(["highestWastedBytes 0 of 14 passed"]);
    const above = await checked(`highestWastedBytesAboveBase: 0\n${ignore}`, { baseLayers: 2 });
    expect([above.verdicts[0].ignored, above.unused.length]).toEqual([[], 1]);
  });

  test("a waste rule with an ignore warns until the day of the ignore, and fails after that day", async () => {
    const text = ofWaste("rule: highestWastedBytes, path: '*.map', until: 2026-06-15");
    const status = async (today: string) => lines(await checked(text, { today }))[1];
    expect(await status("2026-06-15")).toBe("highestWastedBytes 15 of 20 warned");
    expect(await status("2026-06-16")).toBe("highestWastedBytes 50 of 20 failed");
  });

  test("ignored waste does not count in the offenders and in the distance of its rule", async () => {
    const [, bytes] = (await checked(ofWaste("rule: highestWastedBytes, path: x.map").replace("20", "10")))
      .verdicts;
    expect([bytes.actual, bytes.toPass?.amount, bytes.offenders.map((one) => one.bytes)]).toEqual([
      15,
      5,
      [15],
    ]);
  });

  test("an ignore is used if its forbidden path is already in the baseline", async () => {
    const text = "forbidden: ['**/.env']\nignore: [{rule: forbidden, path: /app/.env, reason: known}]\n";
    const before = baselineOf(await analyze(image), (await checked(text)).forbidden);
    expect((await checked(text, { baseline: before })).unused).toEqual([]);
  });

  test("an ignore that matches nothing is reported as unused", async () => {
    const outcome = await checked(ignoring("path: /nowhere"));
    expect(outcome.unused).toEqual([{ rule: null, path: "/nowhere", reason: "known", until: "2026-06-15" }]);
  });
});

describe("rules about waste above the base", () => {
  test("waste rules above the base count only the bytes that layers above the base wrote", async () => {
    const text = "highestWastedBytesAboveBase: 49\nlowestEfficiencyAboveBase: 90%\n";
    const outcome = await checked(text, { baseLayers: 1 });
    expect(lines(outcome)).toEqual([
      "highestWastedBytesAboveBase 50 of 49 failed",
      `lowestEfficiencyAboveBase ${1 - 50 / 115} of 0.9 failed`,
    ]);
    expect(outcome.verdicts.map(({ toPass }) => toPass)).toEqual([
      { amount: 1, of: "wastedBytes" },
      // 65 of 72 is 90.27%, 65 of 73 is 89.04%.
      { amount: 43, of: "wastedBytes" },
    ]);
  });

  test("waste rules above the base ignore waste of the base, and pass if no layer is above the base", async () => {
    const text = "highestWastedBytesAboveBase: 0\nlowestEfficiencyAboveBase: 100%\n";
    expect(lines(await checked(text, { baseLayers: 2 }))).toEqual([
      "highestWastedBytesAboveBase 0 of 0 passed",
      "lowestEfficiencyAboveBase 1 of 1 passed",
    ]);
    expect(lines(await checked(text, { baseLayers: 3 }))[1]).toBe("lowestEfficiencyAboveBase 1 of 1 passed");
  });

  test("waste of the base is no offender of a rule above the base, and the last one of other rules", async () => {
    const twice = [[{ path: "a", content: "a".repeat(100) }], [{ path: "a", content: "A" }]];
    const removed = [[{ path: "b", content: "b".repeat(30) }], [{ path: ".wh.b" }]];
    const of = { ...memoryImage([...twice, ...removed]), history: historyOf(["A", "B", "C", "D"]) };
    const text = "highestWastedBytes: 0\nhighestWastedBytesAboveBase: 0\n";
    const { analysis, verdicts } = await checked(text, { of, baseLayers: 2 });
    const paths = verdicts.map(({ offenders }) => offenders.map(({ nodes }) => analysis.tree.path(nodes[0])));
    expect(paths).toEqual([["/b", "/a"], ["/b"]]);
  });

  test("waste that the base wrote and removed is marked: only another base avoids it", async () => {
    const own = await checked("highestWastedBytes: 0", { baseLayers: 2 });
    const ofBase = await checked("highestWastedBytes: 0", { baseLayers: 3 });
    const apart = ({ verdicts: [{ offenders }] }: GateOutcome) => offenders.map((one) => one.baseOnly);
    expect([apart(own), apart(ofBase)]).toEqual([
      [false, false],
      [true, true],
    ]);
  });
});

test("10,000 rules about paths with 10,000 ignores check 5,000 paths in less than 5 seconds of CPU time", async () => {
  const list = (line: (i: number) => string) => Array.from({ length: 10_000 }, (_, i) => line(i)).join("");
  const text = `budgets:\n${list((i) => `  '**/*name${i}*': 1\n`)}forbidden:\n${list((i) => `  - /a/**/secret${i}.key\n`)}ignore:\n${list((i) => `  - {rule: budgets, path: /x/${i}/**, reason: known}\n`)}`;
  const file = parseRules({ path: "rules.yaml", text, form: "exact" });
  const rules = { numbers: [], ...rulesOn(file.listed), growth: [], ignores: file.ignores };
  const members = Array.from({ length: 5000 }, (_, i) => ({ path: `a/${i % 50}/name${i}`, content: "ab" }));
  const big = await analyze(memoryImage([members]));
  const check = async () => {
    const { verdicts } = await gate(big, rules, { today: "2026-06-15", base: null, baseline: null });
    // 12 is in name12, name120 to name129, and name1200 to name1299.
    expect(verdicts[12].actual).toBe(2 * 111);
  };
  expect(await cpuSeconds(check)).toBeLessThan(5);
}, 60_000);

describe("changes since a baseline", () => {
  const earlier = (facts: Partial<Baseline>): Baseline => ({
    name: "before.json",
    references: [],
    platform: "linux/amd64",
    size: 100,
    wastedBytes: 30,
    efficiency: 0.75,
    layers: 2,
    whole: true,
    stored: null,
    copies: null,
    forbidden: null,
    ...facts,
  });

  test("waste, size, layers and lost efficiency must not grow, unless a rule allows it", async () => {
    const outcome = await checked("", { baseline: earlier({}) });
    expect(lines(outcome)).toEqual([
      "newWastedBytes 20 of 0 failed",
      "newSize 45 of 0 failed",
      "newLayers 1 of 0 failed",
      `lostEfficiency ${Math.round((0.75 - 95 / 145) * 1e9) / 1e9} of 0 failed`,
    ]);
  });

  test("a rule allows growth by an amount, or by a percentage of the earlier value", async () => {
    const text = "baseline: {growth: {wastedBytes: 20, size: 45%, layers: disabled, efficiency: 9.48%}}\n";
    expect(lines(await checked(text, { baseline: earlier({}) }))).toEqual([
      "newWastedBytes 20 of 20 passed",
      "newSize 45 of 45 passed",
      "lostEfficiency 0.094827586 of 0.0948 failed",
    ]);
  });

  test("a smaller value is not growth", async () => {
    const baseline = earlier({ size: 999, wastedBytes: 99, efficiency: 0.1, layers: 9 });
    const outcome = await checked("", { baseline });
    expect(outcome.verdicts.map(({ actual, status }) => `${actual} ${status}`)).toEqual(
      Array(4).fill("0 passed"),
    );
  });

  test("forbidden paths that are in the baseline do not count", async () => {
    const forbidden = new Map([[".env", new Set(["/srv/.env"])]]);
    const outcome = await checked("forbidden: [.env, .git]\n", { baseline: earlier({ forbidden }) });
    expect(lines(outcome).slice(0, 2)).toEqual([
      "forbidden:.env 1 of 0 failed",
      "forbidden:.git 2 of 0 failed",
    ]);
  });

  test("a failed rule without a number in the baseline is named", async () => {
    const forbidden = new Map([[".env", new Set(["/srv/.env", "/app/.env"])]]);
    const text = "forbidden: [.env, .git, .nowhere]\n";
    expect((await checked(text, { baseline: earlier({ forbidden }) })).notInBaseline).toEqual([
      "forbidden:.git",
    ]);
    expect((await checked(text, { baseline: earlier({}) })).notInBaseline).toEqual([
      "forbidden:.env",
      "forbidden:.git",
    ]);
  });

  test("the offenders of new waste are the copies that are not in the baseline", async () => {
    const copies = new Set(["35 /app/x.map"]);
    const outcome = await checked("", { baseline: earlier({ copies }) });
    expect(offenders(outcome)).toEqual(["1 15 /app/.git/config → version-control"]);
  });

  test("the offenders of new size are new and grown layers; the offenders of new layers are new layers", async () => {
    const stored = [
      { diffId: null, size: 30, createdBy: "ADD rootfs.tar / # buildkit" },
      { diffId: null, size: 40, createdBy: "COPY . /app # buildkit" },
    ];
    const text = "baseline: {growth: {wastedBytes: disabled, efficiency: disabled}}\n";
    const { verdicts, grownKnown } = await checked(text, { baseline: earlier({ stored, size: 70 }) });
    const layers = verdicts.map(({ rule, offenders: behind }) => [
      rule.name,
      ...behind.map(({ layer, bytes }) => `${layer} ${bytes}`),
    ]);
    expect([grownKnown, ...layers]).toEqual([true, ["newSize", "2 45", "1 30"], ["newLayers", "2 45"]]);
  });

  test("the offenders of lost efficiency are the copies that are not in the baseline", async () => {
    const copies = new Set(["35 /app/x.map"]);
    const text = "baseline: {growth: {wastedBytes: disabled, size: disabled, layers: disabled}}\n";
    expect(offenders(await checked(text, { baseline: earlier({ copies }) }))).toEqual([
      "1 15 /app/.git/config → version-control",
    ]);
  });

  test("an image compared with itself passes", async () => {
    const text = "forbidden: [.env]\n";
    const { analysis, forbidden } = await checked(text);
    const outcome = await checked(text, { baseline: baselineOf(analysis, forbidden) });
    expect([outcome.pass, ...lines(outcome)]).toEqual([
      true,
      "forbidden:.env 0 of 0 passed",
      "newWastedBytes 0 of 0 passed",
      "newSize 0 of 0 passed",
      "newLayers 0 of 0 passed",
      "lostEfficiency 0 of 0 passed",
    ]);
  });
});
