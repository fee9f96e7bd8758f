import { type Chooser, openedChooser, press, resizedChooser } from "../explorer/chooser.js";
import type { ImageChoice, UnclearChoice } from "../image/choice.js";
import type { Printable } from "../text/escape.js";
import { chooserLines } from "./chooser.js";
import type { Display } from "./display.js";

interface AskOptions {
  readonly display: Pick<Display, "show" | "size" | "suspend" | "onKeys" | "onRedraw">;
  readonly colour: boolean;
  /** The archive's name. */
  readonly source: Printable;
  readonly signal: AbortSignal;
  /** The user does not want any of them. */
  leave(): void;
}

/**
 * Asks in the terminal which image is meant; keys and redraws go back to who had them when that is answered.
 * @throws the signal's reason, when it was aborted or the user left.
 */
export async function askWhich(
  unclear: UnclearChoice,
  { display, colour, source, signal, leave }: AskOptions,
): Promise<ImageChoice> {
  signal.throwIfAborted();
  const { onKeys, onRedraw } = display;
  let chooser: Chooser = openedChooser(unclear, display.size);
  const draw = () => display.show(chooserLines(chooser, source, { colour }));
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      display.onRedraw = () => {
        chooser = resizedChooser(chooser, display.size);
        draw();
      };
      display.onKeys = (keys) => {
        for (const key of keys) {
          const answer = press(chooser, key);
          if (answer.type === "chosen") return resolve(answer.choice);
          if (answer.type === "leave") return leave();
          if (answer.type === "suspend") display.suspend();
          else chooser = answer.chooser;
        }
        draw();
      };
      draw();
    });
  } finally {
    display.onKeys = onKeys;
    display.onRedraw = onRedraw;
  }
}
