import type { Action } from "../action.js";
import { type Look, type Row, rowOf } from "../drawing/row.js";
import { moved } from "../list.js";
import type { State } from "../state.js";
import type { Page, ScrollPage } from "./page.js";
import { pageHeight } from "./page-area.js";
import type { PageDefinition } from "./page-definition.js";
import { withPage } from "./page-stack.js";

interface ScrollingText<P extends Page, Line> {
  /** Returns all lines. */
  lines(state: State, page: P): readonly Line[];
  /** Returns the row of a visible line. */
  row(line: Line, look: Look): Row;
}

/** Returns the rows and the movement of a page with lines and without a cursor. */
export function scrolling<P extends Page & { readonly top: number }, Line>({
  lines,
  row,
}: ScrollingText<P, Line>): Pick<PageDefinition<P>, "rows" | "scroll" | "moved" | "fitted"> {
  const count = (state: State, page: P) => lines(state, page).length;
  return {
    rows: (state, page, area, look) => {
      const shown = lines(state, page).slice(page.top, page.top + area.rows);
      return Array.from({ length: area.rows }, (_, at) =>
        at < shown.length ? row(shown[at], look) : rowOf([]),
      );
    },
    scroll: (state, page) => ({ top: page.top, count: count(state, page) }),
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
