import { Box } from "ink";
import { comparisonHeader } from "./comparison/comparison-header.js";
import { LEAST } from "./drawing/area.js";
import { FewLines } from "./drawing/few-lines.js";
import type { Look, Row } from "./drawing/row.js";
import { RowText } from "./drawing/row-text.js";
import { useTarget } from "./drawing/targets.js";
import { footer } from "./footer/footer.js";
import { header } from "./header.js";
import { quitKey } from "./keys/keys.js";
import { layoutOf } from "./layout.js";
import { PageFrame } from "./pages/page-frame.js";
import { PaneColumn } from "./pane-column.js";
import type { State } from "./state.js";
import { waitingRow } from "./waiting.js";

interface ExplorerProps {
  readonly state: State;
  readonly look: Look;
}

/** Draws the whole screen: header, panes or the topmost page, footer. */
export function Explorer({ state, look }: ExplorerProps) {
  const { columns, rows } = state.screen;
  if (layoutOf(state).kind === "too small") return <TooSmall state={state} look={look} />;
  const page = state.pages.at(-1);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <RowText row={headerOf(state, look)} columns={columns} look={look} />
      {page === undefined ? (
        <Panes state={state} look={look} />
      ) : (
        <PageFrame state={state} page={page} look={look} />
      )}
      <Footer state={state} look={look} />
    </Box>
  );
}

/** Draws the panes side by side, or the single pane that fills the screen. */
function Panes({ state, look }: ExplorerProps) {
  return (
    <Box>
      {layoutOf(state).columns.map((panes) => (
        <PaneColumn key={panes[0].name} state={state} panes={panes} look={look} />
      ))}
    </Box>
  );
}

/** Returns the first line: a long wait, or facts about one image or two. */
function headerOf(state: State, look: Look): Row {
  const { comparison } = state.subject;
  const waiting = waitingRow(state);
  if (waiting !== null) return waiting;
  return comparison === null ? header(state, look) : comparisonHeader(comparison, state, look);
}

function TooSmall({ state, look }: ExplorerProps) {
  const { screen } = state;
  const { columns, rows } = screen;
  const words = [
    `this screen is ${columns}×${rows}`,
    `layerx needs ${LEAST.columns}×${LEAST.rows}`,
    `make it bigger, or ${quitKey(state)} to quit`,
  ];
  return <FewLines words={words} screen={screen} look={look} />;
}

/** The line at the bottom. A click on a key presses it. */
function Footer({ state, look }: { readonly state: State; readonly look: Look }) {
  const row = footer(state, look);
  const { outer, inner } = useTarget({ rows: [row], click: undefined, look });
  return (
    <Box ref={outer}>
      <Box ref={inner}>
        <RowText row={row} columns={state.screen.columns} look={look} />
      </Box>
    </Box>
  );
}
