import type { Printable } from "../../text/escape.js";
import { positionText } from "../drawing/position.js";
import type { Look, Row } from "../drawing/row.js";
import { Section } from "../drawing/section.js";
import type { State } from "../state.js";
import { pageArea } from "./page-area.js";

interface PageFrameProps {
  readonly state: State;
  /** The parts of the title. The last ones are left out first. */
  readonly title: readonly Printable[];
  /** The visible lines. */
  readonly rows: readonly Row[];
  /** The first visible line, and the number of lines, for pages whose title does not show them. */
  readonly scroll?: { readonly top: number; readonly count: number };
  readonly look: Look;
}

/** Draws the frame of a page above the panes. */
export function PageFrame({ state, title, rows, scroll, look }: PageFrameProps) {
  const area = pageArea(state);
  return (
    <Section
      title={title}
      position={scroll === undefined ? undefined : positionText({ ...scroll, height: area.rows })}
      rows={rows}
      area={area}
      focused={true}
      edges={{ first: true, last: true }}
      click={{ is: "page" }}
      look={look}
    />
  );
}
