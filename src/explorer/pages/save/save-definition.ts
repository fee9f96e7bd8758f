import { literal } from "../../drawing/row.js";
import type { PageDefinition } from "../page-definition.js";
import { withTop } from "../page-stack.js";
import { replacing, SAVE_KEYS, type SavePage, saveJobs, saveWithNews, stoppedSave } from "./save-page.js";
import { saveLines } from "./save-rows.js";

/** The page of a file or folder that is saved to the disk. */
export const SAVE: PageDefinition<SavePage> = {
  kind: "save",
  keys: SAVE_KEYS,
  title: () => [literal("Extract")],
  rows: ({ subject }, page, area) => saveLines(subject, page, area),
  onKey: (state, page, name) =>
    withTop(state, name === "viewer-replace" ? replacing(page) : stoppedSave(page)),
  waitsFor: (_state, { step }) => (step.is === "writing" ? literal("writing") : null),
  jobs: saveJobs,
  onNews: (_state, page, { news }) => saveWithNews(page, news),
};
