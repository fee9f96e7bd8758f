import type { Look } from "../drawing/row.js";
import { Section } from "../drawing/section.js";
import type { State } from "../state.js";
import type { Page } from "./page.js";
import { pageArea } from "./page-area.js";
import { pageLines, pagePosition, pageTitle } from "./page-view.js";

interface TopPageProps {
  readonly state: State;
  readonly page: Page;
  readonly look: Look;
}

/** The page that lies over the panes, in a frame of its own. */
export function TopPage({ state, page, look }: TopPageProps) {
  const area = pageArea(state);
  return (
    <Section
      title={pageTitle(state, page)}
      position={pagePosition(state, page)}
      rows={pageLines(state, page, area, look)}
      area={area}
      focused={true}
      edges={{ first: true, last: true }}
      spot={{ is: "page" }}
      look={look}
    />
  );
}
