import type { Packages } from "../../analysis/packages/packages.js";
import { humanSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import { cutEnd, padStart } from "../../text/width.js";
import { biggestPackages, packageName, packagesTitle, sumOf } from "../../words/package-words.js";
import { cellCode, cutText } from "../syntax/markdown.js";
import type { TextFrame } from "../text/text-frame.js";

const JSON_SHOWN = 20;
const TEXT_SHOWN = 5;
const MARKDOWN_SHOWN = 10;
const NAME_COLUMNS = 60;
const SIZE_COLUMNS = 9;
const TYPE_COLUMNS = 4;

/** Returns the object `packages` of `inspect --format json`. */
export function packagesJson(found: Packages) {
  const { packages } = found;
  return {
    count: packages.length,
    size: sumOf(packages, ({ size }) => size),
    wastedBytes: sumOf(packages, ({ wastedBytes }) => wastedBytes),
    biggest: biggestPackages(found, JSON_SHOWN).map(
      ({ name, version, type, size, files, wastedBytes, layers, layer }) => ({
        name: escapeText(name),
        version: version === null ? null : escapeText(version),
        type,
        size,
        files,
        wastedBytes,
        layers,
        layer,
      }),
    ),
  };
}

/** Returns the biggest packages for people; no lines if the image has none. */
export function packageLines(found: Packages | null, { paint, columns }: TextFrame): string[] {
  if (found === null || found.packages.length === 0) return [];
  const shown = biggestPackages(found, TEXT_SHOWN).map((one) => {
    const layer = one.layer === null ? "" : `  layer ${one.layer}`;
    const size = paint.bold(padStart(humanSize(one.size), SIZE_COLUMNS));
    const text = `${one.type.padEnd(TYPE_COLUMNS)}  ${packageName(one)}${layer}`;
    return `${size}  ${cutEnd(text, Math.max(columns - SIZE_COLUMNS - 2, 20))}`;
  });
  const left = found.packages.length - shown.length;
  const more = left > 0 ? [`${" ".repeat(SIZE_COLUMNS)}  and ${left} more: see layerx packages IMAGE`] : [];
  return [`${paint.bold("Packages")}: ${packagesTitle(found)}`, "", ...shown, ...more];
}

/** Returns the biggest packages as a table of Markdown; no lines if the image has none. */
export function packagesMarkdown(found: Packages | null): string[] {
  if (found === null || found.packages.length === 0) return [];
  const rows = biggestPackages(found, MARKDOWN_SHOWN).map((one) => {
    const wasted = one.wastedBytes === 0 ? "" : humanSize(one.wastedBytes);
    const name = cellCode(cutText(packageName(one), NAME_COLUMNS));
    return `| ${humanSize(one.size)} | ${wasted} | ${one.layer ?? ""} | ${one.type} | ${name} |`;
  });
  return [
    "#### Packages",
    "",
    `${packagesTitle(found)}. The biggest:`,
    "",
    "| size | wasted | layer | type | package |",
    "| --: | --: | --: | --- | --- |",
    ...rows,
  ];
}
