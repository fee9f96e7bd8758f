import type { PointerAction } from "../action.js";
import { type Answer, type Chooser, press } from "./chooser.js";

/** Rows that a notch of the wheel moves by. */
const NOTCH = 3;

/** What a mouse leads to: a press chooses a line, and opens the one that is chosen already; the wheel moves on. */
export function point(chooser: Chooser, { on, what }: PointerAction): Answer {
  const { cursor } = chooser.list;
  if (what !== "press") return moved(chooser, what === "wheel-up" ? -NOTCH : NOTCH);
  if (on.is !== "item") return { type: "ask", chooser };
  return on.index === cursor ? press(chooser, "enter") : moved(chooser, on.index - cursor);
}

function moved(chooser: Chooser, by: number): Answer {
  let answer: Answer = { type: "ask", chooser };
  for (let left = Math.abs(by); left > 0; left--) {
    if (answer.type === "ask") answer = press(answer.chooser, by < 0 ? "up" : "down");
  }
  return answer;
}
