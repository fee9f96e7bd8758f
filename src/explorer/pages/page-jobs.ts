import type { Action } from "../action.js";
import type { Job } from "../jobs/job.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";
import { definitionOf } from "./pages.js";

/** Returns the jobs of the pages and the prompt. */
export function jobsOf({ pages, prompt }: Pick<State, "pages" | "prompt">): Job[] {
  const listing = prompt?.completing ?? null;
  return [...pages.flatMap(pageJobs), ...(listing === null ? [] : [listing])];
}

function pageJobs(page: Page): readonly Job[] {
  return definitionOf(page).jobs?.(page) ?? [];
}

/** Returns the state after a result of a job. A page gets the results of its own jobs. */
export function withJobNews(state: State, { job, news }: Extract<Action, { type: "job-news" }>): State {
  const pages = state.pages.map((page) => {
    if (!pageJobs(page).includes(job)) return page;
    return definitionOf(page).onNews?.(state, page, { job, news }) ?? page;
  });
  return { ...state, pages };
}
