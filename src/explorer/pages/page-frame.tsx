import type { Printable } from "../../text/escape.js";
import { positionText } from "../drawing/position.js";
import type { Look, Row } from "../drawing/row.js";
import { Section } from "../drawing/section.js";
import type { State } from "../state.js";
import { pageArea } from "./page-area.js";

interface PageFrameProps {
  readonly state: State;
  /** Parts; the last ones are the first to go. */
  readonly title: readonly Printable[];
  /** The lines that are in its window. */
  readonly rows: readonly Row[];
  /** Which line is the first one in the window, and of how many; for pages whose title does not say it. */
  readonly scroll?: { readonly top: number; readonly count: number };
  readonly look: Look;
}

/** The frame of a page that lies over the panes. */
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
