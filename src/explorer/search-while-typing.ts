import type { Pieces } from "../tree/pieces.js";
import type { Action } from "./action.js";
import { filesView, unfilteredView } from "./files/files-view.js";
import { updateFiles } from "./files/update-files.js";
import { findByText, findPage, findResults } from "./pages/find/find-page.js";
import type { State } from "./state.js";

/**
 * Returns the typed text whose matches are not known yet; `null` if they are. A typed letter is shown at
 * once. Until the matches are known, the tree shows the earlier ones.
 */
export function awaited(state: State): string | null {
  const { prompt, files } = state;
  if (prompt === null) return null;
  const shown =
    prompt.kind === "filter" ? files.filter : prompt.kind === "find" ? findPage(state)?.text : undefined;
  return shown === undefined || prompt.text === shown ? null : prompt.text;
}

/** Searches for the awaited text in steps, and computes its rows. Then the action `found` is fast. */
export function* searching(state: State): Pieces<void> {
  const text = awaited(state);
  if (text === null) return;
  const { subject } = state;
  const page = findPage(state);
  yield* subject.search(text, page === null ? unfilteredView(state) : subject.history.ever());
  yield;
  if (page === null) filesView(withMatches(state));
  else findResults(state, { ...page, text });
}

/** Returns the state in which the tree shows the matches of the typed text. */
export function withMatches(state: State): State {
  const text = awaited(state);
  if (text === null) return state;
  return findPage(state) === null
    ? { ...state, files: updateFiles(state, { type: "filter", text }) }
    : findByText(state, text);
}

/**
 * Returns true for actions that do not need the matches. A key has the same effect on the tree whether or not
 * background work is done.
 */
export function needsNoMatches({ type }: Action): boolean {
  return WITHOUT_MATCHES.includes(type);
}

const WITHOUT_MATCHES: readonly Action["type"][] = [
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
