import { escapePath, type Printable } from "../../text/escape.js";
import type { Node } from "../../tree/file-tree.js";
import { own } from "../drawing/row.js";
import { chosenNode } from "../pages/versions/versions-page.js";
import type { State } from "../state.js";
import { filesView } from "./files-view.js";

/** The path under the cursor of the tree, in full; empty for an empty tree. */
export function chosenPathText(state: State): Printable {
  const { rows, cursor } = filesView(state);
  return pathText(state, cursor < 0 ? null : rows[cursor]);
}

/** The path under the cursor of the list of waste, while that list has the focus; empty where the row has none, or several. */
export function listedPathText(state: State): Printable {
  return pathText(state, state.focus === "waste" ? chosenNode(state) : null);
}

function pathText({ subject }: State, node: Node | null): Printable {
  return node === null ? own("") : escapePath(subject.analysis.tree.path(node));
}
