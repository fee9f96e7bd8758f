import type { Analysis } from "../../analysis/analyze.js";
import type { LayerMetrics } from "../../analysis/metrics.js";
import { humanSize } from "../../text/bytes.js";
import { lettersEach } from "./cut.js";
import { instructionCode } from "./instruction.js";
import { type Content, html, type Markup } from "./markup.js";

/** Rows that the table has at most; an image of more is no image that somebody built. */
const MOST_ROWS = 1000;

/** What all instructions may take together: a history may have megabytes. */
const ALL_LETTERS = 100_000;

/** The layers with their instructions in the order of the Dockerfile, those without a layer among them. */
export function layersPart({ image, metrics }: Analysis, toneOf: (layer: number) => string): Markup {
  const told = new Set(image.history.map(({ layer }) => layer));
  const untold = image.layers.filter(({ index }) => !told.has(index));
  const entries = [
    ...image.history.map(({ layer, createdBy }) => ({ layer, createdBy })),
    ...untold.map(({ index }) => ({ layer: index, createdBy: null })),
  ];
  const shown = entries.slice(0, MOST_ROWS);
  const most = lettersEach(shown.length, ALL_LETTERS);
  const biggest = Math.max(...metrics.layers.map(({ size }) => size ?? 0), 1);
  const rows = shown.map(({ layer, createdBy }, at) => {
    const instruction = instructionCode(createdBy, { most });
    if (layer === null) {
      return html`<tr class="empty"><td data-value="${at}"></td><td data-value="-1"></td><td class="bar" data-value="-1"></td><td data-value="-1"></td><td></td><td>${instruction}</td></tr>
`;
    }
    const of = { total: metrics.size, biggest, at, tone: toneOf(layer) };
    return html`<tr>${numbers(layer, metrics.layers[layer], of)}<td>${instruction}</td></tr>
`;
  });
  const more =
    shown.length < entries.length
      ? html`<p>${entries.length - shown.length} more instructions are not shown.</p>`
      : "";
  return html`<section aria-labelledby="layers-title">
<h2 id="layers-title">Layers</h2>
<table data-sortable class="layers"><caption class="unseen">Layers and instructions, the lowest first</caption>
<thead><tr><th scope="col" class="number" aria-sort="ascending">#</th><th scope="col" class="number">Size</th><th scope="col" class="bar">Share</th><th scope="col" class="number">Dead</th><th scope="col" class="minor">Changes</th><th scope="col">Instruction</th></tr></thead>
<tbody>
${rows}</tbody></table>${more}
</section>`;
}

interface RowOf {
  /** Bytes of the image. */
  readonly total: number;
  /** Bytes of the biggest layer, whose bar fills its column. */
  readonly biggest: number;
  readonly at: number;
  readonly tone: string;
}

function numbers(
  layer: number,
  { size, wastedBytes, added, modified, removed }: LayerMetrics,
  { total, biggest, at, tone }: RowOf,
): Content {
  const share = total === 0 ? 0 : (size ?? 0) / total;
  const width = ((size ?? 0) / biggest) * 100;
  const changes = [
    [added, "+"],
    [modified, "~"],
    [removed, "−"],
  ] as const;
  const told = changes.flatMap(([count, sign]) => (count ? [`${sign}${count.toLocaleString("en")}`] : []));
  return html`<td class="number" data-value="${at}"><span class="swatch ${tone}"></span>${layer}</td><td class="number" data-value="${size ?? -1}">${size === null ? "?" : humanSize(size)}</td><td class="bar" data-value="${size ?? -1}"><svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="tone ${tone}" width="${width.toFixed(2)}" height="10"/></svg><span>${(share * 100).toFixed(1)}%</span></td><td class="number" data-value="${wastedBytes ?? -1}">${wastedBytes ? humanSize(wastedBytes) : "–"}</td><td class="minor">${told.join(" ")}</td>`;
}
