import { expect, test } from "vitest";
import { wasteAdviser } from "../../src/analysis/advice/waste-advice.js";
import { analyze, waste } from "../../src/analysis/analyze.js";
import { offenders } from "../../src/analysis/waste/waste-groups.js";
import { WasteStories } from "../../src/explorer/waste/waste-facts.js";
import { wasteMarkdown } from "../../src/report/image/waste-markdown.js";
import { findingLines } from "../../src/report/waste/finding-text.js";
import { wasteSummary } from "../../src/report/waste/waste-summary.js";
import { palette } from "../../src/text/colour.js";
import { adviceWords } from "../../src/words/advice.js";
import { findingWords } from "../../src/words/finding.js";
import { memoryImage } from "../support/memory-image.js";

/** One path overwritten, one removed, each by an instruction of its own. */
const LAYERS = [
  [
    { path: "etc/conf", content: "a".repeat(1000) },
    { path: "opt/tool", content: "b".repeat(2000) },
  ],
  [{ path: "etc/conf", content: "c".repeat(1000) }],
  [{ path: "opt/.wh.tool" }],
];

const spaces = (text: string) => text.replaceAll("`", "").replace(/\s+/g, " ");

test("text, Markdown and the explorer use the same words for a finding", async () => {
  const history = ["ADD rootfs", "RUN configure", "RUN rm /opt/tool"].map((createdBy, layer) => {
    return { created: null, createdBy, author: null, comment: null, emptyLayer: false, layer };
  });
  const analysis = await analyze({ ...memoryImage(LAYERS), source: "app.tar", history });
  const copies = await waste(analysis);
  const found = offenders(analysis, copies);
  const base = { found: null, counted: false };
  const findings = {
    analysis,
    copies,
    stories: found,
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
