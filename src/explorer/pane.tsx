import { Box } from "ink";
import type { Printable } from "../text/escape.js";
import type { Area } from "./drawing/area.js";
import { type Look, own } from "./drawing/row.js";
import { type Edges, Section } from "./drawing/section.js";
import type { Pane as FocusPane } from "./layout.js";
import { panesOf } from "./panes.js";
import type { State } from "./state.js";

/** A pane that can have the focus, or the detail pane, which describes the selection of another pane. */
type PaneName = FocusPane | "detail";

interface PaneProps extends Omit<PlacedPane, "area"> {
  readonly area: Area;
  /** The text in the lower border of the column. */
  readonly foot: Printable | undefined;
  readonly edges: Edges;
  readonly look: Look;
}

function Pane({ name, state, area, foot, edges, look }: PaneProps) {
  const view = panesOf(state)[name];
  return (
    <Section
      title={view.title(state, area)}
      position={view.position?.(state, area)}
      foot={foot}
      rows={view.rows(state, area, look)}
      area={area}
      focused={state.focus === name}
      edges={edges}
      click={name === "detail" ? undefined : { is: "pane", pane: name, scope: state.files.scope }}
      look={look}
    />
  );
}

/** A pane in a column. Without an area it does not fit. */
export interface PlacedPane {
  readonly name: PaneName;
  readonly state: State;
  readonly area: Area | null;
}

/**
 * Draws panes one below the other in one frame. The border below has the full text of the selected row, else
 * a note of the last pane.
 */
export function PaneColumn({ panes, look }: { readonly panes: readonly PlacedPane[]; readonly look: Look }) {
  const shown = panes.flatMap(({ area, ...pane }) => (area === null ? [] : [{ ...pane, area }]));
  const focused = shown.find(({ name, state }) => name === state.focus);
  return (
    <Box flexDirection="column">
      {shown.map(({ name, state, area }, at) => (
        <Pane
          key={`${name} ${state.files.scope}`}
          name={name}
          state={state}
          area={area}
          foot={footOf(focused) || footOf(shown.at(-1))}
          edges={{ first: at === 0, last: at === shown.length - 1 }}
          look={look}
        />
      ))}
    </Box>
  );
}

/** Returns the text of a pane for the border below its column; empty for none. */
function footOf(pane: PlacedPane | undefined): Printable {
  return pane === undefined ? NOTHING : (panesOf(pane.state)[pane.name].foot?.(pane.state) ?? NOTHING);
}

const NOTHING = own("");
