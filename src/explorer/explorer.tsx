import { Box } from "ink";
import { LEAST } from "./drawing/area.js";
import { FewLines } from "./drawing/few-lines.js";
import type { Look } from "./drawing/row.js";
import { RowText } from "./drawing/row-text.js";
import { useTarget } from "./drawing/targets.js";
import { stateOfHalf } from "./files/split-view.js";
import { footer } from "./footer/footer.js";
import type { Page } from "./pages/page.js";
import { definitionOf } from "./pages/pages.js";
import { PaneColumn, type PlacedPane } from "./pane.js";
import { panesOf } from "./panes.js";
import type { State } from "./state.js";
import { layoutOf } from "./update.js";

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
      <RowText row={panesOf(state).header(state, look)} columns={columns} look={look} />
      {page === undefined ? (
        <Panes state={state} look={look} />
      ) : (
        <TopPage state={state} page={page} look={look} />
      )}
      <Footer state={state} look={look} />
    </Box>
  );
}

/** Draws the panes side by side, or the single pane that fills the screen. */
function Panes({ state, look }: ExplorerProps) {
  const lists = listPanes(state);
  const files = filesPanes(state);
  if (layoutOf(state).kind === "single") return <PaneColumn panes={[...lists, ...files]} look={look} />;
  return (
    <Box>
      <PaneColumn panes={lists} look={look} />
      <PaneColumn panes={files} look={look} />
    </Box>
  );
}

/** Returns the panes of the left column. The detail is below its list. */
function listPanes(state: State): PlacedPane[] {
  const { layers, detail, waste } = layoutOf(state);
  const lists: PlacedPane[] = [
    { name: "layers", state, area: layers },
    { name: "waste", state, area: waste },
  ];
  return lists.toSpliced(layers === null ? 2 : 1, 0, { name: "detail", state, area: detail });
}

/** Returns the pane of the tree, or its halves. */
function filesPanes(state: State): PlacedPane[] {
  const { files, everything } = layoutOf(state);
  if (everything === null) return [{ name: "files", state, area: files }];
  return [
    { name: "files", state: inHalf(state, "layer"), area: files },
    { name: "files", state: inHalf(state, "all"), area: everything },
  ];
}

/** Returns the state of a half of the tree. Only the half with the cursor is drawn with the focus. */
function inHalf(state: State, scope: State["files"]["scope"]): State {
  const half = stateOfHalf(state, scope);
  return scope === state.files.scope || state.focus !== "files" ? half : { ...half, focus: "layers" };
}

function TooSmall({ state: { screen }, look }: ExplorerProps) {
  const { columns, rows } = screen;
  const words = [
    `this screen is ${columns}×${rows}`,
    `layerx needs ${LEAST.columns}×${LEAST.rows}`,
    "make it bigger, or q to quit",
  ];
  return <FewLines words={words} screen={screen} look={look} />;
}

interface TopPageProps {
  readonly state: State;
  readonly page: Page;
  readonly look: Look;
}

/** Draws the topmost page. */
function TopPage({ state, page, look }: TopPageProps) {
  const { Component } = definitionOf(page);
  return <Component state={state} page={page} look={look} />;
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
