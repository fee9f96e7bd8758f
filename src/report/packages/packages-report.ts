import type { Package, Packages } from "../../analysis/packages/packages.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import type { Image } from "../../image/image.js";
import { sourceName } from "../../image/source-name.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath, escapeText } from "../../text/escape.js";
import { cutEnd, textColumns } from "../../text/width.js";
import type { FileTree } from "../../tree/file-tree.js";
import { jsonPart } from "../syntax/json-document.js";
import { inFormat, type ListingFormat } from "../syntax/records.js";

export const PACKAGE_SORTS = ["size", "name"] as const;
export type PackageSort = (typeof PACKAGE_SORTS)[number];

/** The result of `layerx packages`. */
export interface PackagesReport {
  readonly image: Image;
  readonly tree: FileTree;
  readonly found: Packages;
  readonly sort: PackageSort;
  /** The number of packages to list, after sorting; `null` for all. */
  readonly top: number | null;
}

const SIZE_COLUMNS = 8;
const TYPE_COLUMNS = 4;
const LEAST_INSTRUCTION_COLUMNS = 16;
const COLUMNS = ["name", "version", "type", "size", "files", "wastedBytes", "layers", "layer", "instruction"];

/** Yields the report in a format, in chunks. */
export function packagesReport(
  report: PackagesReport,
  format: ListingFormat,
  { columns }: { readonly columns: number },
): Generator<string> {
  return inFormat(
    {
      text: () => textLines(report, columns),
      json: () => jsonPieces(report),
      records: () => listed(report).map((one) => factsOf(report.image, one)),
      columns: COLUMNS,
      // The field `layers` has the numbers of layers, with spaces between them.
      fields: ({ layers, layer, instruction, ...facts }) => [
        ...Object.values(facts),
        layers.join(" "),
        layer,
        instruction,
      ],
    },
    format,
  );
}

/** Returns the listed packages in order. Equal ones keep the order of their databases. */
function listed({ found, sort, top }: PackagesReport): readonly Package[] {
  const byName = (a: Package, b: Package) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const order = {
    size: (a: Package, b: Package) => b.size - a.size || byName(a, b),
    name: byName,
  };
  const sorted = [...found.packages].sort(order[sort]);
  return top === null ? sorted : sorted.slice(0, top);
}

/**
 * Yields lines for people: size, layer, type, name, version, wasted bytes, and the instruction as far as it
 * fits.
 */
function* textLines(report: PackagesReport, columns: number): Generator<string> {
  const { image, tree, found } = report;
  const { packages, unowned } = found;
  const size = packages.reduce((sum, one) => sum + one.size, 0);
  const rest = unowned.reduce((sum, { bytes }) => sum + bytes, 0);
  const wasted = packages.reduce((sum, { wastedBytes }) => sum + wastedBytes, 0);
  const waste = wasted === 0 ? "" : `, ${humanSize(wasted)} wasted`;
  yield `${sourceName(image.source)}: ${counted(packages.length, "package")} with ${humanSize(size)}${waste}; files of no package: ${humanSize(rest)}\n`;
  const digits = String(Math.max(tree.layers.length - 1, 0)).length;
  const shown = listed(report);
  if (shown.length > 0) yield "\n";
  for (const one of shown) {
    const bytes = humanSize(one.size).padStart(SIZE_COLUMNS);
    const layer = (one.layer === null ? "" : String(one.layer)).padStart(digits);
    const name = one.version === null ? one.name : `${one.name} ${one.version}`;
    const waste = one.wastedBytes === 0 ? "" : `  (${humanSize(one.wastedBytes)} wasted)`;
    const start = `${bytes}  ${layer}  ${one.type.padEnd(TYPE_COLUMNS)}  ${escapeText(name)}${waste}`;
    const room = columns - textColumns(start) - 2;
    const fits = one.layer !== null && room >= LEAST_INSTRUCTION_COLUMNS;
    yield fits ? `${start}  ${cutEnd(layerText(image, one.layer), room)}\n` : `${start}\n`;
  }
  if (unowned.length > 0) yield "\nFiles of no package\n\n";
  for (const { folder, bytes } of unowned) {
    yield `${humanSize(bytes).padStart(SIZE_COLUMNS)}  ${escapePath(tree.path(folder))}\n`;
  }
}

function factsOf(image: Image, one: Package) {
  return {
    name: escapeText(one.name),
    version: one.version === null ? null : escapeText(one.version),
    type: one.type,
    size: one.size,
    files: one.files,
    wastedBytes: one.wastedBytes,
    layers: one.layers,
    layer: one.layer,
    instruction: one.layer === null ? null : layerText(image, one.layer),
  };
}

function* jsonPieces(report: PackagesReport): Generator<string> {
  const { image, tree, found } = report;
  const unowned = found.unowned.map(({ folder, bytes }) => ({ path: escapePath(tree.path(folder)), bytes }));
  const warnings = [...image.warnings, ...found.warnings];
  yield '{\n  "schemaVersion": 1,\n  "packages": [';
  let first = true;
  for (const one of listed(report)) {
    yield `${first ? "" : ","}\n    ${jsonPart(factsOf(image, one), 4)}`;
    first = false;
  }
  yield first ? "],\n" : "\n  ],\n";
  yield `  "unowned": ${jsonPart(unowned, 2)},\n  "warnings": ${jsonPart(warnings, 2)}\n}\n`;
}
