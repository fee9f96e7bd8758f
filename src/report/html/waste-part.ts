import type { Analysis } from "../../analysis/analyze.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { causeSentence } from "../../words/cause-words.js";
import { findingWords, moreFindings } from "../../words/finding-words.js";
import type { ImageFindings } from "../image/image-json.js";
import { inWaste } from "../waste/finding-text.js";
import { type WasteSummary, wasteSummary } from "../waste/waste-summary.js";
import { cutPath } from "./cut-letters.js";
import { gridPart } from "./grid-part.js";
import { instructionPhrase } from "./instruction-markup.js";
import { mapPart } from "./map-part.js";
import { type HtmlContent, html, type Markup } from "./markup.js";
import { causeTone } from "./tones.js";

const STORIES_FOLDED = 40;
const COPIES_SHOWN = 25;

/** Returns the part about waste: a map, the causes, the advice, and the largest wasted copies. */
export function wastePart(findings: ImageFindings, toneOf: (layer: number) => string): Markup {
  const { analysis, wasteFindings } = findings;
  const summary = wasteSummary(findings);
  const { sentence, causes, slim } = summary;
  if (causes.length === 0) {
    return html`<section aria-labelledby="waste-title"><h2 id="waste-title">Waste</h2><p>None: ${sentence}.</p></section>`;
  }
  return html`<section aria-labelledby="waste-title">
<div class="line"><h2 id="waste-title">Waste</h2>
<p>${sentence}.</p></div>
${causeMap(causes)}
<h3>What to change</h3>
${changeList(analysis, summary, toneOf)}
${slim === null ? "" : html`<p>${slim}</p>`}
<h3>All wasted copies</h3>
${gridPart("copies", {
  caption: "Wasted copies, largest first",
  hint: "path, layer 2 …",
  headings: [
    { name: "Path", kind: "" },
    { name: "Size", kind: "number" },
    { name: "Cause", kind: "" },
    { name: "Layer", kind: "number" },
    { name: "Wasted since", kind: "number" },
  ],
  rows: copyRows(analysis, wasteFindings),
})}
</section>`;
}

function causeMap(causes: WasteSummary["causes"]): Markup {
  const legend = causes.map(({ cause, bytes }) => ({
    group: cause,
    tone: causeTone(cause),
    label: html`<b>${cause}</b> ${humanSize(bytes)}`,
  }));
  const meanings = causes.map(
    ({ cause, bytes, files }) =>
      html`<li><span class="swatch ${causeTone(cause)}"></span><b>${cause}</b> ${humanSize(bytes)} in ${counted(files, "file")}: ${causeSentence(cause)}</li>
`,
  );
  return html`${mapPart("copies", { legend, more: "" })}
<ul class="causes">
${meanings}</ul>`;
}

function changeList(
  analysis: Analysis,
  { first, rest }: WasteSummary,
  toneOf: (layer: number) => string,
): HtmlContent {
  const folded = rest.slice(0, STORIES_FOLDED);
  const left = rest.slice(STORIES_FOLDED);
  const item = (found: WasteFinding) => findingItem(analysis, found, toneOf);
  const bytes = left.reduce((sum, finding) => sum + finding.bytes, 0);
  const others =
    left.length === 0
      ? ""
      : html`<p>${humanSize(bytes)} in ${moreFindings(left.length)}: see <code>${inWaste(first.length + rest.length)}</code>.</p>`;
  return html`<ol class="findings">
${first.map(item)}</ol>${
    folded.length === 0
      ? ""
      : html`
<details><summary>${moreFindings(folded.length)}</summary><ol class="findings">
${folded.map(item)}</ol>${others}</details>`
  }`;
}

function findingItem(analysis: Analysis, found: WasteFinding, toneOf: (layer: number) => string): Markup {
  const words = findingWords(analysis, found);
  const { size, cause, inFiles, advice, source, morePaths } = words;
  const paths = words.paths.map(
    ({ path, size: one }) => html`<li><code>${cutPath(path)}</code> ${one ?? size}</li>`,
  );
  const more = morePaths === null ? "" : html`<li>${morePaths}</li>`;
  const instructions = words.instructions.map(
    (instruction) => html`<p>${instructionPhrase(instruction, toneOf(instruction.layer))}</p>`,
  );
  return html`<li>
<h4><strong>${size}</strong> <span class="badge tone ${causeTone(cause)}">${cause}</span>${inFiles}</h4>
<p class="advice">${advice} <a href="${source}" rel="noreferrer">why</a></p>
<ul class="paths">${paths}${more}</ul>
${instructions}
</li>
`;
}

function copyRows({ tree }: Analysis, findings: readonly WasteFinding[]): HtmlContent {
  const copies = findings.flatMap((finding) => finding.copies.slice(0, COPIES_SHOWN));
  const biggest = copies.sort((a, b) => b.bytes - a.bytes).slice(0, COPIES_SHOWN);
  return biggest.map(
    ({ node, bytes, cause, layer, endedBy }) =>
      html`<tr><td class="path"><code>${cutPath(tree.path(node))}</code></td><td class="number">${humanSize(bytes)}</td><td><span class="swatch ${causeTone(cause)}"></span>${cause}</td><td class="number">${layer}</td><td class="number">${endedBy}</td></tr>
`,
  );
}
