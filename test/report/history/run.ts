import type { HistoryEntry } from "../../../src/image/history.js";
import {
  type HistoryInput,
  type HistoryOptions,
  historyReport,
} from "../../../src/report/history/history-report.js";

const NOW = Date.parse("2026-11-21T08:18:50Z");

/** An entry of the config's `history`, as stored. */
export interface StoredEntry {
  readonly created?: string;
  readonly created_by?: string;
  readonly comment?: string;
  readonly empty_layer?: boolean;
}

/** @returns the entries of an image: each entry that is not empty has the next layer. */
function entries(stored: readonly StoredEntry[]): HistoryEntry[] {
  let layers = 0;
  return stored.map(({ created, created_by, comment, empty_layer }) => {
    const layer = empty_layer === true ? null : layers;
    if (layer !== null) layers += 1;
    return {
      created: created ?? null,
      createdBy: created_by ?? null,
      author: null,
      comment: comment ?? null,
      emptyLayer: empty_layer === true,
      layer,
    };
  });
}

const DEFAULTS: HistoryOptions = {
  noTrunc: false,
  human: true,
  quiet: false,
  format: "",
  now: NOW,
  timeZone: "UTC",
};

const ID = "sha256:0862b2a32f59c3ac4d44388a5d3444167930425ec437e31516a6ca24c6f461b2";

/** @returns the report of these entries, oldest first, with these layer sizes. */
export function report(
  stored: readonly StoredEntry[],
  options: Partial<HistoryOptions & Omit<HistoryInput, "history">>,
): Buffer {
  const { imageId = ID, parents = [], layerSizes = [1125], ...others } = options;
  return historyReport(
    { imageId, parents, layerSizes, history: entries(stored) },
    { ...DEFAULTS, ...others },
  );
}

/** @returns the output of a raw template for one row with this instruction, without the newline of the row. */
export function printed(format: string, createdBy = "RUN it"): string {
  return printedBytes(format, createdBy).toString("utf8");
}

export function printedBytes(format: string, createdBy = "RUN it"): Buffer {
  const row = { created: "2026-11-20T20:00:00Z", created_by: createdBy, comment: "a note" };
  return report([row], { format }).subarray(0, -1);
}
