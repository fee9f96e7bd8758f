import type { Analysis } from "../../analysis/analyze.js";
import { humanSize } from "../../text/bytes.js";
import { type LayerTableRow, layerRows } from "../image/layer-rows.js";
import { lettersEach } from "./cut-letters.js";
import { instructionCode } from "./instruction-markup.js";
import { type HtmlContent, html, type Markup } from "./markup.js";

/** The maximum number of rows. No real image has more layers. */
const MOST_ROWS = 1000;

/** The maximum number of letters in all instructions together: a history may have megabytes. */
const ALL_LETTERS = 100_000;

/**
 * Returns the layers with their instructions in the order of the Dockerfile, including instructions without a
 * layer.
 */
export function layersPart(analysis: Analysis, toneOf: (layer: number) => string): Markup {
  const entries = layerRows(analysis);
  const shown = entries.slice(0, MOST_ROWS);
  const most = lettersEach(shown.length, ALL_LETTERS);
  const biggest = Math.max(...entries.map(({ size }) => size ?? 0), 1);
  const rows = shown.map((row, at) => {
    const { layer } = row;
    const cells =
      layer === null
        ? html`<td data-value="${at}"></td><td data-value="-1"></td><td class="bar" data-value="-1"></td><td data-value="-1"></td><td class="minor"></td>`
        : numbers(row, {
            biggest,
            at,
            layer,
            tone: toneOf(layer),
            wasted: analysis.metrics.layers[layer].wastedBytes,
          });
    return html`<tr class="${layer === null ? "empty" : ""}">${cells}<td>${instructionCode(row, { most })}</td></tr>
`;
  });
  const left = entries.length - shown.length;
  return html`<section aria-labelledby="layers-title">
<h2 id="layers-title">Layers</h2>
<table data-sortable class="layers"><caption class="unseen">Layers and instructions, the lowest first</caption>
<thead><tr><th scope="col" class="number" aria-sort="ascending">#</th><th scope="col" class="number">Size</th><th scope="col" class="bar">Share</th><th scope="col" class="number">Wasted</th><th scope="col" class="minor">Changes</th><th scope="col">Instruction</th></tr></thead>
<tbody>
${rows}</tbody></table>${left === 0 ? "" : html`<p>${left} more instructions are not shown.</p>`}
</section>`;
}

interface RowOf {
  /** Bytes of the biggest layer. Its bar is as wide as the column. */
  readonly biggest: number;
  /** Its index in the table. */
  readonly at: number;
  readonly layer: number;
  readonly tone: string;
  /** Wasted bytes; `null` if unknown. */
  readonly wasted: number | null;
}

function numbers(
  { size, share, changes }: LayerTableRow,
  { biggest, at, layer, tone, wasted }: RowOf,
): HtmlContent {
  const width = ((size ?? 0) / biggest) * 100;
  const changeText = changes.map(({ text }) => text.replace("-", "−")).join(" ");
  return html`<td class="number" data-value="${at}"><span class="swatch ${tone}"></span>${layer}</td><td class="number" data-value="${size ?? -1}">${size === null ? "?" : humanSize(size)}</td><td class="bar" data-value="${size ?? -1}"><svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="tone ${tone}" width="${width.toFixed(2)}" height="10"/></svg><span>${(share * 100).toFixed(1)}%</span></td><td class="number" data-value="${wasted ?? -1}">${wasted ? humanSize(wasted) : "–"}</td><td class="minor">${changeText}</td>`;
}
