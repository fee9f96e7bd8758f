import { expect, test } from "vitest";
import { analyze, waste } from "../../../src/analysis/analyze.js";
import { type Grouping, groupWaste, wasteFindings } from "../../../src/analysis/waste/waste-groups.js";
import { escapePath } from "../../../src/text/escape.js";
import { historyOf } from "../../support/history.js";
import { type MemberSpec, memoryImage } from "../../support/memory-image.js";

/* Layer 1 removes `a` (3) and changes `b` (5); layer 2 removes `d/x` and `d/y` (2 + 2) and writes `b` again (5). */
const LAYERS: readonly (readonly MemberSpec[])[] = [
  [
    { path: "a", content: "aaa" },
    { path: "b", content: "bbbbb" },
    { path: "d/x", content: "xx" },
    { path: "d/y", content: "yy" },
  ],
  [{ path: ".wh.a" }, { path: "b", content: "BBBBB" }],
  [{ path: ".wh.d" }, { path: "b", content: "BBBBB" }],
];

test.each([
  [
    "path",
    [
      '{"by":"path","node":2} 10 2',
      '{"by":"path","node":1} 3 1',
      '{"by":"path","node":4} 2 1',
      '{"by":"path","node":5} 2 1',
    ],
  ],
  [
    "cause",
    [
      '{"by":"cause","cause":"deleted"} 7 3',
      '{"by":"cause","cause":"overwritten"} 5 1',
      '{"by":"cause","cause":"rewritten"} 5 1',
    ],
  ],
  ["instruction", ['{"by":"instruction","endedBy":2} 9 3', '{"by":"instruction","endedBy":1} 8 2']],
  ["layer", ['{"by":"layer","layer":0} 12 4', '{"by":"layer","layer":1} 5 1']],
] as [Grouping, string[]][])(
  "waste that is grouped by %s has the groups with the most bytes first",
  async (by, expected) => {
    const copies = await waste(await analyze(memoryImage(LAYERS)));
    const groups = groupWaste(copies, by);
    expect(
      groups.map(({ key, bytes, copies }) => `${JSON.stringify(key)} ${bytes} ${copies.length}`),
    ).toEqual(expected);
  },
);

test("findings that cannot be avoided are at the end, even if they are bigger", async () => {
  const image = memoryImage([
    [{ path: "var/lib/dpkg/status", content: "s".repeat(9) }],
    [
      { path: "var/lib/dpkg/status", content: "S".repeat(9) },
      { path: "a", content: "aaa" },
    ],
    [{ path: ".wh.a" }],
  ]);
  const history = historyOf(["ADD rootfs.tar /", "RUN apt-get install -y a", "RUN rm /a"]);
  const analysis = await analyze({ ...image, history });
  const findings = wasteFindings(analysis, await waste(analysis));
  expect(findings.map(({ bytes, inevitable }) => [bytes, inevitable])).toEqual([
    [3, false],
    [9, true],
  ]);
});

test("copies with the same layers, cause and advice are one finding", async () => {
  const analysis = await analyze(memoryImage(LAYERS));
  const findings = wasteFindings(analysis, await waste(analysis));
  expect(
    findings.map(({ bytes, cause, layer, endedBy, copies }) => ({
      finding: `${bytes} ${cause} ${layer}→${endedBy}`,
      paths: copies.map(({ node }) => escapePath(analysis.tree.path(node))),
    })),
  ).toEqual([
    { finding: "5 overwritten 0→1", paths: ["/b"] },
    { finding: "5 rewritten 1→2", paths: ["/b"] },
    { finding: "4 deleted 0→2", paths: ["/d/x", "/d/y"] },
    { finding: "3 deleted 0→1", paths: ["/a"] },
  ]);
});
