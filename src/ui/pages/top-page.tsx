import type { Page } from "../../explorer/pages/page.js";
import { pageArea } from "../../explorer/pages/page-area.js";
import type { State } from "../../explorer/state.js";
import type { Look } from "../line.js";
import { Section } from "../section.js";
import { pageLines, pageTitle } from "./page.js";

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
      rows={pageLines(state, page, area, look)}
      area={area}
      focused={true}
      edges={{ first: true, last: true }}
      spot={{ is: "page" }}
      look={look}
    />
  );
}
