import type { HistoryEntry } from "../../src/image/history.js";

/** @returns a history with one instruction for each layer, the lowest first. `-` marks an instruction without a layer. */
export function historyOf(instructions: readonly string[]): HistoryEntry[] {
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
