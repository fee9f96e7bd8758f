import { counted } from "../../../text/count.js";
import type { AuditReport } from "../../audit/audit-tables.js";
import { sinceLines } from "../../audit/audit-words.js";
import { framed } from "../framed-page.js";
import { html, jsonMarkup, type Markup } from "../markup.js";
import { pageStyle } from "../style.js";
import { changesPart } from "./changes-part.js";
import { fleetHead } from "./fleet-head.js";
import { PAGE_SCRIPT } from "./fleet-script.js";
import { imageColumns, imagesPart } from "./images-part.js";
import { basesPart, failuresPart, fleetLayersPart, groupsPart, worseTable } from "./tables-part.js";

/**
 * Returns the page of `audit report --format html`. It needs no network and takes less than 5 MB, whatever
 * the number of images: of long tables it has only the first rows. It can also be read without its script.
 */
export function fleetHtml(report: AuditReport): string {
  const { summary, today } = report;
  return framed({
    title: `${counted(summary.images.total, "image")} · layerx`,
    style: pageStyle("fleet"),
    script: PAGE_SCRIPT,
    head: fleetHead(summary, today),
    main: html`${changesPart(summary)}
${sincePart(report)}
${groupsPart(summary)}
${basesPart(summary.byBase, today)}
${imagesPart(summary.byImage)}
${fleetLayersPart(summary.sharedLayers)}
${failuresPart(summary.failures)}`,
    foot: html`Made by layerx from lines of <code>layerx audit</code>. This page is complete and needs no network. All rows: <code>layerx audit report FILE --format csv</code>.`,
    data: jsonMarkup(imageColumns(summary.byImage)),
  });
}

function sincePart({ since }: AuditReport): Markup {
  if (since === null) return html``;
  return html`<section aria-labelledby="since-title">
<h2 id="since-title">Since the earlier audit</h2>
${sinceLines(since).map((line) => html`<p>${line}</p>`)}
${worseTable(since.worse)}
</section>`;
}
