import type { Version } from "../../analysis/paths/path-versions.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import { escapePath } from "../../text/escape.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { jsonDocument } from "../formats/json-document.js";
import { changeName, entryFacts } from "./entry-facts.js";

export interface FoundRecord {
  readonly image: Image;
  readonly tree: FileTree;
  /** The pattern as the user typed it. */
  readonly pattern: string;
  readonly versions: ReadonlyMap<Node, readonly Version[]>;
}

export const FIND_COLUMNS = [
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
export function* findRecords(found: FoundRecord) {
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
export function findJson(found: FoundRecord): string {
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
