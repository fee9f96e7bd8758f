import { chosenWaste } from "../../waste/shown-waste.js";
import { wasteDetail } from "../../waste/waste-detail.js";
import { documentPage } from "../documents/document-page.js";
import type { ScrollPage } from "../page.js";

/** The page about the chosen wasted copy: the facts and the advice. */
export const WASTE_STORY = documentPage<ScrollPage<"waste-story">>({
  kind: "waste-story",
  keys: [],
  title: (state) => wasteDetail(state)?.title ?? [],
  lines: (state, columns) => {
    const row = chosenWaste(state);
    return row === null ? [] : state.subject.wasteStories.lines(row, columns);
  },
});
