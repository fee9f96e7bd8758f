import type { ViewerAction, ViewerKey } from "../../action.js";
import type { Job } from "../../jobs/job.js";
import type { State } from "../../state.js";
import type { Page } from "../page.js";
import { viewOf } from "../pages.js";
import { openChosen, openChosenFacts } from "./open-entry.js";

export function updateViewer(state: State, action: ViewerAction): State {
  switch (action.type) {
    case "view":
      return action.what === "content" ? openChosen(state) : openChosenFacts(state);
    case "job-news":
      return { ...state, pages: state.pages.map((page) => withNews(state, page, action)) };
    case "in-viewer":
      return onKey(state, action.key);
  }
}

/** Returns the jobs of the pages and the prompt. */
export function jobsOf({ pages, prompt }: Pick<State, "pages" | "prompt">): Job[] {
  const listing = prompt?.completing ?? null;
  return [...pages.flatMap(pageJobs), ...(listing === null ? [] : [listing])];
}

function pageJobs(page: Page): readonly Job[] {
  return viewOf(page).jobs?.(page) ?? [];
}

/** Returns the page after a result, if it is from its job. */
function withNews(
  state: State,
  page: Page,
  { job, news }: Extract<ViewerAction, { type: "job-news" }>,
): Page {
  if (!pageJobs(page).includes(job)) return page;
  return viewOf(page).onNews?.(state, page, { job, news }) ?? page;
}

function onKey(state: State, key: ViewerKey): State {
  const page = state.pages.at(-1);
  return page === undefined ? state : (viewOf(page).onKey?.(state, page, key) ?? state);
}
