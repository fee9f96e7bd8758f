import { Box } from "ink";
import type { ReactElement } from "react";
import type { Printable } from "../text/escape.js";
import type { Area } from "./drawing/area.js";
import { type Look, literal } from "./drawing/row.js";
import { type Edges, Section } from "./drawing/section.js";
import { DETAIL, type PlacedPane } from "./layout.js";
import { detailOf, paneOf } from "./panes.js";
import type { State } from "./state.js";

interface PaneColumnProps {
  readonly state: State;
  readonly panes: readonly PlacedPane[];
  readonly look: Look;
}

/** A pane, or a part of it, as a state shows it. */
interface DrawnPane {
  readonly name: string;
  readonly state: State;
  readonly area: Area;
}

/**
 * Draws panes one below the other in one frame. The border below has the full text of the selected row, else
 * a note of the last pane.
 */
export function PaneColumn({ state, panes, look }: PaneColumnProps) {
  const drawn = panes.flatMap(({ name, area }): DrawnPane[] => {
    const parts = name === DETAIL ? undefined : paneOf(name).parts?.(state, area);
    return (parts ?? [{ state, area }]).map((part) => ({ name, ...part }));
  });
  const focused = drawn.find(({ name, state }) => name === state.focus);
  const foot = footOf(focused) || footOf(drawn.at(-1));
  return (
    <Box flexDirection="column">
      {drawn.map((pane, at) => (
        <Pane
          key={`${pane.name} ${pane.state.files.scope}`}
          pane={pane}
          foot={foot}
          edges={{ first: at === 0, last: at === drawn.length - 1 }}
          look={look}
        />
      ))}
    </Box>
  );
}

interface PaneProps {
  readonly pane: DrawnPane;
  /** The text in the lower border of the column. */
  readonly foot: Printable;
  readonly edges: Edges;
  readonly look: Look;
}

function Pane({ pane: { name, state, area }, look, ...frame }: PaneProps): ReactElement {
  if (name === DETAIL) {
    const { title, rows } = detailOf(state);
    return (
      <Section
        title={title}
        rows={rows(area)}
        area={area}
        focused={false}
        click={undefined}
        look={look}
        {...frame}
      />
    );
  }
  const view = paneOf(name).view(state);
  return (
    <Section
      title={view.title(state, area)}
      position={view.position(state, area)}
      rows={view.rows(state, area, look)}
      area={area}
      focused={state.focus === name}
      click={{ is: "pane", pane: name, scope: state.files.scope }}
      look={look}
      {...frame}
    />
  );
}

/** Returns the text of a pane for the border below its column; empty for none. */
function footOf(pane: DrawnPane | undefined): Printable {
  if (pane === undefined || pane.name === DETAIL) return NOTHING;
  return paneOf(pane.name).view(pane.state).foot?.(pane.state) ?? NOTHING;
}

const NOTHING = literal("");
