import { chosenInstruction, type FilesView, filesView } from "../../explorer/files/files-view.js";
import type { Area } from "../../explorer/layout.js";
import { attributeColumns } from "../../explorer/mouse/what-is-at.js";
import type { State } from "../../explorer/state.js";
import { modeText } from "../../image/mode.js";
import { padStart } from "../../text/width.js";
import type { Node } from "../../tree/file-tree.js";
import { CHANGED, entryAt } from "../../tree/shown.js";
import { type Line, type LineOptions, lineOf, own, type Span, span } from "../line.js";
import { fileRow } from "./file-row.js";

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
    const used = before.reduce((sum, { text }) => sum + text.length, 0);
    const path = fileRow(state, view, node, area.columns - used);
    lines.push(lineOf([...before, ...path], area.columns, { ...options, styles }));
  }
  return lines;
}

function emptiness(state: State): string {
  const { files } = state;
  if (files.filter.trim() !== "") return "no path matches here";
  const instruction = chosenInstruction(state);
  if (files.scope === "layer" && instruction?.layer === null) return "this instruction changed no files";
  if (files.scope === "layer" && files.changes.layer === CHANGED && instruction?.unchanged !== undefined)
    return instruction.unchanged;
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
