import type { DeadCopy } from "../analysis/waste.js";
import type { Node } from "../tree/file-tree.js";
import { entryAt } from "../tree/shown.js";
import { chosenInstruction } from "./files-view.js";
import { AUTO, type FilesState, type State } from "./state.js";

/** Goes to a dead copy: to the layer in which it died where its path is seen there, else to the one that wrote it. */
export function goToCopy(state: State, copy: DeadCopy): State {
  const { subject } = state;
  const died = subject.view(copy.endedBy);
  const layer = died.changes[copy.node] !== 0 ? copy.endedBy : copy.layer;
  const cursor = subject.instructions.findIndex((instruction) => instruction.layer === layer);
  const gone = {
    ...state,
    focus: "files" as const,
    layers: { ...state.layers, cursor: Math.max(cursor, 0) },
  };
  return { ...gone, files: showing(gone, copy.node) };
}

/** Takes away what keeps a path from being seen in the chosen layer: scope, filter, changes not shown, folds. */
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
    folds: { plain: { ...files.folds.plain, opened }, filtered: AUTO },
    chosen: node,
  };
}
