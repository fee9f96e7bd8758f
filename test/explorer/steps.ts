import { KEYS } from "../session/terminal.js";
import type { Running } from "./in-process.js";

type Seen = string | RegExp | ((terminal: Running) => boolean);
/** Keys to press, and the text or the state of the screen to wait for. */
export type Step = readonly [keys: string, see: Seen];

export const inverse = (text: string) => (terminal: Running) =>
  terminal.text.includes(text) && terminal.cellAt(text).inverse;
export const without = (text: string) => (terminal: Running) => !terminal.text.includes(text);

/* Steps in samples/flask.tar, from its first screen. */

export const TO_FILE: Step = ["jj2j", /-rw-r--r--.* ~ +ld\.so\.cache/];
export const TO_VIEW: readonly Step[] = [TO_FILE, [KEYS.enter, "╭ /etc/ld.so.cache ─ line 1"]];
export const KEPT: Step = [KEYS.enter, without("keep  esc end")];
export const TO_TEXT: readonly Step[] = [
  ["/lib/os-release", "1 path"],
  KEPT,
  ["G", inverse("os-release  ")],
  [KEYS.enter, 'NAME="Lesson Linux"'],
];

/** Presses the keys of each step, and waits for its screen before the next step. */
export async function take(steps: readonly Step[], terminal: Running): Promise<void> {
  for (const [keys, see] of steps)
    await terminal.press(keys, typeof see === "function" ? () => see(terminal) : see);
}
