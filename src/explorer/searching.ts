import type { Pieces } from "../tree/pieces.js";
import type { Action } from "./action.js";
import { filesView, unfilteredView } from "./files-view.js";
import type { State } from "./state.js";
import { updateFiles } from "./update-files.js";

/**
 * Typing is answered before what it finds is there: the tree keeps what it shows until the paths that match are
 * known. This is the text that it is behind with; `null` where it is not.
 */
export function awaited({ prompt, files }: State): string | null {
  return prompt?.kind === "filter" && prompt.text !== files.filter ? prompt.text : null;
}

/** Looks for what is awaited, in pieces, and for its rows: the action `found` is quick then. */
export function* searching(state: State): Pieces<void> {
  const text = awaited(state);
  if (text === null) return;
  yield* state.subject.search(text, unfilteredView(state));
  yield;
  filesView(caughtUp(state));
}

/** The state with the tree that shows what is typed. */
export function caughtUp(state: State): State {
  const text = awaited(state);
  return text === null ? state : { ...state, files: updateFiles(state, { type: "filter", text }) };
}

/** Actions that need not wait for it. What a key does to the tree hangs on what the tree shows: never on how fast that came. */
export function mayBeBehind({ type }: Action): boolean {
  return MAY_BE_BEHIND.includes(type);
}

const MAY_BE_BEHIND: readonly Action["type"][] = [
  "prompt-type",
  "prompt-erase",
  "prompt-cancel",
  "resize",
  "waste-found",
  "waste-failed",
  "told",
  "quit",
  "suspend",
];
