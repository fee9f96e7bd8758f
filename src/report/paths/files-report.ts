import type { ListedFile } from "../../analysis/paths/file-list.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import { humanSize } from "../../text/bytes.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { FileTree } from "../../tree/file-tree.js";
import { jsonText } from "../syntax/json-document.js";
import { inFormat, type ListingFormat } from "../syntax/records.js";
import { LISTED_COLUMNS, linkTarget, listedFacts, recordArray } from "./entry-facts.js";

/** The result of `layerx files`. */
export interface FileReport {
  readonly image: Image;
  readonly tree: FileTree;
  /** The last layer of the filesystem; `null` for the final filesystem. */
  readonly layer: number | null;
  /** One list, or one for each layer with `--layers all`. */
  readonly lists: readonly { readonly layer: number | null; readonly files: readonly ListedFile[] }[];
  /** True if each list has the changes of one layer. */
  readonly byLayer: boolean;
}

const SIZE_COLUMNS = 8;
const LEAST_INSTRUCTION_COLUMNS = 16;
const SIGNS = { [UNCHANGED]: "", [ADDED]: "+ ", [MODIFIED]: "~ ", [REMOVED]: "- " } as const;
const COLUMNS = [...LISTED_COLUMNS, "instruction"];

/** Yields the report in a format, in chunks. */
export function filesReport(
  report: FileReport,
  format: ListingFormat,
  { columns }: { readonly columns: number },
): Generator<string> {
  return inFormat(
    {
      text: () => textLines(report, columns),
      json: () => jsonPieces(report),
      records: () => records(report),
      columns: COLUMNS,
      fields: (facts) => Object.values(facts),
    },
    format,
  );
}

/** Yields lines for people: size, layer, path, and the instruction as far as it fits. */
function* textLines({ image, tree, lists, byLayer }: FileReport, columns: number): Generator<string> {
  const digits = String(Math.max(tree.layers.length - 1, 0)).length;
  for (const { layer, files } of lists) {
    if (byLayer && layer !== null) yield `layer ${layer}  ${cutEnd(layerText(image, layer), columns - 10)}\n`;
    for (const { node, row, change } of files) {
      const { entries } = tree;
      const size = entries.isFile(row) ? humanSize(entries.bytes(row)) : "";
      const target = linkTarget(entries, row);
      const link = target === null ? "" : ` ${entries.type(row) === "hardlink" ? "=>" : "->"} ${target}`;
      const path = `${SIGNS[change]}${escapePath(tree.path(node))}${link}`;
      const start = `${size.padStart(SIZE_COLUMNS)}  ${String(entries.layer(row)).padStart(digits)}  ${path}`;
      const room = columns - start.length - 2;
      const fits = !byLayer && room >= LEAST_INSTRUCTION_COLUMNS;
      yield fits ? `${start}  ${cutEnd(layerText(image, entries.layer(row)), room)}\n` : `${start}\n`;
    }
  }
}

function factsOf({ image, tree }: FileReport, { node, row, change }: ListedFile) {
  const facts = listedFacts(tree.entries, { path: escapePath(tree.path(node)), row, change });
  return { ...facts, instruction: layerText(image, facts.layer) };
}

function* jsonPieces(report: FileReport): Generator<string> {
  yield '{\n  "schemaVersion": 1,\n';
  if (!report.byLayer) {
    yield `  "layer": ${report.layer},\n  "entries": `;
    yield* recordArray(listRecords(report, report.lists[0].files), "  ");
    yield "\n}\n";
    return;
  }
  yield '  "layers": [';
  for (const [i, { layer, files }] of report.lists.entries()) {
    const index = layer ?? i;
    const { diffId } = report.image.layers[index];
    yield `${i === 0 ? "" : ","}\n    {\n      "index": ${index},\n      "diffId": ${jsonText(diffId)},\n`;
    yield `      "instruction": ${jsonText(layerText(report.image, index))},\n      "entries": `;
    yield* recordArray(listRecords(report, files), "      ");
    yield "\n    }";
  }
  yield report.lists.length === 0 ? "]\n}\n" : "\n  ]\n}\n";
}

function* listRecords(report: FileReport, files: readonly ListedFile[]) {
  for (const file of files) yield factsOf(report, file);
}

function* records(report: FileReport) {
  for (const { files } of report.lists) yield* listRecords(report, files);
}
