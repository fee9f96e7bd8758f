import { positionText } from "../drawing/position.js";
import type { Look } from "../drawing/row.js";
import { Section } from "../drawing/section.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";
import { pageArea } from "./page-area.js";
import { definitionOf } from "./pages.js";

interface PageFrameProps {
  readonly state: State;
  readonly page: Page;
  readonly look: Look;
}

/** Draws a page in its frame above the panes. */
export function PageFrame({ state, page, look }: PageFrameProps) {
  const { title, rows, scroll } = definitionOf(page);
  const area = pageArea(state);
  const position = scroll?.(state, page);
  return (
    <Section
      title={title(state, page)}
      position={position && positionText({ ...position, height: area.rows })}
      rows={rows(state, page, area, look)}
      area={area}
      focused={true}
      edges={{ first: true, last: true }}
      click={{ is: "page" }}
      look={look}
    />
  );
}
