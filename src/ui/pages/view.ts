import wrapAnsi from "wrap-ansi";
import type { Area } from "../../explorer/layout.js";
import { covers } from "../../explorer/viewer/content.js";
import type { ViewPage } from "../../explorer/viewer/view-page.js";
import { type Line, type LineOptions, lineOf, own, type Style, span } from "../line.js";
import { hexPage } from "./view-hex.js";
import { textPage } from "./view-text.js";

/** What a file holds, from the place on that is chosen; below it why no more can be read. */
export function viewPageLines(page: ViewPage, area: Area, options: LineOptions): Line[] {
  const says = sentence(page);
  if (says !== null) return padded(told(says, "dim", area, options), area, options);
  if (page.failed === null) return contentLines(page, area, options);
  const why = told(page.failed, "bad", area, options).slice(0, area.rows);
  return [...contentLines(page, { ...area, rows: area.rows - why.length }, options), ...why];
}

/** A sentence over as many lines as it takes. */
function told(says: string, style: Style, { columns }: Area, options: LineOptions): Line[] {
  const lines = wrapAnsi(says, columns - 2, { hard: true }).split("\n");
  return lines.map((line) => lineOf([span(own(` ${line}`), style)], columns, options));
}

function contentLines(page: ViewPage, area: Area, options: LineOptions): Line[] {
  return page.mode === "hex"
    ? hexPage(page, area, options)
    : padded(textPage(page, area, options), area, options);
}

/** What is said in the place of a content that is not there. */
function sentence({ failed, content, mode, top }: ViewPage): string | null {
  if (content.size === 0) return "this file is empty";
  if (mode === null) return failed ?? "reading …";
  return mode === "text" && !covers(content.window, { from: top.from, to: top.from + 1 })
    ? "reading …"
    : null;
}

function padded(lines: readonly Line[], { columns, rows }: Area, options: LineOptions): Line[] {
  return Array.from({ length: rows }, (_, row) => lines.at(row) ?? lineOf([], columns, options));
}
