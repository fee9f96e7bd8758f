import { expect, test } from "vitest";
import { wasteAdviser } from "../../src/analysis/advice/waste-advice.js";
import { analyze, waste } from "../../src/analysis/analyze.js";
import { compareImages } from "../../src/analysis/diff/compare-images.js";
import { filesystemBytes, totalsOf } from "../../src/analysis/diff/totals.js";
import { chooseRules } from "../../src/analysis/gate/choose-rules.js";
import { gate } from "../../src/analysis/gate/gate.js";
import { wasteFindings } from "../../src/analysis/waste/waste-groups.js";
import { wholeFacts } from "../../src/explorer/comparison/comparison-facts.js";
import { styledText } from "../../src/explorer/drawing/row.js";
import { header } from "../../src/explorer/header.js";
import { WasteStories } from "../../src/explorer/waste/waste-facts.js";
import { CI_FORMATS, ciWriter } from "../../src/report/ci/formats.js";
import { gateSummary } from "../../src/report/ci/gate-report.js";
import { summaryText } from "../../src/report/diff/summary-text.js";
import { imageHead } from "../../src/report/image/image-head.js";
import { wasteMarkdown } from "../../src/report/image/waste-markdown.js";
import { entryFacts } from "../../src/report/paths/entry-facts.js";
import { findingLines } from "../../src/report/waste/finding-text.js";
import { wasteSummary } from "../../src/report/waste/waste-summary.js";
import { palette } from "../../src/text/colour.js";
import { rawPath } from "../../src/text/escape.js";
import { adviceWords } from "../../src/words/advice-words.js";
import { sharedLayers, sizeChange, transferWords } from "../../src/words/comparison-words.js";
import { findingWords } from "../../src/words/finding-words.js";
import { imageWords } from "../../src/words/image-words.js";
import { timeText } from "../../src/words/metadata-words.js";
import { start } from "../explorer/start.js";
import { historyOf } from "../support/history.js";
import { memoryImage } from "../support/memory-image.js";

/** One layer overwrites a path, another layer removes a path. */
const LAYERS = [
  [
    { path: "etc/conf", content: "a".repeat(1000) },
    { path: "opt/tool", content: "b".repeat(2000) },
  ],
  [{ path: "etc/conf", content: "c".repeat(1000) }],
  [{ path: "opt/.wh.tool" }],
];

const HISTORY = historyOf(["ADD rootfs", "RUN configure", "RUN rm /opt/tool"]);

const image = () => ({ ...memoryImage(LAYERS), source: "app.tar", history: HISTORY });

const spaces = (text: string) => text.replaceAll("`", "").replace(/\s+/g, " ");

test("text, Markdown and the explorer use the same words for a finding", async () => {
  const analysis = await analyze(image());
  const copies = await waste(analysis);
  const found = wasteFindings(analysis, copies);
  const base = { found: null, counted: false };
  const findings = {
    analysis,
    copies,
    wasteFindings: found,
    base,
    duplicates: null,
    leftovers: [],
    secrets: null,
    packages: null,
  };
  const text = spaces(
    findingLines(analysis, found, {
      columns: 200,
      style: palette({ colour: false }),
      top: 9,
      more: String,
    }).join("\n"),
  );
  const markdown = spaces(wasteMarkdown(analysis, wasteSummary(findings)).join("\n"));
  const pane = new WasteStories(analysis, null);
  const advise = wasteAdviser(analysis, null);
  for (const one of found) {
    const words = findingWords(analysis, one);
    expect(words.instructions.map(({ label }) => label)).toEqual([
      "written by layer 0",
      one.cause === "deleted" ? "removed by layer 2" : "overwritten by layer 1",
    ]);
    expect(markdown).toContain(words.title);
    for (const report of [text, markdown]) {
      expect(report).toContain(words.advice);
      for (const { label } of words.instructions) expect(report).toContain(label);
    }
    const [copy] = one.copies;
    expect(adviceWords(advise(copy)).say).toBe(words.advice);
    const row = { copy } as Parameters<typeof pane.lines>[0];
    const lines = spaces(JSON.stringify(pane.lines(row, 200)));
    expect(lines).toContain(words.advice);
  }
});

test("every report of the gate uses the same words for a finding as the other reports", async () => {
  const analysis = await analyze(image());
  const numbers = chooseRules({ flags: new Map([["highestWastedBytes", 0]]), file: null }).filter(
    ({ name }) => name === "highestWastedBytes",
  );
  const outcome = await gate(
    analysis,
    { numbers, layers: [], paths: [], growth: [], ignores: [] },
    { today: "2024-05-01", base: null, baseline: null },
  );
  const base = { found: null, counted: false };
  const write = ciWriter(
    { ...outcome, rulesFile: null, base, baseline: null, leftovers: [] },
    { places: () => null, version: "1.2.3", colour: false, columns: 200 },
  );
  const found = wasteFindings(analysis, await waste(analysis));
  expect(found).toHaveLength(2);
  for (const format of CI_FORMATS) {
    const written = write(format);
    // Some formats escape some characters. The words contain only these three.
    const report = spaces(written.replaceAll("%3A", ":").replaceAll("%0A", " ").replaceAll("&gt;", ">"));
    for (const one of found) {
      const words = findingWords(analysis, one);
      expect(report, format).toContain(words.advice);
      if (format === "json") continue;
      expect(report, format).toContain(format === "text" ? words.size : words.title);
      // GitLab shows one line for a finding: its title and its advice.
      if (format === "gitlab") continue;
      for (const { label } of words.instructions) expect(report, format).toContain(label);
    }
  }
});

test("the gate, inspect and the explorer show the size and the number of layers in the same words", async () => {
  const analysis = await analyze(image());
  const { name, sizeInLayers, wasted } = imageWords(analysis);
  expect([name, sizeInLayers, wasted]).toEqual(["app.tar", "4kB in 3 layers", "3kB wasted"]);
  const head = imageHead(analysis, { found: null, counted: false });
  expect(head.name).toBe(name);
  expect(head.facts.find(({ label }) => label === "size")?.text).toContain(sizeInLayers);
  expect(gateSummary(analysis)).toContain(`${sizeInLayers}, ${wasted}`);
  const state = await start(LAYERS);
  const shown = imageWords(state.subject.analysis);
  const line = styledText(header(state, { colour: false }), 120, { colour: false });
  for (const words of [shown.name, shown.sizeInLayers]) expect(line).toContain(words);
});

test("a comparison has the same words in the report of diff and in the explorer", async () => {
  const [old, changed] = [await analyze(memoryImage([LAYERS[0]])), await analyze(image())];
  const comparison = await compareImages(old, changed);
  const totals = totalsOf(comparison);
  const bytes = { a: filesystemBytes(comparison.a), b: filesystemBytes(comparison.b) };
  const report = summaryText({ comparison, exclude: [], packages: null }, totals, palette({ colour: false }));
  const pane = wholeFacts(comparison, { totals, bytes }).map(({ text }) => text.replaceAll("−", "-"));
  for (const words of [sizeChange(bytes), sharedLayers(comparison), transferWords(comparison) ?? "missing"]) {
    expect(report.join("\n")).toContain(words);
    expect(pane.join("\n")).toContain(words);
  }
});

test("a modification time is in RFC 3339; a time beyond the calendar is in seconds, and null in JSON", async () => {
  const late = { path: "b", content: "b", mtime: 400_000_000_000 };
  const { tree } = await analyze(memoryImage([[{ path: "a", content: "a", mtime: 1 }, late]]));
  const rows = ["a", "b"].map((path) => tree.rootfs[tree.find(rawPath(path))]);
  expect(rows.map((row) => timeText(tree.entries, row))).toEqual([
    "1970-01-01T00:00:01Z",
    "400000000000 seconds since 1970",
  ]);
  expect(rows.map((row) => entryFacts(tree.entries, row).mtime)).toEqual(["1970-01-01T00:00:01Z", null]);
});
