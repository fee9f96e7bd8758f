import { own } from "../../drawing/row.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition, PageProps } from "../page-definition.js";
import { PageFrame } from "../page-frame.js";
import { withTop } from "../page-stack.js";
import { replacing, SAVE_KEYS, type SavePage, saveJobs, saveWithNews, stoppedSave } from "./save-page.js";
import { saveLines } from "./save-rows.js";

function Save({ state, page, look }: PageProps<SavePage>) {
  const rows = saveLines(state.subject, page, pageArea(state));
  return <PageFrame state={state} title={[own("Extract")]} rows={rows} look={look} />;
}

/** The page of a file or folder that is saved to the disk. */
export const SAVE: PageDefinition<SavePage> = {
  kind: "save",
  keys: SAVE_KEYS,
  Component: Save,
  onKey: (state, page, name) =>
    withTop(state, name === "viewer-replace" ? replacing(page) : stoppedSave(page)),
  jobs: saveJobs,
  onNews: (_state, page, { news }) => saveWithNews(page, news),
};
