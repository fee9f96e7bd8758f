import { moved } from "../list.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";
import { pageHeight } from "./page-area.js";
import type { PageView } from "./page-view.js";

/**
 * Returns the movement of a page with lines and without a cursor. `count` returns the number of its lines.
 */
export function scrolling<P extends Page & { readonly top: number }>(
  count: (state: State, page: P) => number,
): Pick<PageView<P>, "moved" | "fitted"> {
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
