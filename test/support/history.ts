import type { HistoryEntry } from "../../src/image/history.js";

/** A history with an instruction for each layer, from the lowest up; one that begins with `-` makes none. */
export function told(instructions: readonly string[]): HistoryEntry[] {
  let layers = 0;
  return instructions.map((text) => {
    const emptyLayer = text.startsWith("-");
    const layer = emptyLayer ? null : layers++;
    return {
      created: null,
      createdBy: text.replace(/^-/, ""),
      author: null,
      comment: null,
      emptyLayer,
      layer,
    };
  });
}
