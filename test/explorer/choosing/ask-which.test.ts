import { expect, test } from "vitest";
import type { PointerAction } from "../../../src/explorer/action.js";
import { point } from "../../../src/explorer/choosing/ask-which.js";
import { type Chooser, type ChooserStep, openedChooser } from "../../../src/explorer/choosing/chooser.js";
import { UnclearChoice } from "../../../src/image/choice.js";

const CHOICES = Array.from({ length: 20 }, (_, number) => ({
  references: [`app-${number}:1`],
  id: `sha256:${number}`,
  platforms: [],
  digest: null,
  osVersion: null,
  problem: null,
  storedBytes: null,
  wish: { image: String(number) },
}));
const OPENED = openedChooser(new UnclearChoice("several-images", {}, CHOICES), { columns: 60, rows: 12 });

function at(chooser: Chooser, index: number, what: PointerAction["what"] = "press"): ChooserStep {
  return point(chooser, { type: "point", on: { is: "item", index }, what });
}

/** Returns the chooser after one step of the mouse wheel. */
function scrolled(chooser: Chooser, what: PointerAction["what"]): Chooser {
  const answer = at(chooser, 4, what);
  return answer.type === "ask" ? answer.chooser : chooser;
}

test("a click selects an image, and a click on the selected image opens it", () => {
  const answer = at(OPENED, 3);
  expect(answer).toMatchObject({ type: "ask", chooser: { list: { cursor: 3, top: 0 } } });
  if (answer.type === "ask") expect(at(answer.chooser, 3)).toEqual({ type: "chosen", choice: CHOICES[3] });
});

test("a click outside of the list changes nothing", () => {
  const beside = point(OPENED, { type: "point", on: { is: "page" }, what: "press" });
  expect(beside).toEqual({ type: "ask", chooser: OPENED });
});

test("the mouse wheel moves the cursor by three lines", () => {
  const down = scrolled(scrolled(OPENED, "wheel-down"), "wheel-down");
  expect(down.list).toEqual({ cursor: 6, top: 0 });
  expect(scrolled(down, "wheel-up").list.cursor).toBe(3);
});
