import { literal } from "../../drawing/row.js";
import type { State } from "../../state.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition } from "../page-definition.js";
import { withTop } from "../page-stack.js";
import { openEntry, openFacts } from "../view/open-entry.js";
import {
  DIFF_KEYS,
  type DiffPage,
  diffJobs,
  diffSideways,
  diffWithNews,
  movedDiff,
  movedToHunk,
} from "./diff-page.js";
import { diffLines, diffTitle } from "./diff-rows.js";

/** The page with the difference between two versions of a file. */
export const DIFF: PageDefinition<DiffPage> = {
  kind: "diff",
  keys: DIFF_KEYS,
  isText: true,
  title: ({ subject }, page) => diffTitle(subject, page),
  rows: ({ subject }, page, area) => diffLines(subject, page, area),
  moved: (state, page, to) => movedDiff(page, to, pageArea(state)),
  onKey,
  waitsFor: (_state, { comparison, failed }) =>
    comparison === null && failed === null ? literal("comparing both versions") : null,
  jobs: diffJobs,
  onNews: (_state, page, { news }) => diffWithNews(page, news),
};

function toHunk(state: State, page: DiffPage, by: 1 | -1): State {
  const next = movedToHunk(page, by, pageArea(state));
  if (next !== null) return withTop(state, next);
  return { ...state, message: by === 1 ? "there is no change below" : "there is no change above" };
}

function onKey(state: State, page: DiffPage, name: string): State {
  switch (name) {
    case "viewer-left":
      return withTop(state, diffSideways(page, -1));
    case "viewer-right":
      return withTop(state, diffSideways(page, 1));
    case "viewer-next-hunk":
      return toHunk(state, page, 1);
    case "viewer-hunk-before":
      return toHunk(state, page, -1);
    case "viewer-facts":
      return openFacts(state, page.after, null);
    case "viewer-after":
      return openEntry(state, page.after);
    default:
      return state;
  }
}
