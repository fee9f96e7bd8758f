import type { PointerAction } from "../action.js";
import type { Cell } from "../drawing/targets.js";

/** What a mouse did, and where. */
export interface MouseEvent {
  readonly at: Cell;
  readonly what: PointerAction["what"];
}

/**
 * What a mouse did, from what Ink makes of a report: `[<0;12;5M` (the escape aside). `null` where it is no report,
 * `ignored` where a button is released, the mouse moved, or a button means nothing here. Source: xterm's ctlseqs, SGR (1006).
 */
export function mouseEvent(input: string): MouseEvent | "ignored" | null {
  const report = /^\[<(\d+);(\d+);(\d+)([Mm])$/.exec(input);
  if (report === null) return null;
  const [button, column, row] = report.slice(1, 4).map(Number);
  const what = report[4] === "M" ? BUTTONS.get(button & ~HELD) : undefined;
  if (what === undefined || button & MOVED) return "ignored";
  return { at: { column: column - 1, row: row - 1 }, what };
}

/** Bits for shift, alt and ctrl, and for a report of a movement. */
const HELD = 4 | 8 | 16;
const MOVED = 32;

const BUTTONS: ReadonlyMap<number, PointerAction["what"]> = new Map([
  [0, "press"],
  [64, "wheel-up"],
  [65, "wheel-down"],
]);
