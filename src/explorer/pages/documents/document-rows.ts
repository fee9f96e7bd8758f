import type { Area } from "../../drawing/area.js";
import { literal, type Row, rowOf, type Style, span } from "../../drawing/row.js";
import type { DocumentLine } from "./document.js";

const STYLES: Readonly<Record<"plain" | "strong" | "dim" | "warning", readonly Style[]>> = {
  plain: [],
  strong: ["bold"],
  dim: ["dim"],
  warning: ["warning"],
};

/** Returns the first rows of a text of facts, as many as fit. */
export function documentRows(lines: readonly DocumentLine[], { rows }: Area): Row[] {
  return Array.from({ length: rows }, (_, at) => (at < lines.length ? documentRow(lines[at]) : rowOf([])));
}

export function documentRow(line: DocumentLine): Row {
  if ("blank" in line) return rowOf([]);
  if ("heading" in line) return rowOf([span(literal(" ")), span(line.heading, "bold", "accent")]);
  return rowOf([span(line.label, "dim"), span(line.text, ...STYLES[line.tone])]);
}
