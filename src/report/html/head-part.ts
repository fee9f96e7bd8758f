import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { type ImageHead, imageHead } from "../image/image-head.js";
import type { ImageFindings } from "../image/image-json.js";
import { wasteSummary } from "../waste/waste-summary.js";
import { cutLetters } from "./cut-letters.js";
import { html, type Markup } from "./markup.js";

const LONGEST_NAME = 300;
const LONGEST_FACT = 2000;

/** Facts that the numbers or the first lines of the head show already. */
const SHOWN_ABOVE = new Set(["size", "created"]);

/**
 * Returns the head of the page: facts about the image, its numbers, and the command that a container of it
 * runs.
 */
export function headPart(findings: ImageFindings): Markup {
  const { analysis, base, copies } = findings;
  const { metrics } = analysis;
  const { name, platform, format, facts } = imageHead(analysis, base);
  const { efficiency } = wasteSummary(findings);
  const runs = facts.filter(({ label }) => label === "runs");
  const others = facts.filter(({ label }) => label !== "runs" && !SHOWN_ABOVE.has(label));
  const stored = metrics.compressedSize === null ? null : `${humanSize(metrics.compressedSize)} compressed`;
  return html`<header>
<div class="title">
<p class="brand">layerx · image report</p>
<h1>${cutLetters(name, LONGEST_NAME)}</h1>
<p class="kind">${platform} · ${format}${created(facts)}</p>
</div>
<dl class="tiles">
${tile("Size", humanSize(metrics.size), stored ?? "in all layers")}
${tile("Layers", String(metrics.layers.length), counted(metrics.files, "file"))}
${tile("Efficiency", efficiency, "of it in use")}
${tile("Wasted", humanSize(metrics.wastedBytes), copies.length === 0 ? "no byte" : `in ${counted(copies.length, "file")}`)}
</dl>
<dl class="facts">
${runs.map(({ label, text }) => fact(label, html`<code>${cutLetters(text, LONGEST_FACT)}</code>`))}
${others.map(({ label, text }) => fact(label, cutLetters(text, LONGEST_FACT)))}
</dl>
</header>`;
}

function tile(label: string, value: string, more: string): Markup {
  return html`<div><dt>${label}</dt><dd><strong>${value}</strong> <span>${more}</span></dd></div>`;
}

function fact(label: string, value: string | Markup): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

/** Returns the day of creation: readers do not need the time. */
function created(facts: ImageHead["facts"]): string {
  const day = facts.find(({ label }) => label === "created")?.text.match(/^\d{4}-\d\d-\d\d(?=T)/)?.[0];
  return day === undefined ? "" : ` · created ${day}`;
}
