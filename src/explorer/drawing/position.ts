import { withCommas } from "../../text/count.js";
import type { Printable } from "../../text/escape.js";
import { literal } from "./row.js";

/** The visible part of a list: its first row, from 0, its height, and the number of rows of the list. */
interface Window {
  readonly top: number;
  readonly height: number;
  readonly count: number;
}

/** Returns `12-40 of 29,497`: the visible rows; empty if all rows are visible. */
export function positionText({ top, height, count }: Window): Printable {
  if (count <= height) return literal("");
  const number = (value: number) => withCommas(value);
  const last = Math.min(top + height, count);
  const rows = top + 1 === last ? number(last) : `${number(top + 1)}-${number(last)}`;
  return literal(`${rows} of ${number(count)}`);
}
