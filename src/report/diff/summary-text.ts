import type { Comparison } from "../../analysis/diff/compare.js";
import { transferText } from "../../analysis/diff/layers.js";
import type { Side } from "../../analysis/diff/side.js";
import { filesystemBytes, type Total, type Totals } from "../../analysis/diff/totals.js";
import type { PackageChange } from "../../analysis/packages/package-changes.js";
import { imageName, sourceName } from "../../image/source-name.js";
import { humanSize, sizesApart } from "../../text/bytes.js";
import type { Palette } from "../../text/colour.js";
import { counted } from "../../text/count.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { DiffResult } from "./diff-result.js";

const LABEL_COLUMNS = 9;

/** The first lines: which images, and in numbers what differs between them. */
export function summaryText(
  { comparison, exclude, packages }: Pick<DiffResult, "comparison" | "exclude" | "packages">,
  totals: Totals,
  paint: Palette,
): string[] {
  const { a, b, config, sharing } = comparison;
  const label = (text: string) => paint.dim(text.padEnd(LABEL_COLUMNS));
  const lines = [`${label("size")}${sizeText(a, b)}`, `${label("layers")}${layersText(comparison)}`];
  const { transfer } = sharing;
  if (transfer.layers.length > 0) {
    const lacking = counted(transfer.layers.length, "layer");
    lines.push(`${label("transfer")}${lacking}, ${transferText(transfer)}, to push or pull the new image`);
  }
  lines.push(`${label("files")}${filesSummary(totals, paint)}`);
  if (packages !== null && packages.length > 0)
    lines.push(`${label("packages")}${packagesSummary(packages)}`);
  if (config.length > 0) lines.push(`${label("config")}${counted(config.length, "difference")}`);
  if (exclude.length > 0) lines.push(`${label("without")}${patternList(exclude)}`);
  return [`${paint.bold(sideName(a))} → ${paint.bold(sideName(b))}`, ...lines];
}

/** How many packages were added, removed and changed: `+3  -1  ~12, +4.1MB`. */
function packagesSummary(packages: readonly PackageChange[]): string {
  const signs = [
    ["+", "added"],
    ["-", "removed"],
    ["~", "changed"],
  ] as const;
  const counts = signs.map(([sign, is]) => ({ sign, count: packages.filter((one) => one.is === is).length }));
  const told = counts.filter(({ count }) => count > 0).map(({ sign, count }) => `${sign}${count}`);
  return `${told.join("  ")}, ${deltaText(packages.reduce((sum, { bytes }) => sum + bytes, 0))}`;
}

/** The patterns of paths that were left out: `*.pyc, /var/log`. */
export function patternList(patterns: readonly string[]): Printable {
  return patterns.map((pattern) => escapeText(pattern)).join(", ") as Printable;
}

/** What a side is called: the first reference of its image, else where it comes from; with a layer where one was named. */
export function sideName({ image, layerCount }: Side): Printable {
  const source = sourceName(image.source);
  const name = image.references.length > 0 ? `${imageName(image)} (${source})` : source;
  return (layerCount === image.layers.length ? name : `${name} after layer ${layerCount - 1}`) as Printable;
}

function sizeText(a: Side, b: Side): string {
  const [before, after] = [filesystemBytes(a), filesystemBytes(b)];
  if (before === after) return `${humanSize(before)}, as before`;
  const [from, to] = sizesApart(before, after);
  return `${from} → ${to}, ${deltaText(after - before)}`;
}

/** `+1.2kB`, `-34B`. */
export function deltaText(bytes: number): string {
  return bytes < 0 ? `-${humanSize(-bytes)}` : `+${humanSize(bytes)}`;
}

function layersText({ a, b, sharing: { layers, size } }: Comparison): string {
  if (layers < b.layerCount)
    return layers === 0 ? "none is shared" : `${layers} of ${b.layerCount} shared (${humanSize(size)})`;
  return a.layerCount === b.layerCount
    ? "all the same"
    : `all ${b.layerCount} are among the ${a.layerCount} of the old image`;
}

/** How many files came, went and changed: `+3 (4B)  -1 (3B)`. */
export function filesSummary(
  { added, removed, changed, metadata, moved }: Totals,
  { green, red, yellow }: Palette,
): string {
  const parts = [
    part(added, (total) => green(`+${countText(total)} (${humanSize(total.bytesB)})`)),
    part(removed, (total) => red(`-${countText(total)} (${humanSize(total.bytesA)})`)),
    part(changed, (total) => yellow(`~${countText(total)} (${deltaText(total.bytesB - total.bytesA)})`)),
    part(metadata, (total) => `${countText(total)} in metadata only`),
    part(moved, (total) => `${countText(total)} moved (${humanSize(total.bytesB)})`),
  ];
  return parts.flat().join("  ") || "all the same";
}

function part(total: Total, text: (total: Total) => string): string[] {
  return total.files + total.folders === 0 ? [] : [text(total)];
}

/** Files, or folders where there are no files: `1,204`, `2 folders`. */
function countText({ files, folders }: Total): string {
  return files > 0 ? files.toLocaleString("en") : counted(folders, "folder");
}
