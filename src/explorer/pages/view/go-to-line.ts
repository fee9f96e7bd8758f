import type { State } from "../../state.js";
import { pageArea } from "../page-area.js";
import { withTop } from "../page-stack.js";
import { stopped, towardsGoal } from "./reading.js";
import { topView } from "./view-page.js";

/** Returns why the typed text is not a place in the open file; `null` if it is. */
export function refusedPlace(state: State, typed: string): string | null {
  const isHex = topView(state)?.mode === "hex";
  if (placeOf(typed, { isHex }) !== null) return null;
  return isHex ? "type the number of a byte, as 4096 or 0x1000" : "type the number of a line, from 1 on";
}

/** Moves the topmost file to the line whose number was typed; in the hex view to a byte. */
export function goingToTyped(state: State, typed: string): State {
  const page = topView(state);
  if (page === null) return state;
  const place = placeOf(typed, { isHex: page.mode === "hex" });
  if (place === null) return state;
  const goal =
    page.mode === "hex"
      ? ({ to: "top", offset: place } as const)
      : ({ to: "line", line: place - 1 } as const);
  return withTop(state, towardsGoal({ ...stopped(page), goal }, pageArea(state)));
}

function placeOf(typed: string, { isHex }: { readonly isHex: boolean }): number | null {
  const text = typed.trim();
  if (isHex && /^0x[0-9a-f]{1,13}$/i.test(text)) return Number.parseInt(text, 16);
  if (!/^\d{1,15}$/.test(text) || (!isHex && /^0+$/.test(text))) return null;
  return Number(text);
}
