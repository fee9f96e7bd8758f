import type { ViewerKey } from "../../action.js";
import type { State } from "../../state.js";
import { pageArea } from "../page-area.js";
import { PageFrame } from "../page-frame.js";
import { type PageProps, type PageView, withTop } from "../page-view.js";
import { openEntry, openFacts } from "../view/open-entry.js";
import { type DiffPage, diffJobs, diffSideways, diffWithNews, movedDiff, movedToHunk } from "./diff-page.js";
import { diffLines, diffTitle } from "./diff-rows.js";

function Diff({ state, page, look }: PageProps<DiffPage>) {
  return (
    <PageFrame
      state={state}
      title={diffTitle(state.subject, page)}
      rows={diffLines(state.subject, page, pageArea(state))}
      look={look}
    />
  );
}

/** The page with the difference between two versions of a file. */
export const DIFF: PageView<DiffPage> = {
  Component: Diff,
  moved: (state, page, to) => movedDiff(page, to, pageArea(state)),
  onKey,
  jobs: diffJobs,
  onNews: (_state, page, { news }) => diffWithNews(page, news),
};

function toHunk(state: State, page: DiffPage, by: 1 | -1): State {
  const next = movedToHunk(page, by, pageArea(state));
  if (next !== null) return withTop(state, next);
  return { ...state, message: by === 1 ? "there is no change below" : "there is no change above" };
}

function onKey(state: State, page: DiffPage, key: ViewerKey): State {
  switch (key) {
    case "left":
      return withTop(state, diffSideways(page, -1));
    case "right":
      return withTop(state, diffSideways(page, 1));
    case "next-hunk":
      return toHunk(state, page, 1);
    case "hunk-before":
      return toHunk(state, page, -1);
    case "facts":
      return openFacts(state, page.after, null);
    case "after":
      return openEntry(state, page.after);
    default:
      return state;
  }
}
