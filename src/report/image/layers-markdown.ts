import type { Analysis } from "../../analysis/analyze.js";
import { entryText, splitInstruction } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { andMore, counted } from "../../text/count.js";
import { cellCode, cutText, fenced, fitting, folded } from "../syntax/markdown.js";
import { amount } from "../text/amount.js";
import { type LayerTableRow, layerRows } from "./layer-rows.js";

/** The columns of an instruction in the table. A longer one follows below the table. */
const INSTRUCTION_COLUMNS = 72;
const TABLE_CHARS = 18_000;
const FULL_CHARS = 10_000;
/** The maximum number of characters of one instruction, and of one of its lines. */
const MOST_CHARS = 3_000;
const LINE_COLUMNS = 1_000;

/**
 * Returns the layers as a table in the order of the Dockerfile, including instructions without a layer; then
 * the long instructions.
 */
export function layersMarkdown(analysis: Pick<Analysis, "image" | "metrics">): string[] {
  const rows = layerRows(analysis).map((row, at) => ({ ...row, number: at + 1 }));
  if (rows.length === 0) return [];
  const { lines, left } = fitting(rows, TABLE_CHARS, (row) => [rowLine(row)]);
  const long = rows
    .map((row) => ({ ...row, instruction: entryText(row) }))
    .filter(({ instruction }) => shown(instruction) !== instruction);
  return [
    "#### Layers",
    "",
    "| # | size | share | changes | instruction |",
    "| --: | --: | --: | --- | --- |",
    ...lines,
    ...(left > 0 ? ["", `and ${counted(left, "more instruction")}`] : []),
    ...(long.length === 0 ? [] : ["", ...inFull(long, rows.length)]),
  ];
}

function rowLine(row: LayerTableRow): string {
  const { layer, size, share, changes } = row;
  const instruction = cellCode(shown(entryText(row)));
  if (layer === null) return `| | | | | ${instruction} |`;
  const known = size === null ? "? | " : `${humanSize(size)} | ${amount(share, "ratio")}`;
  return `| ${layer} | ${known} | ${changes.map(({ text }) => cellCode(text)).join(" ")} | ${instruction} |`;
}

function shown(instruction: string): string {
  return cutText(instruction, INSTRUCTION_COLUMNS);
}

function inFull(long: readonly (LayerTableRow & { readonly number: number })[], count: number): string[] {
  const { lines, left } = fitting(long, FULL_CHARS, ({ number, layer, createdBy }) => [
    `${number} of ${count}, ${layer === null ? "no layer" : `layer ${layer}`}:`,
    "",
    ...fenced("dockerfile", wholeLines(createdBy)),
    "",
  ]);
  const rest = left > 0 ? [`${andMore(left)}: see \`layerx dockerfile\``] : [];
  const title = `${counted(long.length, "instruction")} in full`;
  return folded(title, [...lines, ...rest].slice(0, rest.length > 0 ? undefined : -1));
}

/** Returns an instruction as a person writes it. It is cut if it is too long for an issue. */
function wholeLines(createdBy: string | null): string[] {
  const { lines, left } = fitting(splitInstruction(createdBy), MOST_CHARS, (line) => [
    cutText(line, LINE_COLUMNS),
  ]);
  return left > 0 ? [...lines, `# and ${counted(left, "more line")}`] : lines;
}
