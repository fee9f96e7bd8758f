import { useInput, usePaste } from "ink";
import type { PointerAction } from "../action.js";
import type { Cell } from "../drawing/targets.js";
import type { Key } from "../keys/key-names.js";
import { keysOf } from "./ink-keys.js";

interface InputProps {
  /** Called once for all keys that arrive together: a key that is held down arrives several times. */
  onKeys(keys: readonly Key[]): void;
  /** Called with a pasted text, which is never read as keys. */
  onPaste?(text: string): void;
  onMouse?(event: MouseEvent): void;
}

/** Receives keys, pasted text and mouse actions. Draws nothing. */
export function Input({ onKeys, onPaste, onMouse }: InputProps) {
  useInput((input, key) => {
    const mouse = mouseEvent(input);
    if (mouse !== null) {
      if (mouse !== "ignored") onMouse?.(mouse);
      return;
    }
    const keys = keysOf(input, key);
    if (keys.length > 0) onKeys(keys);
  });
  usePaste((text) => onPaste?.(text));
  return null;
}

/** A mouse action and its cell. */
export interface MouseEvent {
  readonly at: Cell;
  readonly what: PointerAction["what"];
}

/**
 * Parses a mouse report, as Ink passes it: `[<0;12;5M` (without the escape character).
 * @returns `null` if it is not a report, `ignored` if a button was released, the mouse moved, or the button
 * has no meaning. Source: xterm's ctlseqs, SGR (1006).
 */
function mouseEvent(input: string): MouseEvent | "ignored" | null {
  const report = /^\[<(\d+);(\d+);(\d+)([Mm])$/.exec(input);
  if (report === null) return null;
  const [button, column, row] = report.slice(1, 4).map(Number);
  const what = report[4] === "M" ? BUTTONS.get(button & ~HELD) : undefined;
  if (what === undefined) return "ignored";
  return { at: { column: column - 1, row: row - 1 }, what };
}

/** Bits for shift, alt and ctrl. */
const HELD = 4 | 8 | 16;

const BUTTONS: ReadonlyMap<number, PointerAction["what"]> = new Map([
  [0, "press"],
  [64, "wheel-up"],
  [65, "wheel-down"],
]);
