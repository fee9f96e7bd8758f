import { expect, test } from "vitest";
import { analyze } from "../../src/analysis/analyze.js";
import { Subject } from "../../src/explorer/subject.js";
import { type MemberSpec, memoryImage } from "../support/memory-image.js";
import { members } from "./start.js";

test.each<{ image: string; layers: MemberSpec[][] }>([
  { image: "files", layers: [members("opt/app.py: 1"), members("a b*[c: 1")] },
  { image: "an empty layer", layers: [[]] },
  { image: "no layer", layers: [] },
])("the preparation for the first filter ends after fewer than 100 steps: $image", async ({ layers }) => {
  const subject = new Subject(await analyze(memoryImage(layers)));
  let pieces = 1;
  while (!subject.prepare() && pieces < 100) pieces++;
  expect(pieces).toBeLessThan(100);
  expect(subject.prepare()).toBe(true);
});
