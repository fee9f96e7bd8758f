import { escapePath, type Printable } from "../../text/escape.js";
import type { Node } from "../../tree/file-tree.js";
import { chosenReason, reasonNode } from "../comparison/listed-reasons.js";
import { literal } from "../drawing/row.js";
import type { State } from "../state.js";
import type { WasteRow } from "../waste/grouping.js";
import { chosenWaste } from "../waste/shown-waste.js";
import { filesView } from "./files-view.js";

/** Returns the full path under the cursor of the tree; empty for an empty tree. */
export function chosenPathText(state: State): Printable {
  const { rows, cursor } = filesView(state);
  return pathText(state, cursor < 0 ? null : rows[cursor]);
}

/**
 * Returns the path under the cursor of the list of waste, if that list has the focus; empty if the row has no
 * path, or several.
 */
export function listedPathText(state: State): Printable {
  return pathText(state, state.focus === "waste" ? chosenNode(state) : null);
}

function pathText({ subject }: State, node: Node | null): Printable {
  return node === null ? literal("") : escapePath(subject.analysis.tree.path(node));
}

/** Returns the selected path in the pane with the focus; `null` if there is none. */
export function chosenNode(state: State): Node | null {
  const reason = state.focus === "waste" ? chosenReason(state) : null;
  if (reason !== null) return reasonNode(state, reason);
  if (state.focus === "waste") return wastedNode(chosenWaste(state));
  const { rows, cursor } = filesView(state);
  return cursor < 0 ? null : rows[cursor];
}

/** Returns the path of a copy, or of all copies of a group; `null` if they have several paths. */
function wastedNode(row: WasteRow | null): Node | null {
  if (row === null) return null;
  if ("copy" in row) return row.copy.node;
  const [{ node }, ...others] = row.group.copies;
  return others.every((copy) => copy.node === node) ? node : null;
}
