import { expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { findLeftovers } from "../../../src/analysis/leftovers/leftovers.js";
import { findDuplicates } from "../../../src/analysis/waste/duplicates.js";
import { wasteFindings } from "../../../src/analysis/waste/waste-groups.js";
import type { Image } from "../../../src/image/image.js";
import { imageText } from "../../../src/report/image/image-text.js";
import { memoryImage } from "../../support/memory-image.js";

async function text(image: Image, columns = 80): Promise<string[]> {
  const analysis = await analyze(image);
  const copies = await waste(analysis);
  const findings = {
    base: { found: null, counted: false },
    analysis,
    copies,
    wasteFindings: wasteFindings(analysis, copies),
    duplicates: await findDuplicates(analysis),
    leftovers: findLeftovers(analysis),
    secrets: null,
    packages: null,
  };
  return imageText(findings, { colour: false, columns }).split("\n");
}

const instruction = { created: null, author: null, comment: null };

test("a layer of unknown size has a question mark, and a layer without an instruction is listed last", async () => {
  const image = memoryImage([[{ path: "a", content: "a" }], [], [{ path: "b", content: "bcd" }]], {
    missing: [1],
  });
  const history = [
    { ...instruction, createdBy: "ADD a", emptyLayer: false, layer: 0 },
    { ...instruction, createdBy: null, emptyLayer: true, layer: null },
  ];
  const lines = await text({ ...image, history });
  expect(lines.slice(lines.indexOf("Layers"))).toEqual([
    "Layers",
    "#  SIZE  SHARE       CHANGES  INSTRUCTION",
    "0    1B  ██▌         +1       ADD a",
    "                              <missing> in the history",
    "1     ?                       <missing> in the history",
    "2    3B  ███████▌    +1       <missing> in the history",
    "",
    "Efficiency 100%: no byte is wasted",
    "",
    "Duplicates: none",
    "",
  ]);
});

test("an image without layers has a report with an empty layer list", async () => {
  expect(await text(memoryImage([]))).toEqual([
    "memory  linux/amd64  docker-archive",
    `id       sha256:${"0".repeat(64)}`,
    "created  unknown",
    "size     0B in 0 layers, 0 files, 0B compressed",
    "runs     nothing by default",
    "user     root",
    "workdir  /",
    "",
    "Layers",
    "#  SIZE  SHARE       CHANGES  INSTRUCTION",
    "",
    "Efficiency 100%: no byte is wasted",
    "",
    "Duplicates: none",
    "",
  ]);
});

test("text from the image is escaped, and layer rows are cut to the width", async () => {
  const image = memoryImage([
    [
      { path: "a\x1b[2J", content: "12" },
      { path: "b", content: "12" },
    ],
    [{ path: ".wh.b" }],
  ]);
  const history = [
    { ...instruction, createdBy: `RUN \x9b2J${"設定".repeat(60)}`, emptyLayer: false, layer: 0 },
  ];
  const lines = await text({ ...image, references: [`\u202eevil${"x".repeat(100)}`], history }, 80);
  expect(lines[0].startsWith("\\u{202e}evilxxx")).toBe(true);
  expect(lines.join("")).toMatch(/^[^\0-\x1f\x7f-\x9f\u202a-\u202e]*$/);
  expect(lines.find((line) => line.startsWith("0 "))).toBe(
    `0    4B  ██████████  +2       RUN \\x9b2J${"設定".repeat(9)}設…`,
  );
});

test("content at two visible paths is listed with --duplicates", async () => {
  const image = memoryImage([
    [
      { path: "a", content: "same" },
      { path: "b", content: "same" },
    ],
  ]);
  const lines = await text(image);
  expect(lines.slice(lines.indexOf("Efficiency 100%: no byte is wasted") + 2)).toEqual([
    "Duplicates: 4B stored more than once, 1 content",
    "       4B  /a",
    "           /b",
    "",
  ]);
});
