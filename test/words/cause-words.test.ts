import { expect, test } from "vitest";
import { CAUSES } from "../../src/analysis/waste/causes.js";
import { causeSentence, copySentence } from "../../src/words/cause-words.js";

test("each cause has a sentence that names the layers of the copy", () => {
  const sentences = CAUSES.map((cause) =>
    copySentence({ cause, layer: 1, endedBy: cause === "repeated" ? 1 : 4 }),
  );
  expect(sentences).toEqual([
    "Layer 1 wrote it, layer 4 overwrote it.",
    "Layer 1 wrote it, layer 4 stored the same content again, with another mode, owner or attribute.",
    "Layer 1 wrote it, layer 4 stored the same content again, unchanged.",
    "Layer 1 wrote it, layer 4 moved it, which stores it again.",
    "Layer 1 wrote it, layer 4 removed it, which only hides it.",
    "Layer 1 wrote it and stores the same path again.",
  ]);
});

test("a cause has a sentence without layer numbers for all its copies", () => {
  expect(causeSentence("moved")).toBe("One layer wrote it, a later layer moved it, which stores it again.");
  expect(causeSentence("repeated")).toBe("One archive contains the path twice: only the last entry counts.");
});
