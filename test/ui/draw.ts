import { stripVTControlCharacters } from "node:util";
import type { State } from "../../src/explorer/state.js";
import { frame } from "../../src/ui/frame.js";
import type { Line } from "../../src/ui/line.js";

/** The screen as a drawing, without styles and without the space at the ends of lines. */
export function draw(state: State): string {
  return plain(frame(state, { colour: true }));
}

export function plain(lines: readonly Line[]): string {
  return lines.map((line) => stripVTControlCharacters(line).trimEnd()).join("\n");
}
