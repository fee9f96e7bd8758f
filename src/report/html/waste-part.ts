import type { Analysis } from "../../analysis/analyze.js";
import { causeSentence } from "../../analysis/waste/death.js";
import type { Offender } from "../../analysis/waste/waste-groups.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import type { ImageFindings } from "../image/image-json.js";
import { inWaste } from "../waste/waste-stories.js";
import { type WasteSummary, wasteSummary } from "../waste/waste-summary.js";
import { cutPath } from "./cut.js";
import { gridPart } from "./grid-part.js";
import { layerPhrase } from "./instruction.js";
import { mapPart } from "./map-part.js";
import { type Content, html, type Markup } from "./markup.js";
import { causeTone } from "./tones.js";

const STORIES_FOLDED = 40;
const PATHS_SHOWN = 3;
const COPIES_SHOWN = 25;

/** What is dead and why, on a map and in words, what to change, and every dead copy. */
export function wastePart(findings: ImageFindings, toneOf: (layer: number) => string): Markup {
  const { analysis, stories } = findings;
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
<h3>Every dead copy</h3>
${gridPart("copies", {
  caption: "Dead copies, the biggest first",
  hint: "path, layer 2 …",
  headings: [
    { name: "Path", kind: "" },
    { name: "Size", kind: "number" },
    { name: "Cause", kind: "" },
    { name: "Layer", kind: "number" },
    { name: "Dead since", kind: "number" },
  ],
  rows: copyRows(analysis, stories),
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
): Content {
  const folded = rest.slice(0, STORIES_FOLDED);
  const left = rest.slice(STORIES_FOLDED);
  const item = (story: Offender) => storyItem(analysis, story, toneOf);
  const bytes = left.reduce((sum, story) => sum + story.bytes, 0);
  const untold =
    left.length === 0
      ? ""
      : html`<p>${humanSize(bytes)} for ${counted(left.length, "more reason")}: see <code>${inWaste(first.length + rest.length)}</code>.</p>`;
  return html`<ol class="stories">
${first.map(item)}</ol>${
    folded.length === 0
      ? ""
      : html`
<details><summary>${counted(folded.length, "more reason")}</summary><ol class="stories">
${folded.map(item)}</ol>${untold}</details>`
  }`;
}

function storyItem(
  { image, tree }: Analysis,
  { bytes, cause, copies, layer, endedBy, advice, adviceSource }: Offender,
  toneOf: (layer: number) => string,
): Markup {
  const paths = copies
    .slice(0, PATHS_SHOWN)
    .map(
      ({ node, bytes: size }) => html`<li><code>${cutPath(tree.path(node))}</code> ${humanSize(size)}</li>`,
    );
  const left = copies.length - paths.length;
  const more = left === 0 ? "" : html`<li>and ${left.toLocaleString("en")} more</li>`;
  const ended =
    endedBy === layer ? "" : html`<p>dead since ${layerPhrase(image, endedBy, toneOf(endedBy))}</p>`;
  return html`<li>
<h4><strong>${humanSize(bytes)}</strong> <span class="badge tone ${causeTone(cause)}">${cause}</span> in ${counted(copies.length, "file")}</h4>
<p class="advice">${advice} <a href="${adviceSource}" rel="noreferrer">why</a></p>
<ul class="paths">${paths}${more}</ul>
<p>written by ${layerPhrase(image, layer, toneOf(layer))}</p>${ended}
</li>
`;
}

function copyRows({ tree }: Analysis, stories: readonly Offender[]): Content {
  const copies = stories.flatMap((story) => story.copies.slice(0, COPIES_SHOWN));
  const biggest = copies.sort((a, b) => b.bytes - a.bytes).slice(0, COPIES_SHOWN);
  return biggest.map(
    ({ node, bytes, cause, layer, endedBy }) =>
      html`<tr><td class="path"><code>${cutPath(tree.path(node))}</code></td><td class="number">${humanSize(bytes)}</td><td><span class="swatch ${causeTone(cause)}"></span>${cause}</td><td class="number">${layer}</td><td class="number">${endedBy}</td></tr>
`,
  );
}
