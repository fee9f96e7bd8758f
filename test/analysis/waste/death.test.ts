import { expect, test } from "vitest";
import { causeSentence, deathSentence } from "../../../src/analysis/waste/death.js";
import { CAUSES } from "../../../src/analysis/waste/waste.js";

test("each cause is told in a sentence, with the layers that did it", () => {
  const told = CAUSES.map((cause) =>
    deathSentence({ cause, layer: 1, endedBy: cause === "repeated" ? 1 : 4 }),
  );
  expect(told).toEqual([
    "Layer 1 wrote it, layer 4 put something else in its place.",
    "Layer 1 wrote it, layer 4 stored the same content again, with another mode, owner or attribute.",
    "Layer 1 wrote it, layer 4 stored the same content again, unchanged.",
    "Layer 1 wrote it, layer 4 moved it, which stores it again.",
    "Layer 1 wrote it, layer 4 removed it, which only hides it.",
    "Layer 1 wrote it, and holds the path again further on.",
  ]);
});

test("and what all copies of a cause have in common", () => {
  expect(causeSentence("moved")).toBe("One layer wrote it, a later one moved it, which stores it again.");
  expect(causeSentence("repeated")).toBe("One archive holds the path twice: only the last one counts.");
});
