import type { Comparison } from "../../analysis/diff/compare-images.js";
import { SETTING_NAMES, settingText } from "../../analysis/diff/config-differences.js";
import type { Side } from "../../analysis/diff/side.js";
import type { Totals } from "../../analysis/diff/totals.js";
import { imageName, sourceName } from "../../image/source-name.js";
import { humanSize } from "../../text/bytes.js";
import { counted, withCommas } from "../../text/count.js";
import { escapeText } from "../../text/escape.js";
import {
  bytesChange,
  fileChanges,
  sharedLayers,
  sizeChange,
  transferWords,
} from "../../words/comparison-words.js";
import { type Fact, fact } from "../pages/documents/document.js";

/** The sizes of two images, and the number of paths that differ. */
export interface ComparedNumbers {
  readonly totals: Totals;
  /** Bytes of content in each filesystem. */
  readonly bytes: { readonly a: number; readonly b: number };
}

/** Returns the differences of the images as a whole, in numbers. */
export function wholeFacts(comparison: Comparison, { totals, bytes }: ComparedNumbers): Fact[] {
  const { config } = comparison;
  return [
    fact("size", escapeText(sizeText(bytes)), "strong"),
    ...filesFacts(totals),
    fact("layers", escapeText(sharedLayers(comparison))),
    fact("push, pull", escapeText(pushText(comparison))),
    fact("settings", escapeText(config.length === 0 ? "the same" : counted(config.length, "difference"))),
  ];
}

function sizeText({ a, b }: ComparedNumbers["bytes"]): string {
  return a === b ? sizeChange({ a, b }) : `${withMinus(sizeChange({ a, b }))}${growthShare(a, b)}`;
}

/**
 * Returns ` (+14.2%)`, ` (−3.0%)`, or ` (×144)` for a large factor; empty if the difference is very small, or
 * if the old size is 0.
 */
export function growthShare(a: number, b: number): string {
  if (a === 0) return "";
  if (b >= MANIFOLD * a) return ` (×${withCommas(Math.round(b / a))})`;
  const percent = (Math.abs(b - a) / a) * 100;
  return percent < LEAST_PERCENT ? "" : ` (${b < a ? "−" : "+"}${percent.toFixed(1)}%)`;
}

const MANIFOLD = 10;
/** A smaller percentage would be shown as 0.0. */
const LEAST_PERCENT = 0.05;

/** Returns `+3 (4B)  −1 (3B)  ~2 (+1B)`, and below it `1 in metadata only, 1 moved (8B)`. */
export function filesFacts(totals: Totals): Fact[] {
  const { contents, others } = fileChanges(totals);
  const lines = [contents.map(({ text }) => withMinus(text)).join("  "), others.join(", ")];
  const shown = lines.filter((line) => line !== "");
  if (shown.length === 0) return [fact("files", escapeText("the same"))];
  return shown.map((line, at) => fact(at === 0 ? "files" : "", escapeText(line)));
}

/** Returns what a push or pull of the new image transfers. */
export function pushText(comparison: Comparison): string {
  return transferWords(comparison) ?? "nothing: the old image has all layers";
}

/** Returns the name, the source and the size of an image. */
export function sideFacts({ image, analysis: { metrics }, layerCount }: Side, bytes: number): Fact[] {
  const upTo = layerCount === image.layers.length ? "" : `, looked at after layer ${layerCount - 1}`;
  return [
    ...(image.references.length === 0 ? [] : [fact("tag", imageName(image))]),
    fact("source", sourceName(image.source)),
    fact("ID", escapeText(image.id)),
    ...(image.config.created === null ? [] : [fact("created", escapeText(image.config.created))]),
    fact("files", escapeText(`${counted(metrics.files, "file")}, ${humanSize(bytes)}`)),
    fact("layers", escapeText(`${image.layers.length}, ${humanSize(metrics.size)}${upTo}`)),
    ...(metrics.compressedSize === null
      ? []
      : [fact("compressed", escapeText(humanSize(metrics.compressedSize)))]),
  ];
}

/** Returns the differences of the configs: the old value, then the new one. */
export function settingFacts({ config }: Pick<Comparison, "config">): Fact[] {
  return config.flatMap(({ field, key, a, b }) => [
    ...(a === null ? [] : [fact(SETTING_NAMES[field], escapeText(`− ${settingText(key, a)}`), "dim")]),
    ...(b === null
      ? []
      : [fact(a === null ? SETTING_NAMES[field] : "", escapeText(`+ ${settingText(key, b)}`))]),
  ]);
}

/** Returns `+1.2kB`, `−34B`, `0B`. */
export function growthText(bytes: number): string {
  return withMinus(bytesChange(bytes));
}

/**
 * Returns a text of a report with a minus sign instead of a hyphen before a number, as in the rest of the
 * explorer.
 */
function withMinus(text: string): string {
  return text.replace(/(^|[ (])-(?=\d)/g, "$1−");
}
