import type { Area } from "../drawing/area.js";
import type { State } from "../state.js";

/** Returns the lines of a page that fit on the screen, between header, footer and border. */
export function pageHeight({ screen }: State): number {
  return Math.max(screen.rows - 4, 1);
}

/** Returns the cells of a page's content, between its borders. */
export function pageArea(state: State): Area {
  return { columns: state.screen.columns - 2, rows: pageHeight(state) };
}
