import type { AuditSummary } from "../../../analysis/audit/summary.js";
import { humanSize } from "../../../text/bytes.js";
import { counted } from "../../../text/count.js";
import { percentText } from "../../../text/percent.js";
import { ageText } from "../../audit/age.js";
import { html, type Markup } from "../markup.js";
import { shownBase } from "./shown-names.js";

/** Returns the head of the page: the number of images, and their bytes. */
export function fleetHead(summary: AuditSummary, today: string): Markup {
  const { images, bytes, waste } = summary;
  const share = bytes.stored === 0 ? 0 : waste.wastedOnce / bytes.stored;
  const checked = images.rulesFailed + images.rulesPassed;
  return html`<header>
<div class="title">
<p class="brand">layerx · audit report</p>
<h1>${counted(images.total, "image")}</h1>
<p class="kind">${[
    counted(summary.byTeam.length, "team"),
    counted(bytes.layers, "different layer"),
    ...(images.failed > 0 ? [`${counted(images.failed, "image")} could not be read`] : []),
    today,
  ].join(" · ")}</p>
</div>
<dl class="tiles">
${tile("Stored", humanSize(bytes.stored), "each layer once")}
${tile("Sum of the images", humanSize(bytes.sum), "without sharing")}
${tile("Wasted", humanSize(waste.wastedOnce), `${percentText(share, 1)} of the stored bytes`)}
${tile("Rules failed", images.rulesFailed.toLocaleString("en"), checked === 0 ? "no image was checked" : `of ${counted(checked, "image")}`)}
</dl>
${oldestBase(summary, today)}
</header>`;
}

function oldestBase({ byBase }: AuditSummary, today: string): Markup {
  const dated = byBase.flatMap(({ oldest, name, images }) =>
    oldest === null ? [] : [{ oldest, name, images }],
  );
  if (dated.length === 0) return html``;
  const first = dated.reduce((a, b) => (b.oldest < a.oldest ? b : a));
  return html`<dl class="facts"><div><dt>oldest base image</dt><dd><code>${shownBase(first.name)}</code>, built ${ageText(first.oldest, today)} ago, in ${counted(first.images, "image")}</dd></div></dl>`;
}

function tile(label: string, value: string, more: string): Markup {
  return html`<div><dt>${label}</dt><dd><strong>${value}</strong> <span>${more}</span></dd></div>`;
}
