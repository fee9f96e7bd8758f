import { FILES } from "./files/files-definition.js";
import { LAYERS } from "./layers/layers-definition.js";
import type { PaneDefinition, PaneDetail } from "./pane-definition.js";
import type { State } from "./state.js";
import { WASTE } from "./waste/waste-definition.js";

/** The table of panes, in the order of `tab`, and of each column from the top. */
export const PANES: readonly PaneDefinition[] = [LAYERS, FILES, WASTE];

export const PANE_NAMES: readonly string[] = PANES.map(({ name }) => name);

const BY_NAME = new Map(PANES.map((pane) => [pane.name, pane]));

/** Returns the pane of a name. */
export function paneOf(name: string): PaneDefinition {
  const pane = BY_NAME.get(name);
  if (pane === undefined) throw new Error(`${name} is not in the table of panes`);
  return pane;
}

/** Returns the text about the selected row of the pane with the focus, else about the chosen layer. */
export function detailOf(state: State): PaneDetail {
  return paneOf(state.focus).detail?.(state) ?? LAYERS.detail(state);
}
