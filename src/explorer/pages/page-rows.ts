import type { State } from "../state.js";
import { foundEver } from "./find-page.js";
import type { Page } from "./page.js";
import { LINES_OF_VERSION } from "./versions-page.js";

/** Lines of the screen above a page's content: header and border. */
const ABOVE = 2;
/** The heading of what is found. */
const HEADING = 1;

/** How far a line of the screen is from the cursor of a page's list, in rows; `null` where no row of a list is. */
export function rowsFromCursor(state: State, page: Page, line: number): number | null {
  if (page.kind !== "versions" && page.kind !== "find") return null;
  const { cursor, top } = page.list;
  const isFind = page.kind === "find";
  const count = isFind ? foundEver(state, page).nodes.length : state.subject.timeline(page.node).length;
  const at = isFind ? line - ABOVE - HEADING : Math.floor((line - ABOVE) / LINES_OF_VERSION);
  return at < 0 || top + at >= count ? null : top + at - cursor;
}
