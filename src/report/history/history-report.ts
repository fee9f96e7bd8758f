import type { HistoryEntry } from "../../image/history.js";
import { type HistoryRow, row } from "./fields.js";
import { layOutHistory } from "./history-table.js";
import { compile } from "./template/compile.js";
import { zoneOffset } from "./zone.js";

export interface HistoryInput {
  /** `sha256:…`. */
  readonly imageId: string;
  /** IDs of the second row, the third …; all later rows have `<missing>`. */
  readonly parents: readonly string[];
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  /** Bytes of each layer's regular files, by layer index; 0 if unknown. */
  readonly layerSizes: readonly number[];
}

export interface HistoryOptions {
  readonly noTrunc: boolean;
  readonly human: boolean;
  readonly quiet: boolean;
  /** A template, `table`, `table TEMPLATE` or `json`; `""` if not set. */
  readonly format: string;
  /** Milliseconds since 1970, with a fraction. */
  readonly now: number;
  /** The value of `TZ`; `undefined` if it is not set: then the zone of the system is used. */
  readonly timeZone: string | undefined;
}

/**
 * Returns the output of `docker history` to a pipe, byte for byte. It is bytes, because a template may cut a
 * character in two. It is not escaped: escape it before it is printed to a terminal.
 * @throws LayerxError `bad-template`, `unsupported-template`.
 */
export function historyReport(input: HistoryInput, options: HistoryOptions): Buffer {
  const { isTable, source } = layout(options);
  const template = compile(source);
  const lines = rows(input, options).map((fields) => `${template.row(fields)}\n`);
  const text = isTable ? layOutHistory(`${template.header()}\n${lines.join("")}`) : lines.join("");
  return Buffer.from(text, "latin1");
}

/** Returns true if a row may have the size of its layer. For other fields the layers need not be read. */
export function showsSize(options: Pick<HistoryOptions, "format" | "quiet" | "human">): boolean {
  // A dot alone is the whole row.
  return /Size|\.(?![A-Za-z])/.test(layout(options).source);
}

/**
 * Returns the template of a row, and true in `isTable` if the rows are a table. Rule: docker/cli,
 * `NewHistoryFormat`, `preFormat`.
 */
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
  // Replaced before the template is parsed, so also within its quoted strings.
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
