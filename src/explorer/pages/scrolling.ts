import type { Action } from "../action.js";
import { moved } from "../list.js";
import type { State } from "../state.js";
import type { Page, ScrollPage } from "./page.js";
import { pageHeight } from "./page-area.js";
import type { PageDefinition } from "./page-definition.js";
import { withPage } from "./page-stack.js";

/**
 * Returns the movement of a page with lines and without a cursor. `count` returns the number of its lines.
 */
export function scrolling<P extends Page & { readonly top: number }>(
  count: (state: State, page: P) => number,
): Pick<PageDefinition<P>, "moved" | "fitted"> {
  return {
    moved: (state, page, to) => {
      const sizes = { count: count(state, page), height: pageHeight(state) };
      const last = Math.max(sizes.count - sizes.height, 0);
      return { ...page, top: Math.min(moved(page.top, to, sizes), last) };
    },
    fitted: (state, page) => ({
      ...page,
      top: Math.max(Math.min(page.top, count(state, page) - pageHeight(state)), 0),
    }),
  };
}

/** Returns the action that opens a page with a text, at its first line. */
export function opensText(kind: string): Action {
  const apply = (state: State) => withPage<ScrollPage>(state, { kind, top: 0 });
  return { type: "apply", name: `show-${kind}`, apply };
}
