import { expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { chooseRules, type FileRules } from "../../../src/analysis/gate/choose-rules.js";
import { gate } from "../../../src/analysis/gate/gate.js";
import type { RuleKey } from "../../../src/analysis/gate/rules/all-rules.js";
import type { Limit } from "../../../src/analysis/gate/rules/rule-limit.js";
import { ciText } from "../../../src/report/ci/ci-text.js";
import type { Places } from "../../../src/report/ci/offender-finding.js";
import { escapeText } from "../../../src/text/escape.js";
import { wastefulImage } from "../../support/wasteful-image.js";

interface Gate {
  readonly flags?: readonly (readonly [RuleKey, number])[];
  readonly file?: FileRules;
  readonly columns?: number;
  readonly colour?: boolean;
  readonly places?: Places;
}

async function report({ flags = [], file, columns = 80, colour = false, places }: Gate): Promise<string> {
  const analysis = await analyze(wastefulImage());
  const numbers = chooseRules({ flags: new Map(flags), file: file ?? null });
  const rules = { numbers, layers: [], paths: [], growth: [], ignores: [] };
  const outcome = await gate(analysis, rules, { today: "2024-05-01", base: null, baseline: null });
  const rulesFile =
    file === undefined ? null : escapeText(file.basis === "dive" ? ".dive-ci" : ".layerx.yaml");
  return ciText(
    { ...outcome, rulesFile, base: { found: null, counted: false }, baseline: null, leftovers: [] },
    { columns, colour, places },
  );
}

test("a failed rule is shown with the wasted files, their instructions and advice", async () => {
  expect(await report({})).toBe(`FAIL  app.tar: 2 of 2 rules failed

  ✗ lowestEfficiency      70%  at least 90%: 2.23kB too much waste  (default)
  ✗ highestWastedPercent  40%  at most 10%: 1.67kB too much waste  (default)

3kB wasted, largest first

      2kB  deleted in 2 files
           1.2kB  /opt/source/a
            800B  /opt/source/b
           written by layer 1  RUN fetch /opt/source && make -C /opt/source
             install
           removed by layer 2  RUN rm -r /opt/source && configure
           → Remove it in the RUN that creates it: a later instruction only
             hides it.

      1kB  overwritten
           /etc/conf
           written by layer 0  ADD file:12ab in /
           overwritten by layer 2  RUN rm -r /opt/source && configure
           → Leave this file of the base image unchanged, and put your
             settings into a separate file.

Without changing the Dockerfile: \`layerx slim\` saves 3kB.

verdict: fail size=10000 layers=3 wasted=3000 efficiency=0.7000
`);
});

test("the report of an image that passes is short", async () => {
  expect(await report({ flags: [["maxLayers", 3]] })).toBe(`PASS  app.tar: 1 rule passed
      10kB in 3 layers, 3kB wasted, efficiency 70%

  ✓ maxLayers  3  at most 3  (--max-layers)

verdict: pass size=10000 layers=3 wasted=3000 efficiency=0.7000
`);
});

test("the report of a gate without rules says so", async () => {
  const limits = new Map<RuleKey, Limit>([
    ["lowestEfficiency", "disabled"],
    ["highestWastedPercent", "disabled"],
  ]);
  expect(await report({ file: { basis: "exact", limits } })).toBe(`PASS  app.tar: no rule is on
      10kB in 3 layers, 3kB wasted, efficiency 70%

  rules file: .layerx.yaml, but none of its rules is used

verdict: pass size=10000 layers=3 wasted=3000 efficiency=0.7000
`);
});

test("rules of a .dive-ci name the file and dive's arithmetic", async () => {
  // Dive: 4000 + 1000 and 1100 + 1900 + 1200 + 800, and 2000 for the folder removed; 100 less of 12000.
  const limits = new Map<RuleKey, Limit>([
    ["lowestEfficiency", 0.1],
    ["highestWastedPercent", "disabled"],
  ]);
  const flags = [["maxSize", 500_000]] as const;
  expect(await report({ file: { basis: "dive", limits }, flags })).toBe(`PASS  app.tar: 2 rules passed
      10kB in 3 layers, 3kB wasted, efficiency 70%

  ✓ lowestEfficiency  90.83%  at least 10%  (.dive-ci, dive's arithmetic)
  ✓ maxSize             10kB  at most 500kB  (--max-size)

  rules file: .dive-ci

verdict: pass size=10000 layers=3 wasted=3000 efficiency=0.7000
`);
});

test("a rule about size or number of layers shows the layers", async () => {
  const flags = [
    ["maxSize", 9_000],
    ["maxLayers", 2],
  ] as const;
  expect(await report({ flags })).toBe(`FAIL  app.tar: 2 of 2 rules failed

  ✗ maxLayers     3  at most 2: 1 too many  (--max-layers)
  ✗ maxSize    10kB  at most 9kB: 1kB too much  (--max-size)

The biggest layers

      5kB  layer 0  ADD file:12ab in /
           → Use a smaller base image: its slim or alpine tag, or one without
             a shell.
    3.9kB  layer 1  RUN fetch /opt/source && make -C /opt/source install
    1.1kB  layer 2  RUN rm -r /opt/source && configure

           → Use a smaller base image, or build in a separate stage and copy
             the result with COPY --from.

The smallest layers

    1.1kB  layer 2  RUN rm -r /opt/source && configure
    3.9kB  layer 1  RUN fetch /opt/source && make -C /opt/source install
      5kB  layer 0  ADD file:12ab in /

           → Join RUN instructions with &&, and copy files that belong
             together with one COPY: each instruction adds a layer.

Without changing the Dockerfile: \`layerx slim\` saves 3kB.

verdict: fail size=10000 layers=3 wasted=3000 efficiency=0.7000
`);
});

test("the findings of highestWastedPercent leave out the waste in the base layer", async () => {
  expect(await report({ flags: [["highestWastedPercent", 0.01]] })).toBe(`FAIL  app.tar: 1 of 1 rule failed

  ✗ highestWastedPercent  40%  at most 1%: 1.97kB too much waste
                               (--highest-wasted-percent)

2kB wasted, largest first

      2kB  deleted in 2 files
           1.2kB  /opt/source/a
            800B  /opt/source/b
           written by layer 1  RUN fetch /opt/source && make -C /opt/source
             install
           removed by layer 2  RUN rm -r /opt/source && configure
           → Remove it in the RUN that creates it: a later instruction only
             hides it.

Without changing the Dockerfile: \`layerx slim\` saves 3kB.

verdict: fail size=10000 layers=3 wasted=3000 efficiency=0.7000
`);
});

test("with a Dockerfile the report names its lines, except for layers of the base image", async () => {
  const places = (layer: number) =>
    layer === 0 ? null : { file: escapeText("Dockerfile"), line: layer + 3, endLine: layer * 2 + 2 };
  const text = await report({
    flags: [
      ["maxSize", 9_000],
      ["lowestEfficiency", 0.9],
    ],
    places,
  });
  expect(text.split("\n").filter((line) => /in Dockerfile|^ +[\d.]+kB/.test(line))).toEqual([
    "      2kB  deleted in 2 files",
    "           1.2kB  /opt/source/a",
    "           in Dockerfile:4, Dockerfile:5-6",
    "      1kB  overwritten",
    "           in Dockerfile:5-6",
    "      5kB  layer 0  ADD file:12ab in /",
    "    3.9kB  layer 1  RUN fetch /opt/source && make -C /opt/source install",
    "           in Dockerfile:4",
    "    1.1kB  layer 2  RUN rm -r /opt/source && configure",
    "           in Dockerfile:5-6",
  ]);
});

test("colours mark the result if they are allowed", async () => {
  const coloured = await report({ flags: [["maxLayers", 3]], colour: true });
  expect(coloured).toBe(
    "\x1b[1m\x1b[32mPASS\x1b[39m\x1b[22m  app.tar: 1 rule passed\n      10kB in 3 layers, 3kB wasted, efficiency 70%\n\n" +
      "  \x1b[32m✓\x1b[39m maxLayers  3  at most 3  \x1b[2m(--max-layers)\x1b[22m\n\n" +
      "verdict: pass size=10000 layers=3 wasted=3000 efficiency=0.7000\n",
  );
});
