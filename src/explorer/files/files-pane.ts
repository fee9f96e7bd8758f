import { modeText } from "../../image/mode.js";
import type { Printable } from "../../text/escape.js";
import { padStart } from "../../text/width.js";
import type { Node } from "../../tree/file-tree.js";
import { CHANGED, entryAt } from "../../tree/view/shown.js";
import { comparedScopeText } from "../comparison/change-pane.js";
import type { Area } from "../drawing/area.js";
import { positionText } from "../drawing/position.js";
import { type Look, literal, type Row, rowOf, type Span, span } from "../drawing/row.js";
import { chosenInstruction } from "../layers/chosen-layer.js";
import { rowClickTarget } from "../mouse/click-target.js";
import type { PaneView } from "../pane-definition.js";
import type { State } from "../state.js";
import { chosenPathText } from "./chosen-path.js";
import { fileRow } from "./file-row.js";
import { filesTitle, scopeText } from "./files-title.js";
import { type FilesView, filesView } from "./files-view.js";

/** The minimum width of the pane for showing mode and owner, in columns. */
const WIDE_ENOUGH = 56;

/** The view of the files pane. */
export const FILES_VIEW: PaneView = {
  title: (state) => {
    const { comparison } = state.subject;
    return filesTitle(state, comparison === null ? scopeText(state) : comparedScopeText(comparison, state));
  },
  rows: filesPane,
  position: filesPosition,
  foot: chosenPathText,
};

/** Returns the visible rows of the tree. */
function filesPane(state: State, area: Area, look: Look): Row[] {
  const view = filesView(state);
  const { top } = state.files;
  const attributes = state.files.attributes && area.columns >= WIDE_ENOUGH;
  const lines: Row[] = [];
  for (let row = top; row < top + area.rows; row++) {
    if (row >= view.rows.length) {
      const note =
        view.rows.length === 0 && row === top ? [span(literal(` ${emptiness(state)}`), "dim")] : [];
      lines.push(rowOf(note));
      continue;
    }
    const styles =
      row !== view.cursor ? [] : state.focus === "files" ? (["selected"] as const) : (["bold"] as const);
    const node = view.rows[row];
    const before = attributes ? attributesOf(state, view, node) : [];
    const used = before.reduce((sum, { text }) => sum + text.length, 0);
    const click = rowClickTarget("files", row, state);
    const path = fileRow(state, view, node, {
      columns: area.columns - used,
      mark: { ...click, mark: true },
      look,
    });
    lines.push(rowOf([...before, ...path], styles, click));
  }
  return lines;
}

/** Returns the position of the visible rows in the tree. */
function filesPosition(state: State, { rows }: Area): Printable {
  return positionText({ top: state.files.top, height: rows, count: filesView(state).rows.length });
}

function emptiness(state: State): string {
  const { files } = state;
  if (files.filter.trim() !== "") return "no path matches here";
  const instruction = chosenInstruction(state);
  if (files.scope === "layer" && instruction?.layer === null) return "this instruction changed no files";
  if (files.scope === "layer" && files.changes.layer === CHANGED && instruction?.unchanged !== undefined)
    return instruction.unchanged;
  return files.changes[files.scope] === 0 ? "everything is hidden: press + ~ - or =" : "nothing here";
}

function attributesOf({ subject }: State, { layer }: FilesView, node: Node): Span[] {
  const { entries } = subject.analysis.tree;
  const entry = entryAt(layer, node);
  if (entry < 0) return [span(literal(" ".repeat(12 + subject.ownerColumns)))];
  const owner = `${entries.uid(entry)}:${entries.gid(entry)}`;
  return [
    span(
      literal(
        `${modeText(entries.type(entry), entries.mode(entry))} ${padStart(owner, subject.ownerColumns)} `,
      ),
      "dim",
    ),
  ];
}
