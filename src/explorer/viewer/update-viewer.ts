import type { Page } from "../pages/page.js";
import { pageArea } from "../pages/page-area.js";
import { replacingReport, reportJobs, toldReport } from "../pages/report/report-page.js";
import { replacing, saveJobs, stoppedSave, toldSave } from "../pages/save/save-page.js";
import type { State } from "../state.js";
import { diffJobs, diffSideways, toldDiff } from "./diff-page.js";
import { contentRow } from "./facts.js";
import { factsJobs, toldFacts, withDigestAsked } from "./facts-page.js";
import type { Job, News } from "./job.js";
import { openChosen, openChosenFacts, openDifferenceBelow, openEntry, openFacts } from "./open-entry.js";
import { settledView } from "./reading.js";
import { toMatch } from "./searching.js";
import { movedSideways, stoppedView, toggledHex, toggledWrap, toldView, viewJobs } from "./update-view.js";

export type ViewerAction =
  /** Opens what the tree's cursor stands on, or tells what is known of it. */
  | { readonly type: "view"; readonly what: "content" | "facts" }
  /** A key on one of the viewer's pages. */
  | { readonly type: "in-viewer"; readonly key: ViewerKey }
  /** A job has something to tell. */
  | { readonly type: "told"; readonly job: Job; readonly news: News };

type ViewerKey =
  | "wrap"
  | "hex"
  | "left"
  | "right"
  | "next-match"
  | "match-before"
  | "facts"
  | "difference"
  | "digest"
  /** Views the later one of two versions that are compared. */
  | "after"
  /** Replaces what is where a file is to be saved. */
  | "replace"
  /** Stops what goes on, ends the search, or goes back. */
  | "back";

export function updateViewer(state: State, action: ViewerAction): State {
  switch (action.type) {
    case "view":
      return action.what === "content" ? openChosen(state) : openChosenFacts(state);
    case "told":
      return { ...state, pages: state.pages.map((page) => told(state, page, action)) };
    case "in-viewer":
      return onKey(state, action.key);
  }
}

/** What the pages and the prompt have the world do for them. */
export function jobsOf({ pages, prompt }: Pick<State, "pages" | "prompt">): Job[] {
  const listing = prompt?.completing ?? null;
  return [...pages.flatMap(pageJobs), ...(listing === null ? [] : [listing])];
}

function pageJobs(page: Page): Job[] {
  if (page.kind === "view") return viewJobs(page);
  if (page.kind === "facts") return factsJobs(page);
  if (page.kind === "save") return saveJobs(page);
  if (page.kind === "report") return reportJobs(page);
  return page.kind === "diff" ? diffJobs(page) : [];
}

/** The page after news, where it is its job that tells. */
function told(state: State, page: Page, { job, news }: Extract<ViewerAction, { type: "told" }>): Page {
  if (!pageJobs(page).includes(job)) return page;
  if (page.kind === "view") return toldView(page, job, news, pageArea(state));
  if (page.kind === "facts") return toldFacts(page, news);
  if (page.kind === "save") return toldSave(page, news);
  if (page.kind === "report") return toldReport(page, news);
  return page.kind === "diff" ? toldDiff(page, news) : page;
}

function onKey(state: State, key: ViewerKey): State {
  const page = state.pages.at(-1);
  const below = state.pages.slice(0, -1);
  if (page?.kind === "diff" && (key === "left" || key === "right"))
    return { ...state, pages: [...below, diffSideways(page, key === "left" ? -1 : 1)] };
  if (page?.kind === "diff" && key === "facts") return openFacts(state, page.after, null);
  if (page?.kind === "diff" && key === "after") return openEntry(state, page.after);
  if (page?.kind === "facts" && key === "digest") {
    const row = contentRow(state.subject.analysis.tree.entries, page.version);
    return { ...state, pages: [...below, withDigestAsked(page, row)] };
  }
  if (page?.kind === "save") {
    const next = key === "back" ? stoppedSave(page) : key === "replace" ? replacing(page) : page;
    return { ...state, pages: next === null ? below : [...below, next] };
  }
  if (page?.kind === "report")
    return { ...state, pages: key === "replace" ? [...below, replacingReport(state, page)] : below };
  if (page?.kind !== "view") return state;
  if (key === "facts") return openFacts(state, page.version, null);
  if (key === "difference") return openDifferenceBelow(state, page.version);
  const area = pageArea(state);
  const next = {
    wrap: () => toggledWrap(page, area),
    hex: () => toggledHex(page, area),
    left: () => movedSideways(page, -1, area),
    right: () => movedSideways(page, 1, area),
    "next-match": () => settledView(toMatch(page, 1), area),
    "match-before": () => settledView(toMatch(page, -1), area),
    digest: () => page,
    after: () => page,
    replace: () => page,
    back: () => stoppedView(page),
  }[key]();
  return { ...state, pages: next === null ? below : [...below, next] };
}
