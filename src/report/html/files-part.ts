import type { Analysis } from "../../analysis/analyze.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import type { Node } from "../../tree/file-tree.js";
import { cutLetters, cutPath } from "./cut-letters.js";
import { gridPart } from "./grid-part.js";
import { mapPart } from "./map-part.js";
import { type HtmlContent, html, type Markup } from "./markup.js";

const LEGEND_ITEMS = 14;
const FILES_SHOWN = 25;

type ToneOf = (layer: number) => string;

/** Returns a map of the final filesystem, coloured by layer. */
export function filesMapPart(analysis: Analysis, toneOf: ToneOf): Markup {
  const { metrics } = analysis;
  const alive = metrics.layers.map(({ size, wastedBytes }, layer) => ({
    layer,
    bytes: (size ?? 0) - (wastedBytes ?? 0),
  }));
  const nonEmpty = alive.filter(({ bytes }) => bytes > 0);
  const shown = new Set(nonEmpty.toSorted((a, b) => b.bytes - a.bytes).slice(0, LEGEND_ITEMS));
  const legend = nonEmpty
    .filter((item) => shown.has(item))
    .map(({ layer, bytes }) => ({
      group: String(layer),
      tone: toneOf(layer),
      label: label(analysis, layer, bytes),
    }));
  const rest = nonEmpty.filter((item) => !shown.has(item));
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  const more =
    rest.length === 0 ? "" : html`<li>${counted(rest.length, "more layer")}, ${humanSize(restBytes)}</li>`;
  return html`<section class="live-only" aria-labelledby="where-title">
<div class="line"><h2 id="where-title">Where the bytes are</h2>
<p>${humanSize(metrics.rootfsSize)} that a container sees, coloured by the layer that wrote them.</p></div>
${mapPart("files", { legend, more })}
</section>`;
}

function label({ image }: Analysis, layer: number, bytes: number): HtmlContent {
  const instruction = layerText(image, layer);
  return html`<b>${layer}</b> ${humanSize(bytes)} <span class="what">${cutLetters(instruction, 36)}</span>`;
}

/**
 * Returns the table of every file, which can be searched and sorted. The `summed` files are not listed
 * separately.
 */
export function filesPart(analysis: Analysis, { summed }: { readonly summed: number }): Markup {
  const { metrics } = analysis;
  const note =
    summed === 0
      ? ""
      : html`<p>The list has the ${counted(metrics.files - summed, "largest file")}. ${summed.toLocaleString("en")} smaller files are summed up by folder.</p>`;
  return html`<section aria-labelledby="files-title">
<h2 id="files-title">Files</h2>
${note}${gridPart("files", {
  caption: "Files of the final filesystem, the biggest first",
  hint: "path, layer 2 …",
  headings: [
    { name: "Path", kind: "" },
    { name: "Size", kind: "number" },
    { name: "Layer", kind: "number" },
  ],
  rows: biggestFiles(analysis),
})}
</section>`;
}

function biggestFiles({ tree: { entries, rootfs, size }, tree }: Analysis): HtmlContent {
  let biggest: { node: Node; bytes: number }[] = [];
  for (let node = 1; node < size; node++) {
    const row = rootfs[node];
    if (row < 0 || !entries.isFile(row)) continue;
    biggest.push({ node, bytes: entries.bytes(row) });
    if (biggest.length >= 4096) biggest = firstOf(biggest);
  }
  return firstOf(biggest).map(
    ({ node, bytes }) =>
      html`<tr><td class="path"><code>${cutPath(tree.path(node))}</code></td><td class="number">${humanSize(bytes)}</td><td class="number">${entries.layer(rootfs[node])}</td></tr>
`,
  );
}

function firstOf(files: { node: Node; bytes: number }[]): { node: Node; bytes: number }[] {
  return files.sort((a, b) => b.bytes - a.bytes || a.node - b.node).slice(0, FILES_SHOWN);
}
