import { type List, moved, scrolled } from "../list.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";
import type { PageDefinition } from "./page-definition.js";

interface ListSizes<P extends Page> {
  /** Returns the number of items. */
  count(state: State, page: P): number;
  /** Returns the number of items that fit on the page. */
  height(state: State): number;
}

/** Returns the cursor of a page that is a list of items of the same height. */
export function listPage<P extends Page & { readonly list: List }>({
  count,
  height,
}: ListSizes<P>): Pick<PageDefinition<P>, "moved" | "cursor"> {
  return {
    cursor: ({ list }) => list.cursor,
    moved: (state, page, to) => {
      const sizes = { count: count(state, page), height: height(state) };
      const cursor = moved(page.list.cursor, to, sizes);
      return { ...page, list: { cursor, top: scrolled(page.list.top, cursor, sizes) } };
    },
  };
}
