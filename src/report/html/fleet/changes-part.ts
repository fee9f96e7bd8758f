import type { AuditSummary, DockerfileChange } from "../../../analysis/audit/summary.js";
import { CAUSES } from "../../../analysis/waste/causes.js";
import { humanSize } from "../../../text/bytes.js";
import { counted } from "../../../text/count.js";
import { percentText } from "../../../text/percent.js";
import { html, type Markup } from "../markup.js";
import { causeTone } from "../tones.js";
import { nameCode, shownName } from "./shown-names.js";

const LEFTOVER_TONE = "s8";

/** Returns the changes that save most bytes, the first one in big letters. */
export function changesPart({ changes, bytes }: AuditSummary): Markup {
  if (changes.length === 0) {
    return html`<section aria-labelledby="changes-title"><h2 id="changes-title">Changes that save most</h2><p>None: no image has bytes that a change of its Dockerfile would save.</p></section>`;
  }
  const [first] = changes;
  const all = changes.reduce((sum, change) => sum + change.bytes, 0);
  const stored = Math.max(bytes.stored, 1);
  return html`<section aria-labelledby="changes-title">
<h2 id="changes-title">Changes that save most</h2>
<p>${changes.length === 1 ? "It saves" : `These ${changes.length} changes save`} up to ${humanSize(all)}, ${percentText(all / stored, 1)} of the stored bytes. A layer that images share counts once.</p>
<ol class="changes">
${changes.map((change, at) => changeItem(change, { at, biggest: first.bytes }))}</ol>
</section>`;
}

function changeItem(
  change: DockerfileChange,
  { at, biggest }: { readonly at: number; readonly biggest: number },
): Markup {
  const { bytes, images, kind, advice, adviceSource, instruction, endedBy, paths, sources } = change;
  const width = (bytes / Math.max(biggest, 1)) * 100;
  const tone = toneOf(kind);
  const more = images - sources.length;
  return html`<li class="${at === 0 ? "first" : ""}">
<p class="saves"><span>saves</span> <strong>${humanSize(bytes)}</strong> <span>in ${counted(images, "image")}</span></p>
<div>
<svg class="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="tone ${tone}" width="${width.toFixed(2)}" height="10"/></svg>
<h3 class="advice">${shownName(advice)}${linked(adviceSource)}</h3>
<p><span class="badge tone ${tone}">${shownName(kind)}</span> written by ${nameCode(instruction)}</p>
${endedBy === null || endedBy === instruction ? "" : html`<p>removed or overwritten by ${nameCode(endedBy)}</p>`}
${paths.length === 0 ? "" : html`<p class="where">files such as ${paths.map((path) => html`${nameCode(path)} `)}</p>`}
<p class="where">in ${sources.map((source) => html`${nameCode(source)} `)}${more > 0 ? `and ${counted(more, "more image")}` : ""}</p>
</div>
</li>
`;
}

/** Returns the colour of a cause, or of files that are in the final image. */
function toneOf(kind: string): string {
  const cause = CAUSES.find((one) => one === kind);
  return cause === undefined ? LEFTOVER_TONE : causeTone(cause);
}

/** Returns a link, only to a web page, because the lines may come from a stranger. */
function linked(source: string): Markup {
  return /^https:\/\/\S{1,500}$/.test(source) ? html` <a href="${source}" rel="noreferrer">why</a>` : html``;
}
