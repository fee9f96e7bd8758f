import type { Comparison } from "../../analysis/diff/compare-images.js";
import type { Side } from "../../analysis/diff/side.js";
import { bytesAt } from "../../analysis/diff/side.js";
import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath, escapeText } from "../../text/escape.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { type Fact, fact } from "../pages/documents/document.js";
import { filesFacts, settingFacts } from "./comparison-facts.js";
import type { Reason } from "./reasons.js";

/** The maximum number of instructions in the list. */
const MOST_LAYERS = 4;

/**
 * Returns the facts about a difference: its path, its bytes, and the instructions that added or removed them.
 */
export function reasonFacts(comparison: Comparison, tree: FileTree, reason: Reason): Fact[] {
  if (reason.is === "setting") return settingFacts({ config: [reason.setting] });
  if (reason.is === "move") {
    const { from, to, files, bytes } = reason.move;
    return [
      fact("from", escapePath(from)),
      fact("to", escapePath(to)),
      fact("moved", escapeText(`${counted(files, "file")}, ${humanSize(bytes)}: the same content`)),
    ];
  }
  const { node, below, totals } = reason;
  const range = { from: node, to: below ? tree.end(node) : node + 1 };
  return [
    fact("path", escapePath(tree.path(node)), "strong"),
    ...filesFacts(totals),
    ...layerFacts("new", comparison, range),
    ...layerFacts("old", comparison, range),
  ];
}

interface Range {
  readonly from: Node;
  readonly to: Node;
}

/** Returns the layers of one image with the bytes that differ, the biggest share first. */
function layerFacts(name: "new" | "old", comparison: Comparison, range: Range): Fact[] {
  const { union, differences } = comparison;
  const [side, nodes] = name === "new" ? [comparison.b, union.b] : [comparison.a, union.a];
  const bytes = new Map<number, number>();
  for (let node = range.from; node < range.to; node++) {
    const own = nodes[node];
    const row = differences[node] === 0 || own < 0 ? -1 : side.rootfs[own];
    if (row < 0) continue;
    const layer = side.tree.entries.layer(row);
    bytes.set(layer, (bytes.get(layer) ?? 0) + bytesAt(side, own));
  }
  return [...bytes]
    .sort((x, y) => y[1] - x[1])
    .slice(0, MOST_LAYERS)
    .map(([layer, sum]) => fact(`${name} ${layer}`, escapeText(layerText(side, layer, sum)), "dim"));
}

function layerText({ image }: Side, layer: number, bytes: number): string {
  return `${humanSize(bytes)}  ${instructionText(entryOfLayer(image, layer)?.createdBy ?? null)}`;
}
