import { humanSize } from "../../../text/bytes.js";
import type { PageData } from "../page-data.js";
import { element } from "./dom.js";
import { Grid } from "./grid.js";
import { type PageEntry, pageEntryPath } from "./page-entry.js";

/** Fills the table of all files. `files` are sorted, the biggest first. */
export function showFiles(files: readonly PageEntry[], { layers }: PageData): void {
  new Grid<PageEntry>("files", {
    rows: files,
    keys: [placeOf, ({ bytes }) => bytes, ({ tag }) => tag],
    text: (entry) => `${placeOf(entry)} layer ${entry.tag}`,
    draw: (entry) =>
      element(
        "tr",
        {},
        ...placeCells(entry),
        element(
          "td",
          { class: "number", title: layers[entry.tag].instruction },
          element("span", { class: `swatch ${layers[entry.tag].tone}` }),
          entry.isMixed ? "several" : String(entry.tag),
        ),
      ),
  });
}

/** Fills the table of all wasted copies. `copies` are sorted, the biggest first. */
export function showCopies(copies: readonly PageEntry[], { findings, layers }: PageData): void {
  new Grid<PageEntry>("copies", {
    rows: copies,
    keys: [
      placeOf,
      ({ bytes }) => bytes,
      ({ tag }) => findings[tag].cause,
      ({ tag }) => findings[tag].layer,
      ({ tag }) => findings[tag].endedBy,
    ],
    text: (entry) => {
      const { cause, layer, endedBy } = findings[entry.tag];
      return `${placeOf(entry)} ${cause} layer ${layer} → ${endedBy}`;
    },
    draw: (entry) => {
      const { cause, tone, layer, endedBy } = findings[entry.tag];
      const number = (at: number) =>
        element(
          "td",
          { class: "number", title: layers[at].instruction },
          entry.isMixed ? "several" : String(at),
        );
      return element(
        "tr",
        {},
        ...placeCells(entry),
        element("td", {}, element("span", { class: `swatch ${tone}` }), entry.isMixed ? "several" : cause),
        number(layer),
        number(endedBy),
      );
    },
  });
}

/** Returns a path; for the sum of omitted files, its contents in words. */
function placeOf(entry: PageEntry): string {
  const { isRest, parent, name } = entry;
  return isRest && parent !== null ? `${pageEntryPath(parent)}: ${name} files` : pageEntryPath(entry);
}

function placeCells(entry: PageEntry): HTMLElement[] {
  return [
    element("td", { class: "path" }, element("code", {}, placeOf(entry))),
    element("td", { class: "number" }, humanSize(entry.bytes)),
  ];
}
