import type { Duplicate } from "../../analysis/waste/duplicates.js";
import type { Image } from "../../image/image.js";
import { humanSize } from "../../text/bytes.js";
import { andMore, counted } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import { shellLine } from "../../text/shell-words.js";
import type { FileTree } from "../../tree/file-tree.js";
import { leftoversTitle, leftoverWords, moreLeftovers } from "../../words/leftover-words.js";
import type { ImageFindings } from "../image/image-json.js";
import { cutLetters, cutPath, lettersEach } from "./cut-letters.js";
import { instructionPhrase } from "./instruction-markup.js";
import { html, type Markup } from "./markup.js";

const LEFTOVERS_SHOWN = 20;
const PLACES_SHOWN = 3;
const DUPLICATES_SHOWN = 20;
const NAMES_SHOWN = 5;
const VALUES_SHOWN = 200;
/** The maximum number of letters in all values of a list. */
const ALL_LETTERS = 20_000;

/** Returns the warnings about the image; empty if there are none. */
export function warningsPart({ warnings }: Image): Markup {
  if (warnings.length === 0) return html``;
  const shown = warnings.slice(0, VALUES_SHOWN);
  const most = lettersEach(shown.length, ALL_LETTERS);
  return html`<section class="warnings" aria-labelledby="warnings-title"><h2 id="warnings-title">Warnings</h2>
<ul>${shown.map(({ message }) => html`<li>${cutLetters(escapeText(message), most)}</li>`)}</ul></section>`;
}

/** Returns files that the image does not need; empty if there are none. */
export function leftoversPart(
  { analysis, leftovers }: ImageFindings,
  toneOf: (layer: number) => string,
): Markup {
  if (leftovers.length === 0) return html``;
  const items = leftovers.slice(0, LEFTOVERS_SHOWN).map((leftover) => {
    const { size, what, advice, source, written } = leftoverWords(analysis, leftover);
    const shown = leftover.places.slice(0, PLACES_SHOWN);
    const more = leftover.places.length - shown.length;
    return html`<li>
<h3><strong>${size}</strong> ${what}</h3>
<p class="advice">${advice} <a href="${source}" rel="noreferrer">why</a></p>
<ul class="paths">${shown.map(({ node, bytes }) => html`<li><code>${cutPath(analysis.tree.path(node))}</code> ${humanSize(bytes)}</li>`)}${more === 0 ? "" : html`<li>and ${counted(more, "more place")}</li>`}</ul>
<p>${instructionPhrase(written, toneOf(written.layer))}</p>
</li>
`;
  });
  const rest = leftovers.slice(LEFTOVERS_SHOWN);
  const left =
    rest.length === 0
      ? ""
      : html`<p>${moreLeftovers(rest)}: see <code>layerx inspect IMAGE --format json</code>.</p>`;
  return html`<section aria-labelledby="leftovers-title">
<h2 id="leftovers-title">Leftovers</h2>
<p>${leftoversTitle(leftovers)}.</p>
<ol class="findings">
${items}</ol>${left}
</section>`;
}

/** Returns contents that the final image has more than once; empty without `--duplicates`. */
export function duplicatesPart(tree: FileTree, duplicates: readonly Duplicate[] | null): Markup {
  if (duplicates === null) return html``;
  const total = duplicates.reduce((sum, { bytes }) => sum + bytes, 0);
  const shown = duplicates.slice(0, DUPLICATES_SHOWN);
  const left = duplicates.length - shown.length;
  const items = shown.map(({ bytes, nodes }) => {
    const paths = nodes.slice(0, NAMES_SHOWN);
    const more = nodes.length - paths.length;
    return html`<li><strong>${humanSize(bytes)}</strong><ul class="paths">${paths.map((node) => html`<li><code>${cutPath(tree.path(node))}</code></li>`)}${more === 0 ? "" : html`<li>and ${more} more</li>`}</ul></li>
`;
  });
  const said = duplicates.length === 0 ? "None." : `${humanSize(total)} beyond one copy of each.`;
  return html`<section aria-labelledby="duplicates-title">
<h2 id="duplicates-title">Alive more than once</h2>
<p>${said}</p>
<ol class="findings">
${items}</ol>${left === 0 ? "" : html`<p>And ${counted(left, "more content")}.</p>`}
</section>`;
}

/** Returns environment, labels, and other settings. Very long values are cut. */
export function settingsPart({ config }: Image): Markup {
  const { env, labels, healthcheck, shell, stopSignal, onBuild } = config;
  const lists: readonly (readonly [title: string, values: readonly string[]])[] = [
    ["Environment", env],
    ["Labels", [...labels].map(([name, value]) => `${name}=${value}`).sort()],
    ["Health check", healthcheck === null ? [] : [shellLine(healthcheck.test)]],
    ["Shell", shell === null ? [] : [shellLine(shell)]],
    ["Stop signal", stopSignal === null ? [] : [stopSignal]],
    ["When another image is built from it", onBuild],
  ];
  const filled = lists.filter(([, values]) => values.length > 0);
  if (filled.length === 0) return html``;
  return html`<section aria-labelledby="settings-title">
<h2 id="settings-title">Settings</h2>
${filled.map(([title, values]) => settingsList(title, values))}
</section>`;
}

function settingsList(title: string, values: readonly string[]): Markup {
  const shown = values.slice(0, VALUES_SHOWN);
  const most = lettersEach(shown.length, ALL_LETTERS);
  const left = values.length - shown.length;
  return html`<details><summary>${title} <span>${values.length}</span></summary><ul class="values">${shown.map((value) => html`<li><code>${cutLetters(escapeText(value), most)}</code></li>`)}${left === 0 ? "" : html`<li>${andMore(left) ?? ""}</li>`}</ul></details>
`;
}
