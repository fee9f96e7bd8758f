import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { LayerPair } from "../../analysis/diff/layer-pairs.js";
import { MOVED_AWAY, SAME } from "../../analysis/diff/path-difference.js";
import { rowsAt } from "../../analysis/diff/rows-at.js";
import type { Side } from "../../analysis/diff/side.js";
import { filesystemBytes, isSame, totalName, totalsOf } from "../../analysis/diff/totals.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import { escapePath } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { Node } from "../../tree/file-tree.js";
import { identityFacts } from "../image/image-json.js";
import { entryFacts } from "../paths/entry-facts.js";
import { jsonPart } from "../syntax/json-document.js";
import { aspectNames, pathAt } from "./compared-path.js";
import type { DiffResult } from "./diff-result.js";
import { packageChangesJson } from "./packages-text.js";

/**
 * Yields the document of `diff --format json` in pieces, because a document of 300,000 paths takes too much
 * memory as one text.
 */
export function* diffJson(result: DiffResult): Generator<string> {
  const { comparison, onlySummary } = result;
  const facts = Object.entries(documentFacts(result)).map(
    ([key, value]) => `  "${key}": ${jsonPart(value, 2)}`,
  );
  yield `{\n${facts.join(",\n")}`;
  if (!onlySummary) yield* pathPieces(result);
  const warnings = {
    a: warningFacts(comparison.a),
    b: warningFacts(comparison.b),
  };
  yield `,\n  "warnings": ${jsonPart(warnings, 2)}\n}\n`;
}

function documentFacts({ comparison, shown, exclude, packages }: DiffResult) {
  const { a, b, layers, sharing, config, movesComplete } = comparison;
  return {
    schemaVersion: 1,
    a: sideFacts(a),
    b: sideFacts(b),
    same: isSame(comparison),
    totals: totalsOf(comparison, { shown }),
    shared: { layers: sharing.layers, size: sharing.size },
    transfer: sharing.transfer,
    layers: layers.map((pair) => layerFacts(comparison, pair)),
    config: config.map(({ field, key, a: before, b: after }) => ({ field, key, a: before, b: after })),
    movesComplete,
    exclude,
    packages: packages === null ? null : packageChangesJson(packages),
  };
}

function sideFacts(side: Side) {
  const { image, analysis, layerCount } = side;
  return {
    ...identityFacts(image),
    layers: layerCount,
    size: analysis.metrics.layers.slice(0, layerCount).reduce((sum, { size }) => sum + (size ?? 0), 0),
    rootfsSize: filesystemBytes(side),
  };
}

function layerFacts({ a, b }: Comparison, pair: LayerPair) {
  const facts = ({ image, analysis }: Side, index: number | null) =>
    index === null
      ? null
      : {
          index,
          diffId: image.layers[index].diffId,
          size: analysis.metrics.layers[index].size,
          compressedSize: image.layers[index].compressedSize,
          createdBy: entryOfLayer(image, index)?.createdBy ?? null,
        };
  return { is: pair.is, a: facts(a, pair.a), b: facts(b, pair.b) };
}

function warningFacts({ image }: Side) {
  return image.warnings.map(({ code, message }) => ({ code, message }));
}

function* pathPieces({ comparison, shown }: DiffResult): Generator<string> {
  yield `,\n  "paths": [`;
  let before = "\n";
  for (let node = 1; node < comparison.union.size; node++) {
    const difference = comparison.differences[node];
    if (difference === SAME || difference === MOVED_AWAY || (shown !== null && shown[node] === 0)) continue;
    yield `${before}    ${jsonPart(pathFacts(comparison, node), 4)}`;
    before = ",\n";
  }
  yield before === "\n" ? "]" : "\n  ]";
}

function pathFacts(comparison: Comparison, node: Node) {
  const { a, b, union, differences, aspects, movedFrom } = comparison;
  const { rowA, rowB } = rowsAt(comparison, node);
  const old = movedFrom.get(node);
  return {
    path: escapePath(pathAt(comparison, node)),
    change: totalName(differences[node]),
    from: old === undefined ? null : escapePath(a.tree.path(union.a[old])),
    what: aspectNames(aspects[node]),
    a: rowFacts(a, rowA),
    b: rowFacts(b, rowB),
  };
}

function rowFacts({ tree }: Side, row: EntryId) {
  if (row < 0) return null;
  const { type, mode, uid, gid, size, mtime, linkname, layer } = entryFacts(tree.entries, row);
  return { type, mode, uid, gid, size, mtime, linkname, layer };
}
