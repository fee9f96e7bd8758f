import type { Node } from "../../tree/file-tree.js";
import type { ScrollPage } from "../pages/page.js";
import { withPage } from "../pages/page-stack.js";
import { listOf } from "../pane-list.js";
import type { State } from "../state.js";
import { goToRow } from "../waste/go-to-copy.js";
import { WASTE_PANE } from "../waste/shown-waste.js";
import type { Reason } from "./reasons.js";

/** Returns the selected row of the list of differences; `null` if there is none, and for a single image. */
export function chosenReason(state: State): Reason | null {
  return state.subject.comparison?.reasons.at(listOf(state, WASTE_PANE).cursor) ?? null;
}

/** Returns the path of a difference: for a move, the new path; `null` for settings. */
export function reasonNode({ subject }: State, reason: Reason): Node | null {
  if (reason.is === "place") return reason.node;
  if (reason.is === "setting") return null;
  const node = subject.analysis.tree.find(reason.move.to);
  return node < 0 ? null : node;
}

/** Returns the state after `⏎` on the list: goes to the path, or to all settings that differ. */
export function openReason(state: State): State {
  const reason = chosenReason(state);
  if (reason === null) return state;
  const node = reasonNode(state, reason);
  if (node === null) return withPage<ScrollPage>(state, { kind: "image", top: 0 });
  // The first row compares the images as a whole.
  return goToRow(state, 0, node);
}
