import { humanSize } from "../../text/bytes.js";
import { counted, withCommas } from "../../text/count.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import { padStart, textColumns } from "../../text/width.js";
import { ADDED, MODIFIED, REMOVED } from "../../tree/changes.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import type { Node } from "../../tree/file-tree.js";
import type { SizeGrowth } from "../../tree/view/growth.js";
import { hasRows, isOpen } from "../../tree/view/rows.js";
import { bytesShown, entryAt, OWN } from "../../tree/view/shown.js";
import { growthText } from "../comparison/comparison-facts.js";
import { noteAt } from "../comparison/notes.js";
import { markedName } from "../drawing/marked-name.js";
import { cutRowStart, type Look, literal, type Span, type Style, span } from "../drawing/row.js";
import { COLOURS, METADATA_SIGN, SIGNS } from "../drawing/signs.js";
import { chosenInstruction } from "../layers/chosen-layer.js";
import type { ClickTarget } from "../mouse/click-target.js";
import type { State } from "../state.js";
import { chainOf, rowsAbove } from "./chains.js";
import type { FilesView } from "./files-view.js";

const BOLD: readonly Style[] = ["bold"];
const STRUCK: readonly Style[] = ["struck"];

interface FileRowOptions {
  readonly columns: number;
  /** The target of a click on the mark of a folder. */
  readonly mark: ClickTarget;
  readonly look: Look;
}

/**
 * Returns the row of a path: size, change, name, and the target of a link. For a closed folder also the
 * changes below it, if they fit.
 */
export function fileRow(
  state: State,
  view: FilesView,
  node: Node,
  { columns, mark, look }: FileRowOptions,
): Span[] {
  const { subject } = state;
  const { tree } = subject.analysis;
  const { layer, shown, folding } = view;
  const entry = entryAt(layer, node);
  const change = layer.changes[node];
  const depth = subject.outline.depths[node];
  const folder = hasRows(tree, shown, node);
  const open = folder && isOpen(folding, node, depth);
  const isFolder = tree.entries.isFolder(entry);
  const sized = isFolder || folder || tree.entries.isFile(entry);
  const chain = chainOf(tree, view.into, node);
  const indent = state.files.flat ? "" : "  ".repeat(rowsAbove(tree, view.into, chain[0]));
  const target = targetOf(tree.entries, entry);
  const before: Span[] = [
    sized ? sizeSpan(state, view, node) : span(literal(" ".repeat(9))),
    ...(view.growth === null ? [] : [growthSpan(view.growth, node)]),
    span(
      literal(`${isMetadataOnly(state, view, node) ? METADATA_SIGN : SIGNS[change]} `),
      ...COLOURS[change],
    ),
    span(literal(indent), "dim"),
    folder
      ? { ...span(literal(open ? "▾ " : "▸ "), "dim"), click: mark }
      : span(literal(state.files.flat ? "" : "  "), "dim"),
  ];
  const styles = [...COLOURS[change], ...(change === REMOVED ? STRUCK : []), ...(isFolder ? BOLD : [])];
  const names = chain.flatMap((part, at) => [
    ...(at === 0 ? [] : [span(literal("/"), "dim")]),
    ...nameSpans(state, view, part, styles),
  ]);
  const folderSpans = state.files.flat
    ? [pathBefore(state, node, columns - widthOf([...before, ...names]), look)]
    : [];
  const spans = [
    ...before,
    ...folderSpans,
    ...names,
    ...(target === null ? [] : [span(literal(" → "), "dim"), span(target, "link")]),
    ...noteSpans(state, view, node),
  ];
  return folder && !open ? withSummary(spans, view, node, { end: tree.end(node), columns }) : spans;
}

function nameSpans(
  { subject, files }: State,
  { filtered }: FilesView,
  node: Node,
  styles: readonly Style[],
): Span[] {
  const found = filtered === null ? [] : subject.marks(filtered.kind, files.filter).ranges(node);
  return markedName(subject.analysis.tree.name(node), found, styles);
}

/** Returns the folder of a file in the flat list, with a slash; of a long one only the end. */
function pathBefore({ subject }: State, node: Node, columns: number, look: Look): Span {
  const { tree } = subject.analysis;
  const parent = tree.parent(node);
  const folder = parent <= 0 ? literal("/") : escapeText(`${escapePath(tree.path(parent))}/`);
  return span(cutRowStart(folder, Math.max(columns, LEAST_FOLDER), look), "dim");
}

/** The minimum number of columns for the folder beside a long name. */
const LEAST_FOLDER = 8;

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + textColumns(text), 0);
}

/**
 * Returns the bytes at a node and below it. If only removed files have bytes, shows theirs, `−12kB`:
 * otherwise a folder of removed files would look empty.
 */
function sizeSpan({ subject, files }: State, { layer, shown, changes }: FilesView, node: Node): Span {
  const bytes = bytesShown(subject.outline, shown, node);
  const removed = layer.changes[node] === REMOVED ? bytes : bytes > 0 ? 0 : changes.removedBytes(node);
  // The next column shows the removed bytes already.
  if (files.growth && (removed > 0 || layer.changes[node] === REMOVED)) return span(literal(" ".repeat(9)));
  const text = removed > 0 ? `−${humanSize(removed)}` : humanSize(bytes);
  return span(literal(`${padStart(text, 8)} `), ...(removed > 0 ? COLOURS[REMOVED] : []));
}

/** Returns the growth of a path in bytes, including everything visible below it. */
function growthSpan(growth: SizeGrowth, node: Node): Span {
  const bytes = growth.bytes(node);
  const text = bytes === 0 ? "" : growthText(bytes);
  return span(literal(`${padStart(text, 8)} `), ...COLOURS[bytes < 0 ? REMOVED : ADDED]);
}

/**
 * Adds `5 matches  +12 ~3 −1` after the name of a closed folder: a summary of its contents, as far as it
 * fits.
 */
function withSummary(
  spans: readonly Span[],
  view: FilesView,
  node: Node,
  { end, columns }: { readonly end: Node; readonly columns: number },
): Span[] {
  const matches = view.filtered === null ? 0 : pathsBelow(view, node, end);
  const found = matches === 0 ? [] : [span(literal(`  ${counted(matches, "match", "matches")}`), "accent")];
  const choices = [
    [...spans, ...found, ...changeSpans(view, node)],
    [...spans, ...found],
  ];
  return choices.find((choice) => widthOf(choice) <= columns) ?? [...spans];
}

/** Returns the number of paths below a folder that are visible themselves. */
function pathsBelow({ shown }: FilesView, folder: Node, end: Node): number {
  let count = 0;
  for (let node = folder + 1; node < end; node++) if (shown.kept[node] === OWN) count++;
  return count;
}

/** Returns the number of changed paths below a folder, by kind. */
function changeSpans({ changes }: FilesView, node: Node): Span[] {
  const { added, modified, removed } = changes.counts(node);
  const counts = [
    { change: ADDED, count: added },
    { change: MODIFIED, count: modified },
    { change: REMOVED, count: removed },
  ].filter(({ count }) => count > 0);
  return counts.map(({ change, count }, index) =>
    span(
      literal(`${index === 0 ? "  " : " "}${SIGNS[change]}${withCommas(count)}`),
      ...COLOURS[change],
      "dim",
    ),
  );
}

/** Returns the differences of a path other than its size, if two images are compared. */
function noteSpans({ subject }: State, { layer }: FilesView, node: Node): Span[] {
  const note = noteAt(subject, layer, node);
  return note === null ? [] : [span(literal("  ")), span(note, "dim")];
}

/**
 * Returns the target of a link: of a symlink as stored, of a hard link as a path from the root; `null` for
 * all other paths.
 */
function targetOf(entries: EntryTable, entry: EntryId): Printable | null {
  const linkname = entry < 0 ? "" : entries.linkname(entry);
  if (linkname === "") return null;
  const target = escapePath(linkname);
  return entries.type(entry) === "hardlink" ? escapeText(`/${target}`) : target;
}

/** Returns true if only the attributes of a path changed. False until contents are compared. */
function isMetadataOnly(state: State, { layer }: FilesView, node: Node): boolean {
  if (layer.metadataOnly !== undefined) return layer.metadataOnly[node] === 1;
  if (layer.changes[node] !== MODIFIED || state.waste.state !== "found") return false;
  const upTo = chosenInstruction(state)?.upTo ?? -1;
  return state.subject.sameContent(state.waste.copies).get(upTo)?.has(node) ?? false;
}
