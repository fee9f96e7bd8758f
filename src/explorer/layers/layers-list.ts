import { moved, scrolled } from "../list.js";
import type { PaneList } from "../pane-list.js";
import { layerListLines, lineOfRow, rowOfLine } from "./layer-list.js";

/** The list of instructions. The separator at the end of the base image belongs to no row. */
export const LAYERS_LIST: PaneList = {
  cursor: ({ layers }) => layers.cursor,
  top: ({ layers }) => layers.top,
  lineCount: ({ subject }) => layerListLines(subject.layerList),
  rowWithin: ({ subject: { layerList }, layers: { cursor } }, { top, height }) => {
    const line = Math.max(Math.min(lineOfRow(layerList, cursor), top + height - 1), top);
    return rowOfLine(layerList, line) ?? (cursor < line ? line : line - 1);
  },
  selected: (state, cursor) => ({ ...state, layers: { ...state.layers, cursor } }),
  withTop: (state, top) => ({ ...state, layers: { ...state.layers, top } }),
  moved: (state, to, area) => {
    const sizes = { count: state.subject.instructions.length, height: area?.rows ?? 0 };
    return { ...state, layers: { ...state.layers, cursor: moved(state.layers.cursor, to, sizes) } };
  },
  opened: (state) => ({ ...state, focus: "files" }),
  settled: (state, _, area) => {
    const { layerList } = state.subject;
    const { cursor, top } = state.layers;
    const sizes = { count: layerListLines(layerList), height: area?.rows ?? 0 };
    return { ...state, layers: { ...state.layers, top: scrolled(top, lineOfRow(layerList, cursor), sizes) } };
  },
};
