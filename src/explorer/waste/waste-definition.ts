import { reasonDetail } from "../comparison/change-pane.js";
import { whyPane, whyTitle } from "../comparison/why-pane.js";
import { listedPathText } from "../files/chosen-path.js";
import { clamp } from "../list.js";
import type { PaneDefinition, PaneView } from "../pane-definition.js";
import type { State } from "../state.js";
import { chosenWaste, WASTE_PANE } from "./shown-waste.js";
import { WASTE_LIST } from "./update-waste.js";
import { wasteDetail } from "./waste-detail.js";
import { WASTE_KEYS } from "./waste-keys.js";
import { wasteFoot, wastePane, wastePosition, wasteTitle } from "./waste-pane.js";

/** The pane of wasted bytes; in a comparison, of the differences. */
export const WASTE: PaneDefinition = {
  name: WASTE_PANE,
  selects: {
    keys: ["w", "3"],
    title: "waste by advice; for two images: the differences",
    footer: "waste",
  },
  keys: WASTE_KEYS,
  column: "left",
  height: ({ subject }, rows) => {
    const least = clamp(subject.listed, 2, Math.floor(rows * 0.3));
    return { least, most: Math.max(subject.listed, least) };
  },
  list: WASTE_LIST,
  view: wasteView,
  detail: (state) => {
    const { comparison } = state.subject;
    return comparison === null ? wasteDetail(state) : reasonDetail(comparison, state);
  },
  openWord,
};

function wasteView({ subject: { comparison } }: State): PaneView {
  if (comparison === null)
    return { title: wasteTitle, rows: wastePane, position: wastePosition, foot: wasteFoot };
  return {
    title: () => whyTitle(comparison),
    rows: (state, area, look) => whyPane(comparison, state, area, look),
    position: wastePosition,
    foot: listedPathText,
  };
}

function openWord(state: State, usual: string): string {
  const row = chosenWaste(state);
  if (row === null || !("group" in row) || row.group.copies.length === 1) return usual;
  return row.isOpen ? "fold" : "open";
}
