import type { TimelineVersion } from "../../../analysis/paths/path-timeline.js";
import { humanSize } from "../../../text/bytes.js";
import { withCommas } from "../../../text/count.js";
import { escapePath, type Printable } from "../../../text/escape.js";
import { padEnd, padStart, textColumns } from "../../../text/width.js";
import type { Node } from "../../../tree/file-tree.js";
import type { Area } from "../../drawing/area.js";
import { markedName } from "../../drawing/marked-name.js";
import { cutRowStart, type Look, literal, type Row, rowOf, type Span, span } from "../../drawing/row.js";
import { COLOURS, SIGNS } from "../../drawing/signs.js";
import type { FilterKind } from "../../files/path-filter.js";
import { scrolled } from "../../list.js";
import type { State } from "../../state.js";
import type { Subject } from "../../subject.js";
import { listPage } from "../list-page.js";
import type { PageDefinition } from "../page-definition.js";
import { FIND_KEYS, type FindPage, findResults, foundInSight, openedFound } from "./find-page.js";

const BROUGHT_COLUMNS = 9;
/** Wider for a comparison, where the number of a layer follows the name of its image. */
const LAST_COLUMNS = { image: 6, comparison: 8 };

function findTitle(state: State, page: FindPage): Printable[] {
  const { kind, forms, nodes } = findResults(state, page);
  if (kind === null) return [literal("Find in all layers")];
  const paths = `${withCommas(nodes.length)} ${nodes.length === 1 ? "path" : "paths"}`;
  return [literal("Find in all layers"), literal(forms === "" ? paths : `${paths}, ${forms}`)];
}

/**
 * Returns the rows of paths in any layer: the size of the last version, the layer that added the path, the
 * last layer that changed it, the path.
 */
function foundPage(state: State, page: FindPage, area: Area, options: Look): Row[] {
  const { kind, nodes, problem } = findResults(state, page);
  if (problem !== null) return blank([literal(` ${problem}`)], area);
  if (kind === null) return blank([literal(" which layer added a path, and which one removed it")], area);
  if (nodes.length === 0) return blank([literal(" no layer has such a path")], area);
  const { cursor } = page.list;
  const top = scrolled(page.list.top, cursor, { count: nodes.length, height: foundInSight(state) });
  const heading = `${padStart("size", 9)}  ${padEnd("layer", BROUGHT_COLUMNS)}${padEnd("last", lastColumns(state.subject))}path`;
  const lines = [rowOf([span(literal(heading), "dim")])];
  for (let row = top; lines.length < area.rows; row++) {
    const styles = row === cursor ? (["selected"] as const) : [];
    const spans =
      row < nodes.length
        ? foundSpans(state, page, { node: nodes[row], kind }, { ...options, columns: area.columns })
        : [];
    const click = row < nodes.length ? ({ is: "item", index: row } as const) : undefined;
    lines.push(rowOf(spans, row < nodes.length ? styles : [], click));
  }
  return lines;
}

interface Found {
  readonly node: Node;
  readonly kind: FilterKind;
}

function foundSpans(
  { subject }: State,
  { text }: FindPage,
  { node, kind }: Found,
  { columns, ...look }: Look & { readonly columns: number },
): Span[] {
  const { tree } = subject.analysis;
  const versions = subject.timeline(node);
  const last = versions.at(-1);
  const size =
    last !== undefined && tree.entries.isFile(last.row) ? humanSize(tree.entries.bytes(last.row)) : "";
  const before = [
    span(literal(`${padStart(size, 9)}  `)),
    versionSpan(subject, versions.at(0), BROUGHT_COLUMNS),
    versionSpan(subject, versions.length > 1 ? last : undefined, lastColumns(subject)),
  ];
  const name = markedName(tree.name(node), subject.marks(kind, text).ranges(node), []);
  const used = [...before, ...name].reduce((sum, { text }) => sum + textColumns(text), 0);
  const parent = tree.parent(node);
  const folder = parent <= 0 ? "/" : `${escapePath(tree.path(parent))}/`;
  return [...before, span(cutRowStart(literal(folder), Math.max(columns - used, 2), look), "dim"), ...name];
}

function lastColumns({ comparison }: Subject): number {
  return comparison === null ? LAST_COLUMNS.image : LAST_COLUMNS.comparison;
}

/** Returns `+0`: the change and the layer. */
function versionSpan(subject: Subject, version: TimelineVersion | undefined, columns: number): Span {
  if (version === undefined) return span(literal(" ".repeat(columns)));
  const layer = subject.layerNumber(version.layer);
  return span(literal(padEnd(`${SIGNS[version.change]}${layer}`, columns)), ...COLOURS[version.change]);
}

function blank(text: readonly Printable[], area: Area): Row[] {
  return Array.from({ length: area.rows }, (_, row) =>
    rowOf(row === 0 ? text.map((part) => span(part, "dim")) : []),
  );
}

/** The page of paths in all layers that match a text. */
export const FIND: PageDefinition<FindPage> = {
  kind: "find",
  keys: FIND_KEYS,
  title: findTitle,
  rows: foundPage,
  opened: openedFound,
  ...listPage({ count: (state, page) => findResults(state, page).nodes.length, height: foundInSight }),
};
