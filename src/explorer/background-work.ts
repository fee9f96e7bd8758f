import type { Pieces } from "../tree/pieces.js";
import { nextOrder } from "./files/files-state.js";
import { filesView } from "./files/files-view.js";
import { scopesShown, stateOfHalf } from "./files/split-view.js";
import { findPage } from "./pages/find/find-page.js";
import type { State } from "./state.js";

/**
 * Prepares, in steps of a few milliseconds, the results of the next keys: the first filter, the layers above
 * and below the chosen layer, and the groups of the waste. While the tree has the focus, also the rows in the
 * next order, and opening all folders sorted by growth. It only makes the next keys faster.
 */
export function* prepareNextKeys(state: State): Pieces<void> {
  for (const by of state.focus === "layers" ? [1, -1] : []) {
    const cursor = state.layers.cursor + by;
    if (cursor < 0 || cursor >= state.subject.instructions.length) continue;
    const there = { ...state, layers: { ...state.layers, cursor } };
    for (const scope of scopesShown(there)) {
      filesView(stateOfHalf(there, scope));
      yield;
    }
  }
  if (state.focus === "files" && state.prompt === null) {
    filesView({ ...state, files: { ...state.files, order: nextOrder(state.files) } });
    yield;
  }
  const { growth } = filesView(state);
  if (growth !== null) yield* growth.prepare();
  if (findPage(state) !== null) {
    state.subject.history.ever();
    yield;
  }
  const { waste } = state;
  if (waste.state === "found") yield* state.subject.wasteLists.prepareAll(waste.copies);
  if (waste.state === "looking" && waste.copies !== null)
    yield* state.subject.wasteLists.prepare(waste.copies);
  while (!state.subject.prepare()) yield;
}
