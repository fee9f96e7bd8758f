import { humanSize } from "../../../text/bytes.js";
import { withCommas } from "../../../text/count.js";
import { escapePath, type Printable } from "../../../text/escape.js";
import { padStart } from "../../../text/width.js";
import type { Area } from "../../drawing/area.js";
import { literal, type Row, rowOf, type Span, type Style, span } from "../../drawing/row.js";
import type { Subject } from "../../subject.js";
import { CUT, glyphsWithin, reachesColumn } from "../view/glyphs.js";
import type { DiffPage } from "./diff-page.js";
import type { DiffRow, FileComparison } from "./file-comparison.js";

/** Returns the title: the path, both layers, and the number of changed lines. */
export function diffTitle(subject: Subject, { before, after, comparison }: DiffPage): Printable[] {
  const { tree } = subject.analysis;
  const { entries } = tree;
  const paths = [before, after].map((version) => escapePath(tree.path(entries.node[version])));
  const counts = comparison?.is === "lines" ? [literal(`+${comparison.added} −${comparison.removed}`)] : [];
  return [
    literal(paths[0] === paths[1] ? paths[1] : `${paths[0]} → ${paths[1]}`),
    literal([before, after].map((version) => subject.layerName(entries.layer(version))).join(" → ")),
    ...counts,
  ];
}

/** Returns the rows of the difference, from line `top` on. */
export function diffLines(subject: Subject, page: DiffPage, area: Area): Row[] {
  const { comparison, failed, top } = page;
  const says = failed ?? (comparison === null ? "comparing …" : sentence(subject, page, comparison));
  const rows = comparison?.is === "lines" && says === null ? comparison.rows : [];
  const digits = String(rows.reduce((most, row) => Math.max(most, numberOf(row)), 0)).length;
  return Array.from({ length: area.rows }, (_, at) => {
    if (says !== null) return rowOf(at === 0 ? [span(literal(` ${says}`), "dim")] : []);
    const row = rows.at(top + at);
    return rowOf(row === undefined ? [] : rowSpans(row, { page, digits, area }));
  });
}

/** Returns a sentence if there are no lines to show. */
function sentence({ analysis }: Subject, { job }: DiffPage, comparison: FileComparison): string | null {
  const { entries } = analysis.tree;
  if (comparison.is === "same") return "the contents are the same; mode, owner or times may differ: see i";
  if (comparison.is === "lines") return null;
  const [before, after] = [job.before, job.after].map((row) => humanSize(entries.bytes(row)));
  const why = comparison.why === "binary" ? "binary files" : "too long to compare by lines";
  return `${why}, ${before} and ${after}: they differ from byte ${withCommas(comparison.at)} on`;
}

function numberOf(row: DiffRow): number {
  return "unchanged" in row ? 0 : Math.max(row.before ?? 0, row.after ?? 0);
}

interface RowOptions {
  readonly page: DiffPage;
  readonly digits: number;
  readonly area: Area;
}

const STYLES: Readonly<Record<" " | "+" | "-", readonly Style[]>> = {
  " ": [],
  "+": ["added"],
  "-": ["removed"],
};

/** Returns `  12  13 + text`. */
function rowSpans(row: DiffRow, { page, digits, area }: RowOptions): Span[] {
  const columns = 2 * digits + 4;
  if ("unchanged" in row) {
    const lines = `${withCommas(row.unchanged)} unchanged ${row.unchanged === 1 ? "line" : "lines"}`;
    return [span(literal(`${" ".repeat(columns)}⋯ ${lines}`), "dim")];
  }
  const number = (value: number | null) => padStart(value === null ? "" : String(value), digits);
  const room = area.columns - columns - 1;
  const isCut = reachesColumn(row.bytes, page.left + room);
  const glyphs = glyphsWithin(row.bytes, page.left, isCut ? room - 1 : room);
  const text = [...glyphs].map((glyph) => glyph.text).join("");
  const styles = STYLES[row.sign];
  return [
    span(literal(` ${number(row.before)} ${number(row.after)} `), "dim"),
    span(literal(`${row.sign.replace("-", "−")} `), ...styles),
    span(literal(text), ...styles),
    ...(isCut ? [CUT] : []),
  ];
}
