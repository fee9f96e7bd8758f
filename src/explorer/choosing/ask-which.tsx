import type { ImageChoice } from "../../image/choice.js";
import type { Printable } from "../../text/escape.js";
import type { PointerAction } from "../action.js";
import type { Look } from "../drawing/row.js";
import type { Screen } from "../terminal/display.js";
import {
  type Chooser,
  type ChooserStep,
  openedChooser,
  press,
  type Question,
  resizedChooser,
} from "./chooser.js";
import { ChooserScreen } from "./chooser-screen.js";

interface AskOptions {
  readonly display: Screen;
  readonly look: Look;
  /** The name of the archive. */
  readonly source: Printable;
  /** The index of the choice that is open now. */
  readonly opened?: number;
  readonly signal: AbortSignal;
  /** Called if the user leaves without a choice. */
  leave(): void;
}

/**
 * Asks in the terminal which image is meant. Afterwards, keys and redraws go to the previous listener again.
 * @throws the signal's reason, if it was aborted or the user left.
 */
export async function askWhich(
  question: Question,
  { display, look, source, opened, signal, leave }: AskOptions,
): Promise<ImageChoice> {
  signal.throwIfAborted();
  const { onKeys, onPoint, onRedraw } = display;
  let chooser: Chooser = openedChooser(question, display.size, opened);
  const draw = () => display.show(<ChooserScreen chooser={chooser} source={source} look={look} />);
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      display.onRedraw = () => {
        chooser = resizedChooser(chooser, display.size);
        draw();
      };
      /** @returns true if the question is still open */
      const take = (answer: ChooserStep): boolean => {
        if (answer.type === "chosen") resolve(answer.choice);
        if (answer.type === "leave") leave();
        if (answer.type === "suspend") display.suspend();
        if (answer.type === "ask") chooser = answer.chooser;
        return answer.type === "ask" || answer.type === "suspend";
      };
      display.onKeys = (keys) => {
        if (keys.every((key) => take(press(chooser, key)))) draw();
      };
      display.onPoint = (action) => {
        if (take(point(chooser, action))) draw();
      };
      draw();
    });
  } finally {
    display.onKeys = onKeys;
    display.onPoint = onPoint;
    display.onRedraw = onRedraw;
  }
}

/** The number of rows that one step of the wheel moves. */
const NOTCH = 3;

/**
 * Returns the result of a mouse action: a click selects a line, or opens the selected one; the wheel moves
 * the selection.
 */
export function point(chooser: Chooser, { on, what }: PointerAction): ChooserStep {
  const { cursor } = chooser.list;
  if (what !== "press") return moved(chooser, what === "wheel-up" ? -NOTCH : NOTCH);
  if (on.is !== "item") return { type: "ask", chooser };
  return on.index === cursor ? press(chooser, "enter") : moved(chooser, on.index - cursor);
}

function moved(chooser: Chooser, by: number): ChooserStep {
  let answer: ChooserStep = { type: "ask", chooser };
  for (let left = Math.abs(by); left > 0; left--) {
    if (answer.type === "ask") answer = press(answer.chooser, by < 0 ? "up" : "down");
  }
  return answer;
}
