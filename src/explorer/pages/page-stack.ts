import type { State } from "../state.js";
import type { Page } from "./page.js";

/** Returns the topmost page if it is of a kind, else `null`. All pages of a kind have the same type. */
export function topPage<P extends Page>({ pages }: Pick<State, "pages">, kind: P["kind"]): P | null {
  const page = pages.at(-1);
  return page?.kind === kind ? (page as P) : null;
}

/** Opens a page above the others. */
export function withPage<P extends Page>(state: State, page: P): State {
  return { ...state, pages: [...state.pages, page] };
}

/** Replaces the topmost page; `null` removes it. */
export function withTop<P extends Page>(state: State, page: P | null): State {
  const below = state.pages.slice(0, -1);
  return { ...state, pages: page === null ? below : [...below, page] };
}
