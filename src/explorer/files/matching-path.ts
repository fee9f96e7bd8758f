import type { Node } from "../../tree/file-tree.js";
import { OWN } from "../../tree/view/shown.js";
import type { State } from "../state.js";
import { chainOf, endOfChain } from "./chains.js";
import { OPEN, withFolds } from "./files-state.js";
import { type FilesView, filesView, withParentsOpen } from "./files-view.js";
import type { Filtered } from "./path-filter.js";

/**
 * Moves to the next path that matches itself, or to the previous one. At the end it continues at the
 * beginning, and shows a message.
 */
export function toMatchingPath(state: State, by: 1 | -1): State {
  const { filtered, rows, cursor } = filesView(state);
  if (filtered === null || cursor < 0) return state;
  const { rows: all, into } = filesView({ ...state, files: withFolds(state.files, OPEN) });
  const row = endOfChain(into, rows[cursor]);
  // With all folders open, a closed folder may be a part of a chain. Then that chain is the next row.
  const from = all.indexOf(row) - (by === 1 && row !== rows[cursor] ? 1 : 0);
  const found = nextHit(state, filtered, { all, into, from, by });
  if (found < 0) return { ...state, message: "no visible name matches" };
  const node = all[found];
  const round = by === 1 ? found <= from : found >= from;
  const message = round ? (by === 1 ? "continued at the first match" : "continued at the last match") : null;
  return { ...withChosen(state, node), message, focus: "files" };
}

/** Returns the state with the cursor on a path, and its parent folders open. */
function withChosen(state: State, node: Node): State {
  const opened = withFolds(state.files, withParentsOpen(state, node));
  return { ...state, files: { ...opened, chosen: node } };
}

/** Moves the cursor to the first path that matches itself, unless it is on such a path already. */
export function onMatch(state: State): State {
  const { filtered, rows, into: here, cursor } = filesView(state);
  if (filtered === null || cursor < 0) return state;
  const { tree } = state.subject.analysis;
  const marks = state.subject.marks(filtered.kind, state.files.filter);
  const { kept } = filtered.shown;
  const hits = (node: Node) => kept[node] === OWN && marks.hits(node);
  if (chainOf(tree, here, rows[cursor]).some(hits)) return state;
  // Begins before the first row.
  const { rows: all, into } = filesView({ ...state, files: withFolds(state.files, OPEN) });
  const found = nextHit(state, filtered, { all, into, from: -1, by: 1 });
  return found < 0 ? state : withChosen(state, all[found]);
}

interface Steps {
  /** The rows of the tree with all folders open. */
  readonly all: Int32Array;
  readonly into: FilesView["into"];
  readonly from: number;
  readonly by: 1 | -1;
}

function nextHit(
  { subject, files }: State,
  { kind, shown }: Filtered,
  { all, into, from, by }: Steps,
): number {
  const { tree } = subject.analysis;
  const marks = subject.marks(kind, files.filter);
  const hits = (node: Node) => shown.kept[node] === OWN && marks.hits(node);
  for (let step = 1; step <= all.length; step++) {
    const row = (from + by * step + all.length * 2) % all.length;
    if (chainOf(tree, into, all[row]).some(hits)) return row;
  }
  return -1;
}
