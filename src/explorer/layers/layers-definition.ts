import { instructionText } from "../../image/dockerfile/instruction.js";
import type { Copied } from "../clipboard.js";
import { pairDetail } from "../comparison/change-pane.js";
import { pairsPane, pairsTitle } from "../comparison/pairs-pane.js";
import { clamp } from "../list.js";
import type { PaneDefinition, PaneDetail, PaneView } from "../pane-definition.js";
import type { State } from "../state.js";
import { chosenInstruction } from "./chosen-layer.js";
import { layerDetail } from "./layer-detail.js";
import { layerListLines } from "./layer-list.js";
import { LAYERS_KEYS } from "./layers-keys.js";
import { LAYERS_LIST } from "./layers-list.js";
import { layersPane, layersPosition, layersTitle } from "./layers-pane.js";

/** The pane of instructions and their layers; in a comparison, of pairs of layers. */
export const LAYERS = {
  name: "layers",
  selects: { keys: ["1"], title: "layers" },
  keys: LAYERS_KEYS,
  column: "left",
  height: ({ subject }, rows) => {
    const least = clamp(layerListLines(subject.layerList), 3, Math.floor(rows * 0.5));
    return { least, most: least };
  },
  width: ({ subject, screen }) => subject.instructionSizes(screen.columns).columns,
  list: LAYERS_LIST,
  view: layersView,
  detail: (state: State): PaneDetail => {
    const { comparison } = state.subject;
    return comparison === null ? layerDetail(state) : pairDetail(comparison, state);
  },
  copied: copiedInstruction,
} satisfies PaneDefinition;

function layersView({ subject: { comparison } }: State): PaneView {
  if (comparison === null) return { title: layersTitle, rows: layersPane, position: layersPosition };
  return {
    title: () => pairsTitle(comparison),
    rows: (state, area) => pairsPane(comparison, state, area),
    position: layersPosition,
  };
}

function copiedInstruction(state: State): Copied {
  const entry = chosenInstruction(state)?.entry ?? null;
  if (entry === null) return { why: "there is no instruction here" };
  return { text: instructionText(entry.createdBy), name: "the instruction" };
}
