import type { Node } from "../../tree/file-tree.js";
import { OWN } from "../../tree/view/shown.js";
import type { State } from "../state.js";
import { OPEN, withFolds } from "./files-state.js";
import { filesView, wayOpened } from "./files-view.js";
import type { Filtered } from "./path-filter.js";

/** Goes to the next path that matches itself, or to the one before; round the ends, and says so then. */
export function toMatch(state: State, by: 1 | -1): State {
  const { filtered, rows, cursor } = filesView(state);
  if (filtered === null || cursor < 0) return state;
  const all = filesView({ ...state, files: withFolds(state.files, OPEN) }).rows;
  const from = all.indexOf(rows[cursor]);
  const found = nextHit(state, filtered, { all, from, by });
  if (found < 0) return { ...state, message: "no name here holds what is looked for" };
  const node = all[found];
  const round = by === 1 ? found <= from : found >= from;
  const message = round ? (by === 1 ? "round to the first match" : "round to the last match") : null;
  return { ...withChosen(state, node), message, focus: "files" };
}

/** The state with the cursor on a path, and the folders above it open. */
function withChosen(state: State, node: Node): State {
  const opened = withFolds(state.files, wayOpened(state, node));
  return { ...state, files: { ...opened, chosen: node } };
}

/** Puts the cursor on the first path that matches itself, unless it is on such a path already. */
export function onMatch(state: State): State {
  const { filtered, rows, cursor } = filesView(state);
  if (filtered === null || cursor < 0) return state;
  const isOwn = filtered.shown.kept[rows[cursor]] === OWN;
  if (isOwn && state.subject.marks(filtered.kind, state.files.filter).hits(rows[cursor])) return state;
  // From before the first row.
  const all = filesView({ ...state, files: withFolds(state.files, OPEN) }).rows;
  const found = nextHit(state, filtered, { all, from: -1, by: 1 });
  return found < 0 ? state : withChosen(state, all[found]);
}

interface Steps {
  /** The rows of the tree with all folders open. */
  readonly all: Int32Array;
  readonly from: number;
  readonly by: 1 | -1;
}

function nextHit({ subject, files }: State, { kind, shown }: Filtered, { all, from, by }: Steps): number {
  const marks = subject.marks(kind, files.filter);
  for (let step = 1; step <= all.length; step++) {
    const row = (from + by * step + all.length * 2) % all.length;
    if (shown.kept[all[row]] === OWN && marks.hits(all[row])) return row;
  }
  return -1;
}
