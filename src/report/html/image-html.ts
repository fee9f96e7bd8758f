import { beginsWithBase } from "../../analysis/base-image.js";
import type { WasteFinding } from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { andMore } from "../../text/count.js";
import { adviceWords } from "../../words/advice-words.js";
import { writtenBy } from "../../words/finding-words.js";
import { biggestPackages, packageName, packagesTitle } from "../../words/package-words.js";
import { secretsTitle, secretWords, unsearchedText } from "../../words/secret-words.js";
import { imageHead } from "../image/image-head.js";
import type { ImageFindings } from "../image/image-json.js";
import { cutLetters, lettersEach } from "./cut-letters.js";
import { filesMapPart, filesPart } from "./files-part.js";
import { framed } from "./framed-page.js";
import { headPart } from "./head-part.js";
import { instructionPhrase } from "./instruction-markup.js";
import { layersPart } from "./layers-part.js";
import { html, jsonMarkup, type Markup } from "./markup.js";
import { duplicatesPart, leftoversPart, settingsPart, warningsPart } from "./more-parts.js";
import type { FindingNote, LayerNote, PageData, PageTree } from "./page-data.js";
import { PAGE_SCRIPT } from "./page-script.js";
import { fileColumns, wasteColumns } from "./page-trees.js";
import { pageStyle } from "./style.js";
import { causeTone, layerTone } from "./tones.js";
import { wastePart } from "./waste-part.js";

/** The maximum size of the page in bytes, whatever the image; a little below 2 MB. */
const PAGE_BYTES = 1_900_000;

/** The maximum share of the remaining space for wasted copies. The files get the rest. */
const WASTE_SHARE = 0.3;

/**
 * Returns the page of `inspect --format html`. It needs no network and takes less than 2 MB: if there are too
 * many files, the smallest are summed up by folder. It can also be read without its script.
 */
export function imageHtml(findings: ImageFindings): string {
  const { analysis, wasteFindings, copies, base } = findings;
  const { image, tree } = analysis;
  const counts = { baseLayers: base.found?.layers ?? lowestOfBase(findings), layers: image.layers.length };
  const toneOf = (layer: number) => layerTone(layer, counts);
  const advice = [...new Set(wasteFindings.map(({ advice }) => adviceWords(advice).say))];
  const notes = {
    layers: image.layers.map(({ index }) => layerNote(findings, index, toneOf(index))),
    findings: wasteFindings.map((finding) => findingNote(finding, advice)),
    advice,
  };
  const frame = (data: PageData) => page(findings, toneOf, data);
  const room = PAGE_BYTES - Buffer.byteLength(frame({ files: EMPTY, waste: EMPTY, ...notes }));
  const waste = wasteColumns(tree, copies, {
    findings: wasteFindings,
    budget: Math.max(room * WASTE_SHARE, 0),
  });
  const left = room - Buffer.byteLength(jsonMarkup(waste).source);
  return frame({ files: fileColumns(tree, Math.max(left, 0)), waste, ...notes });
}

/**
 * Returns the number of base layers if the base is unknown: 1 if the first layer is a whole filesystem, else
 * 0.
 */
function lowestOfBase({ analysis: { image } }: ImageFindings): number {
  return beginsWithBase(image) ? 1 : 0;
}

const EMPTY: PageTree = { names: "", kids: [0], bytes: [], tags: [], more: [] };

const LETTERS_SHOWN = 200;

/** The maximum number of letters in the instructions of all notes together. */
const ALL_LETTERS = 50_000;

function layerNote({ analysis: { image } }: ImageFindings, layer: number, tone: string): LayerNote {
  const instruction = layerText(image, layer);
  return {
    instruction: cutLetters(
      instruction,
      Math.min(lettersEach(image.layers.length, ALL_LETTERS), LETTERS_SHOWN),
    ),
    tone,
  };
}

function findingNote(
  { cause, layer, endedBy, advice }: WasteFinding,
  sentences: readonly string[],
): FindingNote {
  return {
    cause,
    tone: causeTone(cause),
    layer,
    endedBy,
    advice: sentences.indexOf(adviceWords(advice).say),
  };
}

function page(findings: ImageFindings, toneOf: (layer: number) => string, data: PageData): string {
  const { analysis, base, duplicates } = findings;
  const { name } = imageHead(analysis, base);
  const summed = data.files.more.reduce((sum, files) => sum + files, 0);
  return framed({
    title: `${cutLetters(name, LETTERS_SHOWN)} · layerx`,
    style: pageStyle("map"),
    script: PAGE_SCRIPT,
    head: headPart(findings),
    main: html`${warningsPart(analysis.image)}
${filesMapPart(analysis, toneOf)}
${layersPart(analysis, toneOf)}
${wastePart(findings, toneOf)}
${packagesPart(findings)}
${secretsPart(findings, toneOf)}
${leftoversPart(findings, toneOf)}
${duplicatesPart(analysis.tree, duplicates)}
${filesPart(analysis, { summed })}
${settingsPart(analysis.image)}`,
    foot: html`Made by layerx. This page needs no network.`,
    data: jsonMarkup(data),
  });
}

const PACKAGES_SHOWN = 25;
const NAME_LETTERS = 120;

/** Returns the table of the biggest packages; empty if the image has none. */
function packagesPart({ packages: found }: ImageFindings): Markup {
  if (found === null || found.packages.length === 0) return html``;
  const rows = biggestPackages(found, PACKAGES_SHOWN).map((one) => {
    const { size, wastedBytes, layer, type } = one;
    return html`<tr><td class="number" data-value="${size}">${humanSize(size)}</td><td class="number" data-value="${wastedBytes}">${wastedBytes === 0 ? "" : humanSize(wastedBytes)}</td><td class="number minor" data-value="${layer ?? -1}">${layer ?? ""}</td><td class="minor">${type}</td><td class="path"><code>${cutLetters(packageName(one), NAME_LETTERS)}</code></td></tr>
`;
  });
  const left = found.packages.length - rows.length;
  return html`<section aria-labelledby="packages-title">
<h2 id="packages-title">Packages</h2>
<p>${packagesTitle(found)}, from the package databases of the image.</p>
<table data-sortable><caption class="unseen">The biggest packages</caption>
<thead><tr><th scope="col" class="number" aria-sort="descending">Size</th><th scope="col" class="number">Wasted</th><th scope="col" class="number minor">Layer</th><th scope="col" class="minor">Type</th><th scope="col">Package</th></tr></thead>
<tbody>
${rows}</tbody></table>${left > 0 ? html`<p>And ${left} more: see <code>layerx packages IMAGE</code>.</p>` : ""}
</section>`;
}

const SECRETS_SHOWN = 50;
const PATH_LETTERS = 300;

/** Returns the files with secrets; empty if there are none. */
function secretsPart(
  { analysis: { image, tree }, secrets }: ImageFindings,
  toneOf: (layer: number) => string,
): Markup {
  if (secrets === null || (secrets.found.length === 0 && secrets.unsearched === 0)) return html``;
  const items = secrets.found.slice(0, SECRETS_SHOWN).map((secret) => {
    const { what, path, buried, layer, say, source } = secretWords({ tree }, secret);
    return html`<li>
<h3><code>${cutLetters(path, PATH_LETTERS)}</code></h3>
<p>${what}</p>
${buried === null ? "" : html`<p><b>Buried</b>: ${buried}</p>`}
<p class="advice">${say} <a href="${source}" rel="noreferrer">why</a></p>
<p>${instructionPhrase(writtenBy(image, layer), toneOf(layer))}</p>
</li>
`;
  });
  const rest = secrets.found.length - SECRETS_SHOWN;
  const unsearched = unsearchedText(secrets);
  return html`<section aria-labelledby="secrets-title">
<h2 id="secrets-title">Secrets</h2>
<p>${secretsTitle(secrets)}.</p>
<ol class="findings">
${items}</ol>${rest > 0 ? html`<p>${andMore(rest) ?? ""}: see <code>layerx inspect IMAGE --format json</code>.</p>` : ""}${unsearched === null ? "" : html`<p>${unsearched}.</p>`}
</section>`;
}
