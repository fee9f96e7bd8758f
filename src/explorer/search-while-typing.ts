import type { Pieces } from "../tree/pieces.js";
import type { Action } from "./action.js";
import { filesView, unfilteredView } from "./files/files-view.js";
import { updateFiles } from "./files/update-files.js";
import { findPage, findText, foundEver } from "./pages/find/find-page.js";
import type { State } from "./state.js";

/**
 * Typing is answered before what it finds is there: the tree keeps what it shows until the paths that match are
 * known. This is the text that it is behind with; `null` where it is not.
 */
export function awaited(state: State): string | null {
  const { prompt, files } = state;
  if (prompt === null) return null;
  const shown =
    prompt.kind === "filter" ? files.filter : prompt.kind === "find" ? findPage(state)?.text : undefined;
  return shown === undefined || prompt.text === shown ? null : prompt.text;
}

/** Looks for what is awaited, in pieces, and for its rows: the action `found` is quick then. */
export function* searching(state: State): Pieces<void> {
  const text = awaited(state);
  if (text === null) return;
  const { subject } = state;
  const page = findPage(state);
  yield* subject.search(text, page === null ? unfilteredView(state) : subject.history.ever());
  yield;
  if (page === null) filesView(caughtUp(state));
  else foundEver(state, { ...page, text });
}

/** The state with the tree that shows what is typed. */
export function caughtUp(state: State): State {
  const text = awaited(state);
  if (text === null) return state;
  return findPage(state) === null
    ? { ...state, files: updateFiles(state, { type: "filter", text }) }
    : findText(state, text);
}

/** Actions that need not wait for it. A key has the same effect on the tree whether or not background work is done. */
export function mayBeBehind({ type }: Action): boolean {
  return MAY_BE_BEHIND.includes(type);
}

const MAY_BE_BEHIND: readonly Action["type"][] = [
  "prompt-type",
  "ignored",
  "prompt-edit",
  "prompt-recall",
  "prompt-complete",
  "prompt-cancel",
  "resize",
  "waste-sorted",
  "waste-found",
  "waste-failed",
  "layers-compared",
  "layers-not-compared",
  "job-news",
  "quit",
  "suspend",
];
