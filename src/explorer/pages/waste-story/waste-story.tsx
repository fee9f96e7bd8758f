import { panesOf } from "../../panes.js";
import { chosenWaste } from "../../waste/shown-waste.js";
import { documentPage } from "../documents/document-page.js";
import type { ScrollPage } from "../page.js";
import { pageArea } from "../page-area.js";

/** The page about the chosen wasted copy: the facts and the advice. */
export const WASTE_STORY = documentPage<ScrollPage<"waste-story">>({
  kind: "waste-story",
  keys: [],
  title: (state) => panesOf(state).detail.title(state, pageArea(state)),
  lines: (state, columns) => {
    const row = chosenWaste(state);
    return row === null ? [] : state.subject.wasteStories.lines(row, columns);
  },
});
