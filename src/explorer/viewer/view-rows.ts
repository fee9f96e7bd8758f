import wrapAnsi from "wrap-ansi";
import { own, type Row, rowOf, type Style, span } from "../drawing/row.js";
import type { Area } from "../layout.js";
import { covers } from "./content.js";
import { hexPage } from "./hex-rows.js";
import { textPage } from "./text-rows.js";
import type { ViewPage } from "./view-page.js";

/** What a file holds, from the place on that is chosen; below it why no more can be read. */
export function viewPageLines(page: ViewPage, area: Area): Row[] {
  const says = sentence(page);
  if (says !== null) return padded(told(says, "dim", area), area);
  if (page.failed === null) return contentLines(page, area);
  const why = told(page.failed, "bad", area).slice(0, area.rows);
  return [...contentLines(page, { ...area, rows: area.rows - why.length }), ...why];
}

/** A sentence over as many lines as it takes. */
function told(says: string, style: Style, { columns }: Area): Row[] {
  const lines = wrapAnsi(says, columns - 2, { hard: true }).split("\n");
  return lines.map((line) => rowOf([span(own(` ${line}`), style)]));
}

function contentLines(page: ViewPage, area: Area): Row[] {
  return page.mode === "hex" ? hexPage(page, area) : padded(textPage(page, area), area);
}

/** What is said in the place of a content that is not there. */
function sentence({ failed, content, mode, top }: ViewPage): string | null {
  if (content.size === 0) return "this file is empty";
  if (mode === null) return failed ?? "reading …";
  return mode === "text" && !covers(content.window, { from: top.from, to: top.from + 1 })
    ? "reading …"
    : null;
}

function padded(lines: readonly Row[], { rows }: Area): Row[] {
  return Array.from({ length: rows }, (_, row) => lines.at(row) ?? rowOf([]));
}
