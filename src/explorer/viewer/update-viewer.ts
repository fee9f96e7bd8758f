import type { Page } from "../pages/page.js";
import { viewOf } from "../pages/table.js";
import type { State } from "../state.js";
import type { Job, News } from "./job.js";
import { openChosen, openChosenFacts } from "./open-entry.js";

export type ViewerAction =
  /** Opens what the tree's cursor stands on, or tells what is known of it. */
  | { readonly type: "view"; readonly what: "content" | "facts" }
  /** A key on one of the viewer's pages. */
  | { readonly type: "in-viewer"; readonly key: ViewerKey }
  /** A job has something to tell. */
  | { readonly type: "told"; readonly job: Job; readonly news: News };

export type ViewerKey =
  | "wrap"
  | "hex"
  | "left"
  | "right"
  | "next-match"
  | "match-before"
  | "facts"
  | "next-hunk"
  | "hunk-before"
  | "difference"
  | "digest"
  /** Views the later one of two versions that are compared. */
  | "after"
  /** Replaces what is where a file is to be saved. */
  | "replace"
  /** Stops what goes on, ends the search, or goes back. */
  | "back";

export function updateViewer(state: State, action: ViewerAction): State {
  switch (action.type) {
    case "view":
      return action.what === "content" ? openChosen(state) : openChosenFacts(state);
    case "told":
      return { ...state, pages: state.pages.map((page) => told(state, page, action)) };
    case "in-viewer":
      return onKey(state, action.key);
  }
}

/** What the pages and the prompt have the world do for them. */
export function jobsOf({ pages, prompt }: Pick<State, "pages" | "prompt">): Job[] {
  const listing = prompt?.completing ?? null;
  return [...pages.flatMap(pageJobs), ...(listing === null ? [] : [listing])];
}

function pageJobs(page: Page): readonly Job[] {
  return viewOf(page).jobs?.(page) ?? [];
}

/** The page after news, where it is its job that tells. */
function told(state: State, page: Page, { job, news }: Extract<ViewerAction, { type: "told" }>): Page {
  if (!pageJobs(page).includes(job)) return page;
  return viewOf(page).told?.(state, page, { job, news }) ?? page;
}

function onKey(state: State, key: ViewerKey): State {
  const page = state.pages.at(-1);
  return page === undefined ? state : (viewOf(page).onKey?.(state, page, key) ?? state);
}
