import type { ReactElement } from "react";
import type { ViewerKey } from "../action.js";
import type { Look } from "../drawing/row.js";
import type { Move } from "../list.js";
import type { State } from "../state.js";
import type { Job, News } from "../viewer/job.js";
import type { Page } from "./page.js";

export interface PageProps<P extends Page> {
  readonly state: State;
  readonly page: P;
  readonly look: Look;
}

/** Everything that the explorer needs of a kind of page. What is missing does nothing. */
export interface PageView<P extends Page> {
  /** The whole page, in its frame. */
  Component(props: PageProps<P>): ReactElement;
  /** The page after its cursor or its window moved. */
  moved?(state: State, page: P, to: Move): P;
  /** `⏎` on the page, which lies on top. */
  opened?(state: State, page: P): State;
  /** The state after a key of a page about a file; the page lies on top. */
  onKey?(state: State, page: P, key: ViewerKey): State;
  /** The page on a screen of another size. */
  fitted?(state: State, page: P): P;
  /** What the page has the world do for it. */
  jobs?(page: P): readonly Job[];
  /** The page after news of one of its jobs. */
  onNews?(state: State, page: P, of: { readonly job: Job; readonly news: News }): P;
}

/** The state with another page in place of the topmost one; without that one for `null`. */
export function withTop(state: State, page: Page | null): State {
  const below = state.pages.slice(0, -1);
  return { ...state, pages: page === null ? below : [...below, page] };
}
