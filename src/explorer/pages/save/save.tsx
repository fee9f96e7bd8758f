import { own } from "../../drawing/row.js";
import type { SavePage } from "../page.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import { type PageProps, type PageView, withTop } from "../page-view.js";
import { replacing, saveJobs, saveWithNews, stoppedSave } from "./save-page.js";
import { saveLines } from "./save-rows.js";

function Save({ state, page, look }: PageProps<SavePage>) {
  const rows = saveLines(state.subject, page, pageArea(state));
  return <PageFrame state={state} title={[own("Extract")]} rows={rows} look={look} />;
}

/** The page of a file or folder that is saved to the disk. */
export const SAVE: PageView<SavePage> = {
  Component: Save,
  onKey: (state, page, key) =>
    withTop(state, key === "back" ? stoppedSave(page) : key === "replace" ? replacing(page) : page),
  jobs: saveJobs,
  onNews: (_state, page, { news }) => saveWithNews(page, news),
};
