import type { ReactElement } from "react";
import type { ViewerKey } from "../action.js";
import type { Look } from "../drawing/row.js";
import type { Job, News } from "../jobs/job.js";
import type { Move } from "../list.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";

export interface PageProps<P extends Page> {
  readonly state: State;
  readonly page: P;
  readonly look: Look;
}

/** The functions of a kind of page. A missing function has no effect. */
export interface PageView<P extends Page> {
  /** Draws the whole page, in its frame. */
  Component(props: PageProps<P>): ReactElement;
  /** Returns the page after its cursor or its scroll position moved. */
  moved?(state: State, page: P, to: Move): P;
  /** Returns the state after `⏎` on the topmost page. */
  opened?(state: State, page: P): State;
  /** Returns the state after a key of a page about a file, if the page is the topmost one. */
  onKey?(state: State, page: P, key: ViewerKey): State;
  /** Adjusts the page to a screen of another size. */
  fitted?(state: State, page: P): P;
  /** Returns the jobs that the page needs. */
  jobs?(page: P): readonly Job[];
  /** Returns the page after a result of one of its jobs. */
  onNews?(state: State, page: P, of: { readonly job: Job; readonly news: News }): P;
}

/** Replaces the topmost page; `null` removes it. */
export function withTop(state: State, page: Page | null): State {
  const below = state.pages.slice(0, -1);
  return { ...state, pages: page === null ? below : [...below, page] };
}
