import type { Version } from "../../analysis/paths/path-versions.js";
import { entryOfLayer, layerText } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import { modeText } from "../../image/mode.js";
import { humanSize } from "../../text/bytes.js";
import { palette } from "../../text/colour.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd } from "../../text/width.js";
import { ADDED, MODIFIED, REMOVED } from "../../tree/changes.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { jsonDocument } from "../syntax/json-document.js";
import { inFormat, type ListingFormat } from "../syntax/records.js";
import { changeName, entryFacts, linkTarget } from "./entry-facts.js";

const SIGNS = { [ADDED]: "+", [MODIFIED]: "~", [REMOVED]: "-" } as const;

export interface FoundRecord {
  readonly image: Image;
  readonly tree: FileTree;
  /** The pattern as the user typed it. */
  readonly pattern: string;
  readonly versions: ReadonlyMap<Node, readonly Version[]>;
}

export interface FindTextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

/** Yields the report of `layerx find` in a format, in chunks. */
export function findReport(
  found: FoundRecord,
  format: ListingFormat,
  options: FindTextOptions,
): Generator<string> {
  return inFormat(
    {
      text: () => findReportText(found, options),
      json: () => [findJson(found)],
      records: () => findRecords(found),
      columns: FIND_COLUMNS,
      fields: (facts) => Object.values(facts),
    },
    format,
  );
}

/**
 * Yields matches for people: each path, and below it one line for each layer that added, changed or removed
 * it.
 */
function* findReportText(found: FoundRecord, { colour, columns }: FindTextOptions): Generator<string> {
  const { bold, green, yellow, red, dim } = palette({ colour });
  const paint = { [ADDED]: green, [MODIFIED]: yellow, [REMOVED]: red };
  const { tree, image, versions } = found;
  const layerColumns = String(Math.max(image.layers.length - 1, 0)).length;
  for (const [node, made] of versions) {
    yield `${bold(escapePath(tree.path(node)))}\n`;
    for (const version of made) {
      const { layer, change } = version;
      const facts = ` ${String(layer).padStart(layerColumns)} ${SIGNS[change]} ${versionText(found, version)}`;
      const instruction = layerText(image, layer);
      const room = Math.max(columns - facts.length - 2, 20);
      yield `${paint[change](facts)}  ${dim(cutEnd(instruction, room))}\n`;
    }
  }
}

function versionText({ tree: { entries } }: FoundRecord, { row, change }: Version): string {
  const target = linkTarget(entries, row);
  const type = entries.type(row);
  const arrow = type === "hardlink" ? "=>" : "->";
  const size = type === "file" ? humanSize(entries.bytes(row)) : "";
  const owner = `${entries.uid(row)}:${entries.gid(row)}`;
  const shown = change === REMOVED ? "removed   " : modeText(type, entries.mode(row));
  return `${shown} ${owner.padStart(5)} ${size.padStart(7)}${target === null ? "" : ` ${arrow} ${target}`}`;
}

const FIND_COLUMNS = [
  "path",
  "layer",
  "change",
  "type",
  "mode",
  "uid",
  "gid",
  "size",
  "mtime",
  "linkname",
  "createdBy",
] as const;

/** Yields a record for each version of each path, for `jsonl` and `csv`. */
function* findRecords(found: FoundRecord) {
  for (const [node, made] of found.versions) {
    const path = escapePath(found.tree.path(node));
    for (const version of made) yield { path, ...versionFacts(found, version) };
  }
}

/**
 * Returns the document of `find --format json`: `{ schemaVersion, pattern, matches: [ { path, versions: [ … ]
 * } ] }`. A version has the layer that made the change and its instruction. For a removed path, the other
 * fields are those of the removed version.
 */
function findJson(found: FoundRecord): string {
  const { tree, pattern, versions } = found;
  const matches = [...versions].map(([node, made]) => ({
    path: escapePath(tree.path(node)),
    versions: made.map((version) => versionFacts(found, version)),
  }));
  return jsonDocument({ schemaVersion: 1, pattern, matches });
}

function versionFacts({ image, tree }: FoundRecord, { layer, change, row }: Version) {
  const { type, mode, uid, gid, size, mtime, linkname } = entryFacts(tree.entries, row);
  const createdBy = entryOfLayer(image, layer)?.createdBy ?? null;
  return { layer, change: changeName(change), type, mode, uid, gid, size, mtime, linkname, createdBy };
}
