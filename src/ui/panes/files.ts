import { chosenInstruction, type FilesView, filesView } from "../../explorer/files-view.js";
import type { Area } from "../../explorer/layout.js";
import type { State } from "../../explorer/state.js";
import { attributeColumns } from "../../explorer/what-is-at.js";
import { modeText } from "../../image/mode.js";
import { humanSize } from "../../text/bytes.js";
import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import { padStart } from "../../text/width.js";
import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { EntryId, EntryTable } from "../../tree/entry-table.js";
import type { Node } from "../../tree/file-tree.js";
import { holdsRows, isOpen } from "../../tree/rows.js";
import { CHANGED, EVERYTHING, entryAt } from "../../tree/shown.js";
import { type Line, type LineOptions, lineOf, own, type Span, type Style, span } from "../line.js";

/** Sign and colour of each change, by its number. */
const SIGNS = [" ", "+", "~", "−"];
const COLOURS: readonly (readonly Style[])[] = [[], ["added"], ["modified"], ["removed"]];
const BOLD: readonly Style[] = ["bold"];

export function filesTitle(state: State): Printable[] {
  const { files } = state;
  const mask = files.changes[files.scope];
  const usual = mask === (files.scope === "all" ? EVERYTHING : CHANGED);
  const signs = ([ADDED, MODIFIED, REMOVED, UNCHANGED] as const).filter((change) => (mask >> change) & 1);
  const only = usual
    ? []
    : [own(`only ${signs.map((change) => SIGNS[change].replace(" ", "=")).join(" ") || "nothing"}`)];
  const filter = files.filter.trim();
  return [
    own("Files"),
    own(scopeText(state)),
    ...(filter === "" ? [] : [own(`matching ${filter}`)]),
    ...only,
    ...(files.order === "size" ? [own("by size")] : []),
  ];
}

function scopeText(state: State): string {
  const instruction = chosenInstruction(state);
  const upTo = instruction?.upTo ?? -1;
  if (state.files.scope === "layer") {
    return (instruction?.layer ?? null) === null ? "no layer" : `what layer ${instruction?.layer} changed`;
  }
  if (upTo < 0) return "no layer yet";
  return upTo === 0 ? "all of layer 0" : `all of layers 0 to ${upTo}`;
}

/** The rows of the tree that are in the window. */
export function filesPane(state: State, area: Area, options: LineOptions): Line[] {
  const view = filesView(state);
  const { top } = state.files;
  const attributes = attributeColumns(state, area) > 0;
  const lines: Line[] = [];
  for (let row = top; row < top + area.rows; row++) {
    if (row >= view.rows.length) {
      const note = view.rows.length === 0 && row === top ? [span(own(` ${emptiness(state)}`), "dim")] : [];
      lines.push(lineOf(note, area.columns, options));
      continue;
    }
    const styles =
      row !== view.cursor ? [] : state.focus === "files" ? (["inverse"] as const) : (["bold"] as const);
    const node = view.rows[row];
    const before = attributes ? attributesOf(state, view, node) : [];
    lines.push(lineOf([...before, ...nameOf(state, view, node)], area.columns, { ...options, styles }));
  }
  return lines;
}

function emptiness(state: State): string {
  const { files } = state;
  if (files.filter.trim() !== "") return "no path matches here";
  if (files.scope === "layer" && chosenInstruction(state)?.layer === null)
    return "this instruction changed no files";
  return files.changes[files.scope] === 0 ? "nothing is to be shown: see + ~ - =" : "nothing here";
}

function attributesOf({ subject }: State, { layer }: FilesView, node: Node): Span[] {
  const { entries } = subject.analysis.tree;
  const entry = entryAt(layer, node);
  if (entry < 0) return [span(own(" ".repeat(12 + subject.ownerColumns)))];
  const owner = `${entries.uid(entry)}:${entries.gid(entry)}`;
  return [
    span(
      own(`${modeText(entries.type(entry), entries.mode(entry))} ${padStart(owner, subject.ownerColumns)} `),
      "dim",
    ),
  ];
}

function nameOf({ subject }: State, view: FilesView, node: Node): Span[] {
  const { tree } = subject.analysis;
  const { layer, shown, folding } = view;
  const entry = entryAt(layer, node);
  const change = layer.changes[node];
  const depth = subject.outline.depths[node];
  const folder = holdsRows(tree, shown, node);
  const mark = folder ? (isOpen(folding, node, depth) ? "▾ " : "▸ ") : "  ";
  const isFolder = tree.entries.isFolder(entry);
  const sized = isFolder || folder || tree.entries.isFile(entry);
  const size = sized ? humanSize(shown.bytes[node]) : "";
  const colours = COLOURS[change];
  const struck: readonly Style[] = change === REMOVED ? ["struck"] : [];
  const name = escapePath(tree.name(node));
  const spans: Span[] = [
    span(own(`${padStart(size, 8)} `)),
    span(own(`${SIGNS[change]} `), ...colours),
    span(own("  ".repeat(depth - 1) + mark), "dim"),
    span(name, ...colours, ...struck, ...(isFolder ? BOLD : [])),
  ];
  const target = targetOf(tree.entries, entry);
  return target === null ? spans : [...spans, span(own(" → "), "dim"), span(target, "link")];
}

/** Where a link leads: a symlink's target as stored, a hard link's as a path from the root; `null` for all else. */
function targetOf(entries: EntryTable, entry: EntryId): Printable | null {
  const linkname = entry < 0 ? "" : entries.linkname(entry);
  if (linkname === "") return null;
  const target = escapePath(linkname);
  return entries.type(entry) === "hardlink" ? escapeText(`/${target}`) : target;
}
