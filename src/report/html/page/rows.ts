import { humanSize } from "../../../text/bytes.js";
import type { PageData } from "../page-data.js";
import { element } from "./dom.js";
import { type Entry, leavesOf, pathOf } from "./entry.js";
import { Grid } from "./grid.js";

/** A leaf with its path, which is asked for again and again. */
interface Row {
  readonly entry: Entry;
  readonly path: string;
  readonly searched: string;
}

/** The table of all files. */
export function showFiles(root: Entry, { layers }: PageData): void {
  const rows = leavesOf(root)
    .sort((a, b) => b.bytes - a.bytes)
    .map((entry) => rowOf(entry, `layer ${entry.tag}`));
  new Grid("files", {
    rows,
    columns: [
      { heading: 0, compare: byPath },
      { heading: 1, compare: byBytes },
      { heading: 2, compare: (a, b) => a.entry.tag - b.entry.tag },
    ],
    text: ({ searched }) => searched,
    draw: ({ entry, path }) =>
      element(
        "tr",
        {},
        element("td", { class: "path" }, element("code", {}, path)),
        element("td", { class: "number" }, humanSize(entry.bytes)),
        element(
          "td",
          { class: "number", title: layers[entry.tag].instruction },
          element("span", { class: `swatch ${layers[entry.tag].tone}` }),
          entry.isMixed ? "several" : String(entry.tag),
        ),
      ),
  });
}

/** The table of all dead copies. */
export function showCopies(root: Entry, { stories, layers }: PageData): void {
  const rows = leavesOf(root)
    .sort((a, b) => b.bytes - a.bytes)
    .map((entry) => {
      const { cause, layer, endedBy } = stories[entry.tag];
      return rowOf(entry, `${cause} layer ${layer} → ${endedBy}`);
    });
  const story = ({ entry }: Row) => stories[entry.tag];
  new Grid("copies", {
    rows,
    columns: [
      { heading: 0, compare: byPath },
      { heading: 1, compare: byBytes },
      { heading: 2, compare: (a, b) => compareText(story(a).cause, story(b).cause) },
      { heading: 3, compare: (a, b) => story(a).layer - story(b).layer },
      { heading: 4, compare: (a, b) => story(a).endedBy - story(b).endedBy },
    ],
    text: ({ searched }) => searched,
    draw: ({ entry, path }) => {
      const { cause, tone, layer, endedBy } = stories[entry.tag];
      const number = (at: number) =>
        element(
          "td",
          { class: "number", title: layers[at].instruction },
          entry.isMixed ? "several" : String(at),
        );
      return element(
        "tr",
        {},
        element("td", { class: "path" }, element("code", {}, path)),
        element("td", { class: "number" }, humanSize(entry.bytes)),
        element("td", {}, element("span", { class: `swatch ${tone}` }), entry.isMixed ? "several" : cause),
        number(layer),
        number(endedBy),
      );
    },
  });
}

function rowOf(entry: Entry, facts: string): Row {
  const path =
    entry.isRest && entry.parent !== null ? `${pathOf(entry.parent)}: ${entry.name} files` : pathOf(entry);
  return { entry, path, searched: `${path} ${facts}`.toLowerCase() };
}

function byPath(a: Row, b: Row): number {
  return compareText(a.path, b.path);
}

function byBytes(a: Row, b: Row): number {
  return a.entry.bytes - b.entry.bytes;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
