import { humanSize } from "../../text/bytes.js";
import { counted } from "../../text/count.js";
import type { Printable } from "../../text/escape.js";
import { literal } from "../drawing/row.js";
import { documentRows } from "../pages/documents/document-rows.js";
import type { PaneDetail } from "../pane-definition.js";
import type { State } from "../state.js";
import type { WasteRow } from "./grouping.js";
import { chosenWaste } from "./shown-waste.js";

/** Returns the text about the selected waste; `null` if no row is selected. */
export function wasteDetail(state: State): PaneDetail | null {
  const row = chosenWaste(state);
  if (row === null) return null;
  const { wasteStories } = state.subject;
  return {
    title: titleOf(row),
    rows: (area) => documentRows(wasteStories.lines(row, area.columns), area),
    lines: (columns) => wasteStories.lines(row, columns).length,
  };
}

function titleOf(row: WasteRow): Printable[] {
  if ("copy" in row)
    return [literal("Wasted copy"), literal(`${humanSize(row.copy.bytes)} ${row.copy.cause ?? ""}`.trim())];
  const { bytes, copies } = row.group;
  return [
    literal(counted(copies.length, "wasted copy", "wasted copies")),
    literal(humanSize(bytes)),
    literal("what to change"),
  ];
}
