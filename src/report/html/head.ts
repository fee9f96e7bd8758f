import type { Analysis } from "../../analysis/analyze.js";
import type { ImageConfig } from "../../image/config.js";
import { platformName } from "../../image/image.js";
import { composeCommand } from "../../image/run-command.js";
import { sourceName } from "../../image/source-name.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { shellLine } from "../../text/shell-words.js";
import { amount } from "../amount.js";
import { baseLine } from "../base-facts.js";
import type { ImageFindings } from "../image-json.js";
import { cutText } from "./cut.js";
import { html, type Markup } from "./markup.js";

const LONGEST_FACT = 2000;

/** What the image is called, on which everything of the page hangs. */
export function imageName({ image }: Analysis): Printable {
  const [name] = image.references;
  return name === undefined ? sourceName(image.source) : escapeText(name);
}

/** The head of the page: what the image is, its numbers, and what a container of it runs. */
export function headPart({ analysis, base, copies }: ImageFindings): Markup {
  const { image, metrics } = analysis;
  const { argv, ignored } = composeCommand(image.config);
  const runs = escapeText(shellLine(argv.slice(0, argv.length - ignored)));
  const dead = copies.length === 0 ? "no byte" : `in ${counted(copies.length, "file")}`;
  return html`<header>
<div class="title">
<p class="brand">layerx · image report</p>
<h1>${cutText(imageName(analysis), 300)}</h1>
<p class="kind">${escapeText(platformName(image.platform))} · ${image.format}${created(image.config)}</p>
</div>
<dl class="tiles">
${tile("Size", humanSize(metrics.size), compressed(metrics))}
${tile("Layers", String(metrics.layers.length), counted(metrics.files, "file"))}
${tile("Efficiency", amount(metrics.efficiency, "ratio"), "of it in use")}
${tile("Dead", humanSize(metrics.wastedBytes), dead)}
</dl>
<dl class="facts">
${fact("runs", runs === "" ? "nothing by default" : html`<code>${cutText(runs, LONGEST_FACT)}</code>`)}
${[...facts(analysis, base)].map(([label, value]) => fact(label, cutText(value, LONGEST_FACT)))}
</dl>
</header>`;
}

function tile(label: string, value: string, more: string): Markup {
  return html`<div><dt>${label}</dt><dd><strong>${value}</strong> <span>${more}</span></dd></div>`;
}

function fact(label: string, value: string | Markup): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function created({ created }: ImageConfig): string {
  return created === null ? "" : ` · created ${escapeText(created.replace(/T.*/s, ""))}`;
}

function compressed({ compressedSize }: Analysis["metrics"]): string {
  return compressedSize === null ? "in all layers" : `${humanSize(compressedSize)} compressed`;
}

function* facts(
  { image }: Analysis,
  base: ImageFindings["base"],
): Generator<readonly [label: string, value: string]> {
  const { user, workingDir, exposedPorts, volumes } = image.config;
  yield ["as", `${escapeText(user || "root")} in ${escapeText(workingDir || "/")}`];
  if (exposedPorts.length > 0) yield ["ports", exposedPorts.map(escapeText).join(" ")];
  if (volumes.length > 0) yield ["volumes", volumes.map(escapeText).join(" ")];
  const builtOn = baseLine(base, image);
  if (builtOn !== null) yield ["base", builtOn];
  const others = image.references.slice(1);
  if (others.length > 0) yield ["also", others.map(escapeText).join(" ")];
  if (image.references.length > 0) yield ["source", sourceName(image.source)];
  yield ["id", escapeText(image.id)];
}
