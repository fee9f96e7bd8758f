import type { HistoryEntry } from "../../src/image/history.js";

/** @returns a history with one instruction for each layer, the lowest first. `-` marks an instruction without a layer. */
export function historyOf(instructions: readonly string[]): HistoryEntry[] {
  let layers = 0;
  return instructions.map((text) =>
    text.startsWith("-") ? historyEntry(text.slice(1), null) : historyEntry(text, layers++),
  );
}

/** @returns an instruction and its layer, `null` if it made none. */
export function historyEntry(createdBy: string | null, layer: number | null): HistoryEntry {
  return { created: null, createdBy, author: null, comment: null, emptyLayer: layer === null, layer };
}
