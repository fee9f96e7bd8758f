import type { GroupedCopy } from "../../analysis/waste/waste-groups.js";
import { layerText } from "../../image/dockerfile/instruction.js";
import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import { padEnd, padStart } from "../../text/width.js";
import { wrapText } from "../../text/wrap.js";
import { positionText } from "../drawing/position.js";
import { cutStart, type Look, own, type Row, rowOf, type Span, type Style, span } from "../drawing/row.js";
import { rowSpot } from "../drawing/row-spot.js";
import type { Area } from "../layout.js";
import type { Spot } from "../mouse/spot.js";
import type { State } from "../state.js";
import { groupingShown, type ListedGroup, type WasteGrouping } from "./grouping.js";
import { listedCount, type WasteRow, wasteRows } from "./waste-rows.js";

/** Columns of the number of copies: more where a group has 1,000 or more. */
const LEAST_COUNT_COLUMNS = 5;

const SELECTED: readonly Style[] = ["selected"];

const GROUPING_WORDS: Readonly<Record<WasteGrouping, string>> = {
  advice: "what to change",
  copy: "",
  path: "by path",
  cause: "by cause",
  instruction: "by instruction",
  layer: "by layer",
};

/** How much is dead, in how many copies, and how they are added up. */
export function wasteTitle({ subject, waste }: State): Printable[] {
  if (subject.analysis.copies.length === 0) return [own("Waste"), own("no wasted bytes")];
  const title = [own("Waste"), own(humanSize(subject.analysis.metrics.wastedBytes))];
  if (waste.state === "failed") return title;
  const grouping = GROUPING_WORDS[groupingShown(waste)];
  const looking = waste.state === "looking";
  const count = own(counted(subject.analysis.copies.length, "dead copy", "dead copies"));
  return [
    ...title,
    ...(looking ? [own("looking for the causes …")] : []),
    ...(grouping === "" ? [] : [own(grouping)]),
    count,
  ];
}

/** Which rows of the list are visible: of waste, or of what differs between two images. */
export function wastePosition(state: State, { rows }: Area): Printable {
  const { top } = state.waste.list;
  return positionText({ top, height: rows, count: listedCount(state) });
}

/** The waste that is in the window: copies with bytes, cause, layers and path, or groups with their bytes and number. */
export function wastePane(state: State, area: Area, options: Look): Row[] {
  return linesOf(state, area, options).slice(0, area.rows);
}

function linesOf(state: State, { columns, rows }: Area, look: Look): Row[] {
  const { waste, subject } = state;
  const { copies } = subject.analysis;
  if (copies.length === 0) return [note(own(" no wasted bytes: every byte is in the final image"), "good")];
  if (waste.state === "failed") {
    return wrapText(escapeText(waste.why), columns - 2).map((line) => note(own(` ${line}`), "bad"));
  }
  const { top, cursor } = waste.list;
  const shown = wasteRows(state);
  return Array.from({ length: Math.min(rows, shown.count - top) }, (_, row) => {
    const line = shown.at(top + row);
    const chosen = top + row === cursor && state.focus === "waste";
    const spot = rowSpot("waste", top + row, state);
    const spans = line === null ? [] : spansOf(state, line, { columns, look, mark: { ...spot, mark: true } });
    return rowOf(spans, chosen ? SELECTED : [], spot);
  });
}

interface RowOptions {
  readonly columns: number;
  readonly look: Look;
}

interface LineOptions extends RowOptions {
  /** What a press on the mark of a group means. */
  readonly mark: Spot;
}

function note(text: Printable, ...styles: readonly Style[]): Row {
  return rowOf([span(text, ...styles)]);
}

function spansOf(state: State, row: WasteRow, { columns, look, mark }: LineOptions): Span[] {
  if ("group" in row) return groupSpans(state, row.group, { isOpen: row.isOpen, columns, look, mark });
  const indent = row.inGroup ? [span(own("   "))] : [];
  return [...indent, ...copySpans(state, row.copy, { columns: columns - (row.inGroup ? 3 : 0), look })];
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
    span(own(`${padStart(humanSize(bytes), 7)} `)),
    span(own(`${padEnd(cause, 11)} `), "waste"),
    span(own(`${padEnd(steps, stepColumns)} `), "dim"),
    span(cutStart(escapePath(tree.path(node)), columns - 21 - stepColumns, look)),
  ];
}

/** `8.37kB   4× ▸ overwritten`; one that holds a single copy has nothing to unfold. */
function groupSpans(
  state: State,
  { key, bytes, copies }: ListedGroup,
  { isOpen, columns, look, mark: spot }: LineOptions & { readonly isOpen: boolean },
): Span[] {
  const mark = copies.length === 1 ? "  " : isOpen ? "▾ " : "▸ ";
  const countColumns = Math.max(countText(wasteRows(state).mostCopies).length, LEAST_COUNT_COLUMNS);
  const before = [
    span(own(`${padStart(humanSize(bytes), 7)} `)),
    span(own(`${countText(copies.length).padStart(countColumns)} `), "dim"),
    copies.length === 1 ? span(own(mark), "dim") : { ...span(own(mark), "dim"), spot },
  ];
  const { tree, image } = state.subject.analysis;
  if (key.by === "path")
    return [...before, span(cutStart(escapePath(tree.path(key.node)), columns - 11 - countColumns, look))];
  if (key.by === "cause") return [...before, span(own(key.cause), "waste")];
  const layerColumns = String(image.layers.length - 1).length;
  const ofLayer = (layer: number, text: Printable) => [
    ...before,
    span(own(`${padStart(String(layer), layerColumns)} `), "dim"),
    span(text),
  ];
  if (key.by === "advice") return ofLayer(key.finding.endedBy, escapeText(key.finding.advice));
  const layer = key.by === "instruction" ? key.endedBy : key.layer;
  return ofLayer(layer, layerText(image, layer));
}

function countText(count: number): string {
  return `${count.toLocaleString("en")}×`;
}
