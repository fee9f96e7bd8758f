import { describe, expect, test } from "vitest";
import { analyze } from "../../../src/analysis/analyze.js";
import { chooseRules } from "../../../src/analysis/gate/choose-rules.js";
import { type GateRules, gate } from "../../../src/analysis/gate/gate.js";
import type { RuleKey } from "../../../src/analysis/gate/rules/all-rules.js";
import { findLeftovers } from "../../../src/analysis/leftovers/leftovers.js";
import type { Image } from "../../../src/image/image.js";
import type { Finding } from "../../../src/report/ci/gate-finding.js";
import { gateReport } from "../../../src/report/ci/gate-report.js";
import type { Places } from "../../../src/report/ci/offender-finding.js";
import { escapeText } from "../../../src/text/escape.js";
import { historyOf } from "../../support/history.js";
import { memoryImage } from "../../support/memory-image.js";
import { wastefulImage } from "../../support/wasteful-image.js";

interface Given {
  readonly image?: Image;
  readonly flags?: readonly (readonly [RuleKey, number])[];
  readonly rules?: Partial<GateRules>;
  readonly places?: Places;
}

async function report({ image = wastefulImage(), flags = [], rules = {}, places = () => null }: Given) {
  const analysis = await analyze(image);
  const numbers = chooseRules({ flags: new Map(flags), file: null });
  const all = { numbers, layers: [], paths: [], growth: [], ignores: [], ...rules };
  const outcome = await gate(analysis, all, { today: "2024-05-01", base: null, baseline: null });
  const leftovers = findLeftovers(analysis);
  return gateReport(
    { ...outcome, rulesFile: null, base: { found: null, counted: false }, baseline: null, leftovers },
    places,
  );
}

/** A Dockerfile with the instruction of layer n in line n + 10, and no line for the base image. */
const places: Places = (layer) =>
  layer === 0 ? null : { file: escapeText("Dockerfile"), line: layer + 10, endLine: layer + 10 };

/** @returns for each finding `rule level title: subject @line +related`, then its details and advice. */
function linesOf(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ rule, level, title, subject, place, related, details, advice }) => [
    `${rule} ${level} ${title}: ${subject} @${place?.line} +${related.map(({ line }) => line).join()}`,
    ...details.map(({ label, text }) => `  ${label}: ${text}`),
    `  → ${advice}`,
  ]);
}

test("a finding has the lines of its instructions in the Dockerfile, and a later rule refers to it", async () => {
  const { pass, summary, image, findings } = await report({ places });
  expect({ pass, summary, image }).toEqual({
    pass: false,
    summary: "10kB in 3 layers, 3kB wasted, efficiency 70%",
    image: "app.tar",
  });
  expect(linesOf(findings)).toEqual([
    "lowestEfficiency error 2kB wasted in 2 files (deleted): /opt/source/a @11 +12",
    "  1.2kB: /opt/source/a",
    "  800B: /opt/source/b",
    "  written by layer 1: RUN fetch /opt/source && make -C /opt/source install",
    "  removed by layer 2: RUN rm -r /opt/source && configure",
    "  → Remove it in the RUN that creates it: a later instruction only hides it.",
    "lowestEfficiency error 1kB wasted (overwritten): /etc/conf @12 +",
    "  written by layer 0: ADD file:12ab in /",
    "  overwritten by layer 2: RUN rm -r /opt/source && configure",
    "  → Leave this file of the base image unchanged, and put your settings into a separate file.",
    "highestWastedPercent error the wasted part above the base is above its limit: null @11 +12",
    "  → Remove it in the RUN that creates it: a later instruction only hides it.",
  ]);
});

test("a rule about size names layers of at least 5 % of the size; a rule about layers names none", async () => {
  const flags = [
    ["maxSize", 9000],
    ["maxLayers", 2],
  ] as const;
  const image = memoryImage([
    [{ path: "a", content: "a".repeat(9500) }],
    [{ path: "b", content: "b".repeat(600) }],
    [{ path: "c", content: "c".repeat(400) }],
  ]);
  const history = historyOf(["ADD rootfs /", "RUN apt-get install -y vim", "COPY c /"]);
  const { findings } = await report({ flags, places, image: { ...image, history } });
  expect(linesOf(findings)).toEqual([
    "maxLayers error the number of layers is above its limit: null @undefined +",
    "  → Join RUN instructions with &&, and copy files that belong together with one COPY: each instruction adds a layer.",
    "maxSize error layer 0 stores 9.5kB: ADD rootfs / @undefined +",
    "  → Use a smaller base image: its slim or alpine tag, or one without a shell.",
    "maxSize error layer 1 stores 600B: RUN apt-get install -y vim @11 +",
    "  → Install with apt-get install --no-install-recommends. Otherwise apt also installs recommended packages.",
  ]);
});

test("a rule refers to its biggest finding if a rule above lists it, also if small findings are left", async () => {
  const files = Array.from({ length: 12 }, (_, index) => index + 1);
  const image = memoryImage([
    [],
    ...files.map((size) => [{ path: `f${size}`, content: "x".repeat(size) }]),
    files.map((size) => ({ path: `.wh.f${size}` })),
  ]);
  const { findings } = await report({ image });
  expect(findings.map(({ rule, title }) => `${rule} ${title}`)).toEqual([
    ...files
      .slice(2)
      .toReversed()
      .map((size) => `lowestEfficiency ${size}B wasted (deleted)`),
    "highestWastedPercent the wasted part above the base is above its limit",
  ]);
});

test("a rule about the size above the base names only big layers above the base", async () => {
  const image = memoryImage([
    [{ path: "a", content: "a".repeat(900) }],
    [{ path: "b", content: "b".repeat(600) }],
    [{ path: "c", content: "c" }],
  ]);
  const { findings } = await report({ image, flags: [["maxSizeAboveBase", 100]] });
  expect(findings.map(({ title }) => title)).toEqual(["layer 1 stores 600B"]);
});

describe("an ignored rule", () => {
  const ignore = { rule: "lowestEfficiency", path: null, reason: "until\nthe move" };
  const flags = [["lowestEfficiency", 0.9]] as const;

  test("only warns, and shows the reason and the last day", async () => {
    const rules = { ignores: [{ ...ignore, until: "2024-05-01" }] };
    const { pass, rules: results, findings } = await report({ flags, rules });
    expect({ pass, status: results[0].status }).toEqual({ pass: true, status: "warned" });
    expect(findings.map(({ level }) => level)).toEqual(["warning", "warning"]);
    expect(findings[0].details.at(-1)).toEqual({
      label: "ignored until 2024-05-01",
      text: "until\\x0athe move",
    });
  });

  test("fails again after the last day", async () => {
    const rules = { ignores: [{ ...ignore, until: "2024-04-30" }] };
    const { pass, findings } = await report({ flags, rules });
    expect([pass, findings[0].level, findings[0].details.at(-1)?.label]).toEqual([
      false,
      "error",
      "ignored until 2024-04-30, which is over",
    ]);
  });
});

describe("fingerprints of findings", () => {
  test("do not change with sizes and layers, and differ within a report", async () => {
    const prints = (one: { readonly findings: readonly Finding[] }) =>
      one.findings.map(({ fingerprint }) => fingerprint);
    const before = await report({});
    const later = memoryImage([
      [{ path: "new", content: "n" }],
      [
        { path: "bin/sh", content: "s".repeat(4000) },
        { path: "etc/conf", content: "c".repeat(1100) },
      ],
      [
        { path: "opt/source/a", content: "a".repeat(1300) },
        { path: "opt/source/b", content: "b".repeat(700) },
      ],
      [{ path: "opt/.wh.source" }, { path: "etc/conf", content: "d" }],
    ]);
    const after = await report({ image: { ...wastefulImage(), layers: later.layers, history: [] } });
    expect(prints(after)).toEqual(prints(before));
    expect(new Set(prints(before)).size).toBe(3);
    expect(prints(before)[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  test("differ for two wasted copies of one path", async () => {
    const image = memoryImage([
      [{ path: "a", content: "1" }],
      [{ path: "a", content: "2" }],
      [{ path: "a", content: "3" }],
    ]);
    const { findings } = await report({ image, flags: [["lowestEfficiency", 1]] });
    expect(findings.map(({ subject }) => subject)).toEqual(["/a", "/a"]);
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

test("a very long path in a finding is cut to 300 characters", async () => {
  const image = memoryImage([
    [{ path: "x".repeat(2000), content: "1" }],
    [{ path: `.wh.${"x".repeat(2000)}` }],
  ]);
  const { findings } = await report({ image, flags: [["lowestEfficiency", 1]] });
  expect(findings[0].subject?.length).toBe(300);
});

test("leftovers are listed in the same form as findings, but the gate passes", async () => {
  const image = memoryImage([[], [{ path: "usr/share/man/x", content: "12345" }]]);
  const { pass, leftovers } = await report({ image, places });
  expect({ pass, leftovers }).toEqual({
    pass: true,
    leftovers: {
      title: "5B in the final image that it does not need",
      found: [
        {
          title: "5B of man pages in 1 file",
          subject: "/usr/share/man",
          details: [{ label: "written by layer 1", text: "<missing> in the history" }],
          advice:
            "Exclude man pages from the installation: dpkg --path-exclude=/usr/share/man/*, dnf --nodocs.",
          source: "https://manpages.debian.org/stable/dpkg/dpkg.1.en.html",
          place: { file: "Dockerfile", line: 11, endLine: 11 },
        },
      ],
    },
  });
});
