import type { HistoryEntry } from "../../image/history.js";
import { type HistoryRow, row } from "./fields.js";
import { layOutHistory } from "./history-table.js";
import { compile } from "./template/compile.js";
import { zoneOffset } from "./zone.js";

export interface HistoryInput {
  /** `sha256:…`. */
  readonly imageId: string;
  /** IDs of the second row, the third …; the rows after them are `<missing>`. */
  readonly parents: readonly string[];
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  /** Bytes of each layer's regular files, by layer index; 0 where it is not known. */
  readonly layerSizes: readonly number[];
}

export interface HistoryOptions {
  readonly noTrunc: boolean;
  readonly human: boolean;
  readonly quiet: boolean;
  /** A template, `table`, `table TEMPLATE` or `json`; `""` where none was given. */
  readonly format: string;
  /** Milliseconds since 1970, with their fraction. */
  readonly now: number;
  /** The value of `TZ`; `undefined` where it is not set: the system's zone. */
  readonly timeZone: string | undefined;
}

/**
 * What `docker history` writes to a pipe, byte for byte. Bytes, since a template may cut a character in two;
 * and raw: escape them before they reach a terminal.
 * @throws LayerxError `bad-template`, `unsupported-template`.
 */
export function historyReport(input: HistoryInput, options: HistoryOptions): Buffer {
  const { isTable, source } = layout(options);
  const template = compile(source);
  const lines = rows(input, options).map((fields) => `${template.row(fields)}\n`);
  const text = isTable ? layOutHistory(`${template.header()}\n${lines.join("")}`) : lines.join("");
  return Buffer.from(text, "latin1");
}

/** True where a row may have the size of its layer: the layers need not be read for other fields. */
export function showsSize(options: Pick<HistoryOptions, "format" | "quiet" | "human">): boolean {
  // A dot alone is the whole row.
  return /Size|\.(?![A-Za-z])/.test(layout(options).source);
}

/** What is printed a row, and whether the rows make a table. Rule: docker/cli, `NewHistoryFormat`, `preFormat`. */
function layout({ format, quiet, human }: Pick<HistoryOptions, "format" | "quiet" | "human">): {
  isTable: boolean;
  source: string;
} {
  if (format === "json") return { isTable: false, source: "{{json .}}" };
  if (format === "" || format === "table") {
    if (quiet) return { isTable: false, source: "{{.ID}}" };
    const created = human ? "CreatedSince" : "CreatedAt";
    return { isTable: true, source: `{{.ID}}\t{{.${created}}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}` };
  }
  const isTable = format.startsWith("table");
  const trimmed = format.slice(isTable ? "table".length : 0).replace(/^ +| +$/g, "");
  // Before the template is read, so within its quoted strings too.
  return { isTable, source: trimmed.replaceAll("\\t", "\t").replaceAll("\\n", "\n") };
}

function rows(input: HistoryInput, options: HistoryOptions): HistoryRow[] {
  const offset = zoneOffset(options.timeZone);
  return input.history.toReversed().map((entry, index) => {
    const id = index === 0 ? input.imageId : (input.parents[index - 1] ?? "<missing>");
    const bytes = entry.layer === null ? 0 : (input.layerSizes[entry.layer] ?? 0);
    return row({ id, entry, bytes }, { ...options, offset });
  });
}
