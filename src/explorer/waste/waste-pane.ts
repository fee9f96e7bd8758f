import { savesBytes } from "../../analysis/advice/advice.js";
import type { GroupedCopy } from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted, withCommas } from "../../text/count.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import { padEnd, padStart } from "../../text/width.js";
import { wrapText } from "../../text/wrap.js";
import { adviceWords } from "../../words/advice-words.js";
import type { Area } from "../drawing/area.js";
import { positionText } from "../drawing/position.js";
import {
  cutRowStart,
  type Look,
  literal,
  type Row,
  rowOf,
  type Span,
  type Style,
  span,
} from "../drawing/row.js";
import { listedPathText } from "../files/chosen-path.js";
import type { ClickTarget } from "../mouse/click-target.js";
import { rowClickTarget } from "../mouse/click-target.js";
import { listOf } from "../pane-list.js";
import type { State } from "../state.js";
import { groupingShown, type ListedGroup, type WasteGrouping, type WasteRow } from "./grouping.js";
import { listedCount, WASTE_PANE, wasteRows } from "./shown-waste.js";

const SELECTED: readonly Style[] = ["selected"];
const QUIET: readonly Style[] = ["dim"];

const GROUPING_WORDS: Readonly<Record<WasteGrouping, string>> = {
  advice: "what to change",
  copy: "",
  path: "by path",
  cause: "by cause",
  instruction: "by instruction",
  layer: "by layer",
};

/** Returns the title of the pane: the wasted bytes, the grouping, and the number of copies. */
export function wasteTitle({ subject, waste }: State): Printable[] {
  if (subject.analysis.copies.length === 0) return [literal("Waste"), literal("no wasted bytes")];
  const title = [literal("Waste"), literal(humanSize(subject.analysis.metrics.wastedBytes))];
  if (waste.state === "failed") return title;
  const grouping = GROUPING_WORDS[groupingShown(waste)];
  const looking = waste.state === "looking";
  const count = literal(counted(subject.analysis.copies.length, "wasted copy", "wasted copies"));
  return [
    ...title,
    ...(looking ? [literal("looking for the causes …")] : []),
    ...(grouping === "" ? [] : [literal(grouping)]),
    count,
  ];
}

/** Returns the position of the visible rows: waste, or differences between two images. */
export function wastePosition(state: State, { rows }: Area): Printable {
  return positionText({ top: listOf(state, WASTE_PANE).top, height: rows, count: listedCount(state) });
}

/** Returns the full text of the selected row; else the bytes that `layerx slim` would save. */
export function wasteFoot(state: State): Printable {
  const path = listedPathText(state);
  if (path !== "" || state.waste.state !== "found") return path;
  const saving = state.subject.slimSaving(state.waste.copies);
  return literal(saving === null ? "" : `${saving.command} would save ${humanSize(saving.bytes)}`);
}

/**
 * Returns the visible waste: copies with bytes, cause, layers and path, or groups with their bytes and
 * number.
 */
export function wastePane(state: State, area: Area, options: Look): Row[] {
  return linesOf(state, area, options).slice(0, area.rows);
}

function linesOf(state: State, { columns, rows }: Area, look: Look): Row[] {
  const { waste, subject } = state;
  const { copies } = subject.analysis;
  if (copies.length === 0) return [note(literal(" every byte is in the final image"), "good")];
  if (waste.state === "failed") {
    return wrapText(escapeText(waste.why), columns - 2).map((line) => note(literal(` ${line}`), "bad"));
  }
  const { top, cursor } = listOf(state, WASTE_PANE);
  const shown = wasteRows(state);
  return Array.from({ length: Math.max(Math.min(rows, shown.count - top), 0) }, (_, at) => {
    const row = top + at;
    const listed = shown.at(row);
    const chosen = row === cursor && state.focus === WASTE_PANE;
    const click = rowClickTarget(WASTE_PANE, row, state);
    const spans =
      listed === null ? [] : spansOf(state, listed, { columns, look, mark: { ...click, mark: true } });
    return rowOf(spans, chosen ? SELECTED : [], click);
  });
}

interface RowOptions {
  readonly columns: number;
  readonly look: Look;
}

interface LineOptions extends RowOptions {
  /** The target of a click on the mark of a group. */
  readonly mark: ClickTarget;
}

function note(text: Printable, ...styles: readonly Style[]): Row {
  return rowOf([span(text, ...styles)]);
}

function spansOf(state: State, row: WasteRow, { columns, look, mark }: LineOptions): Span[] {
  if ("group" in row) return groupSpans(state, row.group, { isOpen: row.isOpen, columns, look, mark });
  const indent = row.inGroup === null ? [] : [span(literal("   "))];
  return [
    ...indent,
    ...copySpans(state, row.copy, { columns: columns - (row.inGroup === null ? 0 : 3), look }),
  ];
}

function copySpans(
  { subject }: State,
  { bytes, cause = "…", layer, endedBy, node }: Omit<GroupedCopy, "cause"> & { readonly cause?: string },
  { columns, look }: RowOptions,
): Span[] {
  const { tree, image } = subject.analysis;
  const steps = layer === endedBy ? String(layer) : `${layer}→${endedBy}`;
  const stepColumns = 2 * String(image.layers.length - 1).length + 1;
  return [
    span(literal(`${padStart(humanSize(bytes), 7)} `)),
    span(literal(`${padEnd(cause, 11)} `), "waste"),
    span(literal(`${padEnd(steps, stepColumns)} `), "dim"),
    span(cutRowStart(escapePath(tree.path(node)), columns - 21 - stepColumns, look)),
  ];
}

/**
 * Returns `8.37kB   4× ▸ overwritten`. A group with a single copy has no mark, because it cannot be opened.
 */
function groupSpans(
  state: State,
  { key, bytes, copies }: ListedGroup,
  { isOpen, columns, look, mark: click }: LineOptions & { readonly isOpen: boolean },
): Span[] {
  const mark = copies.length === 1 ? "  " : isOpen ? "▾ " : "▸ ";
  const count = Math.max(countText(wasteRows(state).mostCopies).length, LEAST_COUNT_COLUMNS);
  const before = [
    span(literal(`${padStart(humanSize(bytes), 7)} `)),
    span(literal(`${countText(copies.length).padStart(count)} `), "dim"),
    copies.length === 1 ? span(literal(mark), "dim") : { ...span(literal(mark), "dim"), click },
  ];
  const { tree, image } = state.subject.analysis;
  if (key.by === "path")
    return [...before, span(cutRowStart(escapePath(tree.path(key.node)), columns - 11 - count, look))];
  if (key.by === "cause") return [...before, span(literal(key.cause), "waste")];
  const layerColumns = String(image.layers.length - 1).length;
  const ofLayer = (layer: number, text: Printable, ...styles: readonly Style[]) => [
    ...before,
    span(literal(`${padStart(String(layer), layerColumns)} `), "dim"),
    span(text, ...styles),
  ];
  if (key.by === "advice") {
    const { endedBy, advice } = key.finding;
    // Advice that saves nothing comes last, whatever its bytes.
    return ofLayer(endedBy, escapeText(adviceWords(advice).say), ...(savesBytes(advice) ? [] : QUIET));
  }
  const layer = key.by === "instruction" ? key.endedBy : key.layer;
  return ofLayer(layer, layerText(image, layer));
}

/** Columns for the number of copies; more if a group has 1,000 or more. */
const LEAST_COUNT_COLUMNS = 5;

/** Returns `1,234×`: the number of copies of a group. */
function countText(count: number): string {
  return `${withCommas(count)}×`;
}
