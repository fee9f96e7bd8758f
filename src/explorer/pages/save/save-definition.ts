import { literal, rowOf } from "../../drawing/row.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition } from "../page-definition.js";
import { withTop } from "../page-stack.js";
import { scrolling } from "../scrolling.js";
import { replacing, SAVE_KEYS, type SavePage, saveJobs, saveWithNews, stoppedSave } from "./save-page.js";
import { saveLines } from "./save-rows.js";

/** The page of a file or folder that is saved to the disk. */
export const SAVE: PageDefinition<SavePage> = {
  kind: "save",
  keys: SAVE_KEYS,
  title: () => [literal("Extract")],
  ...scrolling({
    lines: (state, page) => saveLines(state.subject, page, pageArea(state)),
    row: (spans) => rowOf(spans),
  }),
  onKey: (state, page, name) =>
    withTop(state, name === "viewer-replace" ? replacing(page) : stoppedSave(page)),
  waitsFor: (_state, { step }) => (step.is === "writing" ? literal("writing") : null),
  jobs: saveJobs,
  onNews: (_state, page, { news }) => saveWithNews(page, news),
};
