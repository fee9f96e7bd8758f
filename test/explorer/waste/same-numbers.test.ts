import { describe, expect, test } from "vitest";
import { SOURCES } from "../../../src/analysis/advice/sources.js";
import { waste } from "../../../src/analysis/analyze.js";
import { wasteFindings } from "../../../src/analysis/waste/waste-groups.js";
import type { State } from "../../../src/explorer/state.js";
import { areDecided, WASTE_GROUPINGS } from "../../../src/explorer/waste/grouping.js";
import { wasteRows } from "../../../src/explorer/waste/shown-waste.js";
import { wasteReportJson } from "../../../src/report/waste/waste-report-json.js";
import { humanSize } from "../../../src/text/bytes.js";
import { adviceWords } from "../../../src/words/advice-words.js";
import { members, press, pressKey, type StartOptions, start } from "../start.js";

/** More copies than fit a screen or a sample: savings must include all copies. */
const MANY = Array.from({ length: 700 }, (_, at) => at);

const IMAGES: Readonly<Record<string, { layers: Parameters<typeof start>[0]; options: StartOptions }>> = {
  "an image with some waste": {
    layers: [
      members("etc/", "etc/a: 1", "etc/b: 12"),
      members("etc/a: 12345", "tmp/", "tmp/big: 1234567"),
      members("etc/a: x", "etc/.wh.b", "tmp/.wh.big"),
    ],
    options: { history: ["ADD rootfs /", "RUN make", "RUN rm -r /etc/b /tmp/big"] },
  },
  "an image with more than 300 wasted copies": {
    layers: [
      members("d/", ...MANY.map((at) => `d/${at}: ${"x".repeat(1 + (at % 90))}`)),
      members(...MANY.map((at) => `d/${at}: ${"y".repeat(1 + (at % 90))}`)),
      members("d/", ...MANY.filter((at) => at % 3 === 0).map((at) => `d/.wh.${at}`)),
    ],
    options: { history: ["COPY . /d", "RUN chown -R app /d", "RUN rm /d/0"] },
  },
  "an image with a given base": {
    layers: [
      members("usr/", "usr/a: 123", "usr/b: 1"),
      members("usr/.wh.a", "usr/b: 2"),
      members("usr/b: 3"),
    ],
    options: {
      history: ["ADD rootfs /", "RUN one", "RUN two"],
      base: { layers: 2, by: "layers", guessed: false, name: null, digest: null, reason: "it was given" },
    },
  },
  "an image without waste": { layers: [members("a: 1")], options: {} },
};

/** Returns the groups of the list, each with its lines of text. */
function listed(state: State) {
  const rows = wasteRows(state);
  return Array.from({ length: rows.count }, (_, at) => rows.at(at)).flatMap((row) =>
    row !== null && "group" in row
      ? [{ group: row.group, lines: state.subject.wasteStories.lines(row, 200) }]
      : [],
  );
}

describe.each(Object.keys(IMAGES))("%s", (name) => {
  const { layers, options } = IMAGES[name];

  test("the groups of waste are the same in the explorer and in `layerx waste`", async () => {
    let state = press(await start(layers, options), "w");
    const { analysis } = state.subject;
    const copies = await waste(analysis);
    for (const by of WASTE_GROUPINGS) {
      expect(state.waste.by).toBe(by);
      if (by !== "copy" && by !== "advice") {
        const result = { analysis, copies, by, top: null, duplicates: null };
        const report = JSON.parse(wasteReportJson(result)).groups as { bytes: number; copies: number }[];
        expect(listed(state).map(({ group }) => [group.bytes, group.copies.length])).toEqual(
          report.map(({ bytes, copies }) => [bytes, copies]),
        );
      }
      state = pressKey(state, copies.length === 0 ? "w" : "c");
      if (copies.length === 0) state = { ...state, waste: { ...state.waste, by: nextOf(by) } };
    }
  });

  test("the savings of a group include all its copies, with the same advice as in the report", async () => {
    let state = press(await start(layers, options), "w");
    const { analysis, base } = state.subject;
    for (const by of WASTE_GROUPINGS) {
      state = { ...state, waste: { ...state.waste, by } };
      for (const { group, lines } of listed(state)) {
        const stories = state.subject.wasteStories.ofGroup(group);
        const copies = areDecided(group.copies) ? group.copies : [];
        expect(stories).toEqual(wasteFindings(analysis, copies, base));
        expect(stories.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(group.bytes);
        const text = lines.map((line) => ("text" in line ? line.text : "")).join(" ");
        const saved = stories.filter(({ inevitable }) => !inevitable).slice(0, 1);
        for (const { bytes, advice } of saved)
          if (adviceWords(advice).source !== SOURCES.base)
            expect(text).toContain(`Saves ${humanSize(bytes)}.`);
      }
    }
  });
});

function nextOf(by: (typeof WASTE_GROUPINGS)[number]) {
  return WASTE_GROUPINGS[(WASTE_GROUPINGS.indexOf(by) + 1) % WASTE_GROUPINGS.length];
}
