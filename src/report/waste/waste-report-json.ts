import { type GroupKey, groupWaste, type WasteGroup } from "../../analysis/waste/waste-groups.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import { escapePath } from "../../text/escape.js";
import type { FileTree } from "../../tree/file-tree.js";
import { jsonDocument } from "../syntax/json-document.js";
import { duplicatesJson, wasteJson } from "./waste-json.js";
import type { WasteResult } from "./waste-result.js";

/** Returns the document of `waste --format json`. It has `groups` only with `--by`. */
export function wasteReportJson({ analysis, copies, by, top, duplicates }: WasteResult): string {
  const { image, tree, metrics } = analysis;
  const groups = by === null ? null : groupWaste(copies, by).slice(0, top ?? undefined);
  return jsonDocument({
    schemaVersion: 1,
    image: {
      source: image.source,
      format: image.format,
      references: image.references,
      id: image.id,
      size: metrics.size,
      rootfsSize: metrics.rootfsSize,
      wastedBytes: metrics.wastedBytes,
      efficiency: metrics.efficiency,
    },
    waste: wasteJson(analysis, copies, { top: top ?? copies.length }),
    ...(groups === null ? {} : { by, groups: groups.map((group) => groupFacts(image, tree, group)) }),
    duplicates: duplicates === null ? null : duplicatesJson(analysis, duplicates.slice(0, top ?? undefined)),
    warnings: image.warnings.map(({ code, message }) => ({ code, message })),
  });
}

function groupFacts(image: Image, tree: FileTree, { key, bytes, copies }: WasteGroup) {
  return { ...keyFacts(image, tree, key), bytes, copies: copies.length };
}

function keyFacts(image: Image, tree: FileTree, key: GroupKey) {
  const createdBy = (layer: number) => entryOfLayer(image, layer)?.createdBy ?? null;
  if (key.by === "path") return { path: escapePath(tree.path(key.node)) };
  if (key.by === "cause") return { cause: key.cause };
  if (key.by === "layer") return { layer: key.layer, createdBy: createdBy(key.layer) };
  return { endedBy: key.endedBy, createdBy: createdBy(key.endedBy) };
}
