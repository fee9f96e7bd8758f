import type { Side } from "../../analysis/diff/side.js";
import { filesystemBytes, type Totals } from "../../analysis/diff/totals.js";
import type { PackageChange } from "../../analysis/packages/package-changes.js";
import { imageName, sourceName } from "../../image/source-name.js";
import type { Palette } from "../../text/colour.js";
import { counted } from "../../text/count.js";
import { escapeText, type Printable } from "../../text/escape.js";
import {
  bytesChange,
  fileChanges,
  sharedLayers,
  sizeChange,
  transferWords,
} from "../../words/comparison-words.js";
import type { DiffResult } from "./diff-result.js";

const LABEL_COLUMNS = 9;

/** Returns the first lines: the names of the images, and their differences in numbers. */
export function summaryText(
  { comparison, exclude, packages }: Pick<DiffResult, "comparison" | "exclude" | "packages">,
  totals: Totals,
  paint: Palette,
): string[] {
  const { a, b, config } = comparison;
  const label = (text: string) => paint.dim(text.padEnd(LABEL_COLUMNS));
  const bytes = { a: filesystemBytes(a), b: filesystemBytes(b) };
  const lines = [`${label("size")}${sizeChange(bytes)}`, `${label("layers")}${sharedLayers(comparison)}`];
  const transfer = transferWords(comparison);
  if (transfer !== null) lines.push(`${label("transfer")}${transfer}, to push or pull the new image`);
  lines.push(`${label("files")}${filesSummary(totals, paint)}`);
  if (packages !== null && packages.length > 0)
    lines.push(`${label("packages")}${packagesSummary(packages)}`);
  if (config.length > 0) lines.push(`${label("config")}${counted(config.length, "difference")}`);
  if (exclude.length > 0) lines.push(`${label("without")}${patternList(exclude)}`);
  return [`${paint.bold(sideName(a))} → ${paint.bold(sideName(b))}`, ...lines];
}

/** Returns the number of packages that were added, removed and changed: `+3  -1  ~12, +4.1MB`. */
function packagesSummary(packages: readonly PackageChange[]): string {
  const signs = [
    ["+", "added"],
    ["-", "removed"],
    ["~", "changed"],
  ] as const;
  const counts = signs.map(([sign, is]) => ({ sign, count: packages.filter((one) => one.is === is).length }));
  const parts = counts.filter(({ count }) => count > 0).map(({ sign, count }) => `${sign}${count}`);
  return `${parts.join("  ")}, ${bytesChange(packages.reduce((sum, { bytes }) => sum + bytes, 0))}`;
}

/** Returns the patterns of excluded paths: `*.pyc, /var/log`. */
export function patternList(patterns: readonly string[]): Printable {
  return patterns.map((pattern) => escapeText(pattern)).join(", ") as Printable;
}

/**
 * Returns the name of a side: the first reference of its image and the name of its source, once if both are the
 * same; with the layer, if the user named one.
 */
export function sideName({ image, layerCount }: Side): Printable {
  const source = sourceName(image.source);
  const title = imageName(image);
  const name = title === source ? source : `${title} (${source})`;
  return (layerCount === image.layers.length ? name : `${name} after layer ${layerCount - 1}`) as Printable;
}

/** Returns the number of files that were added, removed and changed, in colour: `+3 (4B)  -1 (3B)`. */
export function filesSummary(totals: Totals, { green, red, yellow }: Palette): string {
  const { contents, others } = fileChanges(totals);
  const paints = { "+": green, "-": red, "~": yellow };
  return [...contents.map(({ sign, text }) => paints[sign](text)), ...others].join("  ") || "all the same";
}
