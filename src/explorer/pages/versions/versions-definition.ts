import { layerText } from "../../../image/dockerfile/instruction.js";
import { modeText } from "../../../image/mode.js";
import { humanSize } from "../../../text/bytes.js";
import { escapePath, type Printable } from "../../../text/escape.js";
import { padEnd, padStart } from "../../../text/width.js";
import { REMOVED } from "../../../tree/changes.js";
import type { EntryId, EntryTable } from "../../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../../tree/file-tree.js";
import { timeText } from "../../../words/metadata-words.js";
import type { Area } from "../../drawing/area.js";
import { literal, type Row, rowOf, type Span, span } from "../../drawing/row.js";
import { COLOURS, SIGNS } from "../../drawing/signs.js";
import { scrolled } from "../../list.js";
import type { State } from "../../state.js";
import { listPage } from "../list-page.js";
import type { PageDefinition } from "../page-definition.js";
import { versionChange } from "./version-change.js";
import {
  LINES_OF_VERSION,
  openedVersion,
  type PathVersion,
  pathVersions,
  VERSIONS_KEYS,
  type VersionsPage,
  versionsInSight,
  viewVersion,
} from "./versions-page.js";

const WORDS: readonly string[] = ["", "added", "modified", "removed"];

/** Returns the title: the path, the number of versions, and if the path is in the final image. */
function versionsTitle(state: State, { node }: VersionsPage): Printable[] {
  const { tree } = state.subject.analysis;
  const { length } = pathVersions(state, node);
  const there = tree.rootfs[node] < 0 ? ", not in the final image" : "";
  return [
    literal("Versions"),
    escapePath(tree.path(node)),
    literal(`${length} ${length === 1 ? "change" : "changes"}${there}`),
  ];
}

/**
 * Returns the rows of the changes to the path, the lowest layer first: the facts, and below them the
 * instruction.
 */
function versionsPage(state: State, page: VersionsPage, area: Area): Row[] {
  const versions = pathVersions(state, page.node);
  const { cursor } = page.list;
  const top = scrolled(page.list.top, cursor, { count: versions.length, height: versionsInSight(state) });
  return Array.from({ length: area.rows }, (_, row) => {
    const at = top + Math.floor(row / LINES_OF_VERSION);
    const version = versions.at(at);
    const chosen = at === cursor;
    const styles = chosen ? (["selected"] as const) : [];
    if (version === undefined) return rowOf([]);
    const click = { is: "item", index: at } as const;
    return row % LINES_OF_VERSION === 0
      ? rowOf(factsOf(state, page.node, version, { chosen }), styles, click)
      : rowOf(secondLine(state, versions, at), [], click);
  });
}

function factsOf(
  { subject }: State,
  node: Node,
  version: PathVersion,
  { chosen }: { readonly chosen: boolean },
): Span[] {
  const { tree } = subject.analysis;
  const { layer, change, row } = version;
  const what = [
    span(literal(`${chosen ? "▸" : " "}${padStart(subject.layerNumber(layer), 3)} `)),
    span(literal(`${SIGNS[change]} ${padEnd(WORDS[change], 9)}`), ...COLOURS[change]),
  ];
  if (change === REMOVED) return [...what, ...removalOf(tree, node, version)];
  return [...what, ...entryFacts(tree.entries, row, subject.ownerColumns)];
}

function entryFacts(entries: EntryTable, row: EntryId, ownerColumns: number): Span[] {
  const size = entries.isFile(row) ? humanSize(entries.bytes(row)) : "";
  const owner = padStart(`${entries.uid(row)}:${entries.gid(row)}`, ownerColumns);
  return [
    span(literal(`${padStart(size, 8)}  `)),
    span(literal(`${modeText(entries.type(row), entries.mode(row))} ${owner}  `)),
    span(literal(entries.isImplied(row) ? "no archive lists it" : minuteText(entries, row)), "dim"),
  ];
}

/**
 * Returns `2024-01-02 10:11`, in UTC: the modification time up to the minute, because more does not fit in
 * the row.
 */
function minuteText(entries: EntryTable, row: EntryId): string {
  return timeText(entries, row).replace(/T(\d\d:\d\d).*$/, " $1");
}

function removalOf(tree: FileTree, node: Node, { hiddenBy, row }: PathVersion): Span[] {
  const size = tree.entries.isFile(row) ? `−${humanSize(tree.entries.bytes(row))}` : "";
  const by =
    hiddenBy === null || hiddenBy === node
      ? []
      : [span(literal("with its folder ")), span(escapePath(tree.path(hiddenBy)))];
  return [span(literal(`${padStart(size, 8)}  `), "removed"), ...by];
}

function wastedOf({ wasted }: PathVersion): Span[] {
  if (wasted === null) return [];
  const why = wasted.cause === null ? "" : `: ${wasted.cause}`;
  return [span(literal(`wasted since layer ${wasted.endedBy}${why}`), "waste"), span(literal("  "))];
}

/** Returns the difference that the version made, since when its bytes are wasted, and its instruction. */
function secondLine({ subject }: State, versions: readonly PathVersion[], at: number): Span[] {
  const { layer } = versions[at];
  const { tree, image } = subject.analysis;
  const before = at === 0 ? undefined : versions[at - 1];
  const change = versionChange(tree.entries, before, versions[at]);
  return [
    span(literal(" ".repeat(7))),
    ...(change === "" ? [] : [span(change), span(literal("  "))]),
    ...wastedOf(versions[at]),
    span(layerText(image, layer), "dim"),
  ];
}

/** The page of the versions of one path. */
export const VERSIONS: PageDefinition<VersionsPage> = {
  kind: "versions",
  keys: VERSIONS_KEYS,
  title: versionsTitle,
  rows: versionsPage,
  opened: openedVersion,
  ...listPage({ count: ({ subject }, { node }) => subject.timeline(node).length, height: versionsInSight }),
  onKey: viewVersion,
};
