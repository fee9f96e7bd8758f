import type { GroupedCopy } from "../../analysis/waste/waste-groups.js";
import type { Node } from "../../tree/file-tree.js";
import { entryAt } from "../../tree/view/shown.js";
import { AUTO, type FilesState } from "../files/files-state.js";
import { chosenInstruction } from "../layers/chosen-layer.js";
import type { State } from "../state.js";

/**
 * Goes to a wasted copy: to the layer that removed or replaced it if its path is visible there, otherwise to
 * the layer that wrote it.
 */
export function goToCopy(state: State, copy: GroupedCopy): State {
  const { subject } = state;
  const ended = subject.view(copy.endedBy);
  const layer = ended.changes[copy.node] !== 0 ? copy.endedBy : copy.layer;
  return goTo(state, layer, copy.node);
}

/** Goes to a path in a layer, and closes all pages. */
export function goTo(state: State, layer: number, node: Node): State {
  return goToRow(state, state.subject.rowOfLayer(layer), node);
}

/** Goes to a path in a row of the layer list; in the first row if there is none. */
export function goToRow(state: State, row: number, node: Node): State {
  const moved = {
    ...state,
    pages: [],
    focus: "files" as const,
    // A comparison with another layer may show a different state of the path, so the mark is removed.
    layers: { ...state.layers, cursor: Math.max(row, 0), marked: null },
  };
  return { ...moved, files: showing(moved, node) };
}

/**
 * Removes everything that hides a path in the chosen layer: scope, filter, hidden changes, closed folders,
 * the flat list.
 */
export function showing(state: State, node: Node): FilesState {
  const { subject, files } = state;
  const view = subject.view(chosenInstruction(state)?.upTo ?? -1);
  const change = view.changes[node];
  const scope = entryAt(view, node) >= 0 && change === 0 ? "all" : "layer";
  const opened = new Map(files.folds.plain.opened);
  const { tree } = subject.analysis;
  for (let at = tree.parent(node); at > 0; at = tree.parent(at)) opened.set(at, true);
  return {
    ...files,
    scope,
    changes: { ...files.changes, [scope]: files.changes[scope] | (1 << change) },
    filter: "",
    flat: false,
    folds: { plain: { ...files.folds.plain, opened }, filtered: AUTO },
    chosen: node,
  };
}
