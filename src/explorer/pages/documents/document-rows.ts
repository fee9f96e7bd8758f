import type { Area } from "../../drawing/area.js";
import { own, type Row, rowOf, type Span, type Style, span } from "../../drawing/row.js";
import type { DocumentLine } from "./document.js";

const STYLES: Readonly<Record<"plain" | "strong" | "dim" | "warning", readonly Style[]>> = {
  plain: [],
  strong: ["bold"],
  dim: ["dim"],
  warning: ["warning"],
};

/** Returns the rows of a page of facts from line `top` on. */
export function documentRows(lines: readonly DocumentLine[], top: number, area: Area): Row[] {
  return Array.from({ length: area.rows }, (_, row) => {
    const line = lines.at(top + row);
    return rowOf(line === undefined || top + row >= lines.length ? [] : spansOf(line));
  });
}

function spansOf(line: DocumentLine): Span[] {
  if ("blank" in line) return [];
  if ("heading" in line) return [span(own(" ")), span(line.heading, "bold", "accent")];
  return [span(line.label, "dim"), span(line.text, ...STYLES[line.tone])];
}
