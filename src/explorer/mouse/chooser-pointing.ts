import type { PointerAction } from "../action.js";
import { type Answer, type Chooser, chooserHeight, matchingChoices, press } from "../chooser.js";

/** Rows that a notch of the wheel moves by. */
const NOTCH = 3;
/** Header and border above the first choice. */
const FIRST_ROW = 2;

/** What a mouse leads to: a press chooses a line, and opens the one that is chosen already; the wheel moves on. */
export function point(chooser: Chooser, { at, what }: PointerAction): Answer {
  const { cursor, top } = chooser.list;
  if (what !== "press") return moved(chooser, what === "wheel-up" ? -NOTCH : NOTCH);
  const row = at.row - FIRST_ROW;
  const isChoice = row >= 0 && row < chooserHeight(chooser) && top + row < matchingChoices(chooser).length;
  if (!isChoice) return { type: "ask", chooser };
  return top + row === cursor ? press(chooser, "enter") : moved(chooser, top + row - cursor);
}

function moved(chooser: Chooser, by: number): Answer {
  let answer: Answer = { type: "ask", chooser };
  for (let left = Math.abs(by); left > 0; left--) {
    if (answer.type === "ask") answer = press(answer.chooser, by < 0 ? "up" : "down");
  }
  return answer;
}
