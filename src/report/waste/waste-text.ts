import type { Analysis } from "../../analysis/analyze.js";
import { CAUSES } from "../../analysis/waste/causes.js";
import {
  type Grouping,
  type GroupKey,
  groupWaste,
  wasteFindings,
} from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { imageName } from "../../image/source-name.js";
import { humanSize } from "../../text/bytes.js";
import { type Palette, palette } from "../../text/colour.js";
import { counted } from "../../text/count.js";
import { escapePath } from "../../text/escape.js";
import { cutEnd, padEnd, padStart } from "../../text/width.js";
import { slimHint } from "../../words/slim-words.js";
import { inChunks } from "../syntax/records.js";
import { amount } from "../text/amount.js";
import { findingLines, wrapped } from "./finding-text.js";
import { bytesByCause } from "./waste-json.js";
import type { WasteResult } from "./waste-result.js";

export interface WasteTextOptions {
  readonly colour: boolean;
  readonly columns: number;
}

const FINDINGS_SHOWN = 5;
const SIZE_COLUMNS = 9;

/**
 * Yields `waste` as text, in chunks: wasted bytes by cause, every copy or group, the instructions, and the
 * first advice.
 */
export function wasteText(result: WasteResult, options: WasteTextOptions): Generator<string> {
  return inChunks(joined(sectionsOf(result, options)));
}

function sectionsOf(result: WasteResult, options: WasteTextOptions): Iterable<string>[] {
  const { analysis, copies, by } = result;
  const style = palette(options);
  const titled = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [style.bold(title), "", ...lines];
  const findings = wasteFindings(analysis, copies);
  const { columns } = options;
  const shown = Math.max(result.top ?? 0, FINDINGS_SHOWN);
  const more = (count: number) => `--top ${count}`;
  return [
    [headline(result, style)],
    causeLines(result, style),
    by === null ? copyLines(result, style) : groupLines(result, by, columns),
    by === null || by === "path" ? titled("Layers", layerLines(result, columns)) : [],
    titled("What to change first", findingLines(analysis, findings, { columns, style, top: shown, more })),
    slimLines(copies, columns),
    duplicateLines(result, style),
  ];
}

/**
 * Yields the lines of all sections, with an empty line between two sections. A section without lines is left
 * out.
 */
function* joined(sections: readonly Iterable<string>[]): Generator<string> {
  let isFirst = true;
  for (const section of sections) {
    let isBegun = false;
    for (const line of section) {
      yield isBegun || isFirst ? `${line}\n` : `\n${line}\n`;
      isBegun = true;
    }
    isFirst &&= !isBegun;
  }
}

function slimLines(copies: WasteResult["copies"], columns: number): string[] {
  const hint = slimHint(copies, null);
  return hint === null ? [] : wrapped(hint, columns);
}

function headline({ analysis: { image, metrics }, copies }: WasteResult, style: Palette): string {
  const { size: all, wastedBytes } = metrics;
  const name = imageName(image);
  if (copies.length === 0) return `${name}: ${style.bold("no byte is wasted")} of ${humanSize(all)}`;
  const share = amount(wastedBytes / all, "ratio");
  const number = counted(copies.length, "copy", "copies");
  return `${name}: ${style.bold(`${humanSize(wastedBytes)} wasted`)} of ${humanSize(all)} (${share}), ${number}`;
}

function causeLines({ copies, by }: WasteResult, style: Palette): string[] {
  if (by === "cause") return [];
  const bytes = bytesByCause(copies);
  const met = CAUSES.filter((cause) => bytes[cause] > 0);
  const sorted = met.sort((a, b) => bytes[b] - bytes[a]);
  return sorted.map((cause) => `${size(bytes[cause])}  ${style.yellow(cause)}`);
}

function* copyLines({ copies, top, analysis: { tree } }: WasteResult, style: Palette): Generator<string> {
  const shown = copies.slice(0, top ?? undefined);
  const causes = shown.reduce((widest, { cause }) => Math.max(widest, cause.length), 0);
  const layers = shown.reduce((widest, copy) => Math.max(widest, span(copy).length), 0);
  for (const copy of shown) {
    const { bytes, cause, node } = copy;
    const path = escapePath(tree.path(node));
    yield `${size(bytes)}  ${style.yellow(padEnd(cause, causes))}  ${padEnd(span(copy), layers)}  ${path}`;
  }
  yield* restLine(copies.slice(shown.length), { one: "copy", many: "copies" });
}

function* groupLines(
  { analysis, copies, top }: WasteResult,
  by: Grouping,
  columns: number,
): Generator<string> {
  const groups = groupWaste(copies, by);
  const shown = groups.slice(0, top ?? undefined);
  const counts = shown.reduce((widest, group) => Math.max(widest, String(group.copies.length).length), 0);
  for (const group of shown) {
    const line = `${size(group.bytes)}  ${padStart(String(group.copies.length), counts)}×  ${label(analysis, group.key)}`;
    // Users copy paths from the report, so paths are complete. An instruction may be cut.
    yield by === "path" ? line : cutEnd(line, columns);
  }
  yield* restLine(groups.slice(shown.length), { one: "group", many: "groups" });
}

function label(analysis: Analysis, key: GroupKey): string {
  if (key.by === "path") return escapePath(analysis.tree.path(key.node));
  if (key.by === "cause") return key.cause;
  return key.by === "layer"
    ? `stored in layer ${key.layer}  ${instruction(analysis, key.layer)}`
    : `wasted since layer ${key.endedBy}  ${instruction(analysis, key.endedBy)}`;
}

/** Yields the instructions of the layers that the listed copies name. */
function layerLines({ analysis, copies, top }: WasteResult, columns: number): string[] {
  const shown = copies.slice(0, top ?? undefined);
  const layers = [...new Set(shown.flatMap(({ layer, endedBy }) => [layer, endedBy]))].sort((a, b) => a - b);
  return layers.map((layer) =>
    cutEnd(`${padStart(String(layer), SIZE_COLUMNS)}  ${instruction(analysis, layer)}`, columns),
  );
}

function* duplicateLines(
  { duplicates, analysis: { tree }, top }: WasteResult,
  style: Palette,
): Generator<string> {
  if (duplicates === null) return;
  if (duplicates.length === 0) {
    yield style.bold("No file content is stored more than once");
    return;
  }
  const total = duplicates.reduce((sum, { bytes }) => sum + bytes, 0);
  const shown = duplicates.slice(0, top ?? undefined);
  yield style.bold(`Duplicates in the final image: ${humanSize(total)} beyond one copy of each`);
  yield "";
  for (const { bytes, nodes } of shown) {
    for (const [i, node] of nodes.entries()) {
      yield `${i === 0 ? size(bytes) : " ".repeat(SIZE_COLUMNS)}  ${escapePath(tree.path(node))}`;
    }
  }
  yield* restLine(duplicates.slice(shown.length), { one: "content", many: "contents" });
}

function restLine(
  rest: readonly { readonly bytes: number }[],
  { one, many }: { readonly one: string; readonly many: string },
): string[] {
  const bytes = rest.reduce((sum, left) => sum + left.bytes, 0);
  return rest.length === 0
    ? []
    : [`${size(bytes)}  in ${counted(rest.length, `more ${one}`, `more ${many}`)}`];
}

function instruction({ image }: Analysis, layer: number): string {
  return layerText(image, layer);
}

/** Returns the layer that wrote a copy and the layer that removed or replaced it. */
function span({ layer, endedBy }: { readonly layer: number; readonly endedBy: number }): string {
  return `${layer}→${endedBy}`;
}

function size(bytes: number): string {
  return padStart(humanSize(bytes), SIZE_COLUMNS);
}
