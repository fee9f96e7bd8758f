import type { Look } from "../drawing/row.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";
import { viewOf } from "./table.js";

interface TopPageProps {
  readonly state: State;
  readonly page: Page;
  readonly look: Look;
}

/** The page that lies over the panes. */
export function TopPage({ state, page, look }: TopPageProps) {
  const { Component } = viewOf(page);
  return <Component state={state} page={page} look={look} />;
}
