import { own } from "../drawing/row.js";
import { pageArea } from "../pages/page-area.js";
import { PageFrame } from "../pages/page-frame.js";
import { type PageProps, type PageView, withTop } from "../pages/page-view.js";
import { scrolling } from "../pages/scrolling.js";
import type { State } from "../state.js";
import { contentRow, factsOf } from "./facts.js";
import { type FactsPage, factsJobs, toldFacts, withDigestAsked } from "./facts-page.js";
import { factsLines } from "./facts-rows.js";

function count(state: State, page: FactsPage): number {
  return factsOf(state.subject, page, pageArea(state)).length;
}

function Facts({ state, page, look }: PageProps<FactsPage>) {
  return (
    <PageFrame
      state={state}
      title={[own("Details")]}
      rows={factsLines(state.subject, page, pageArea(state))}
      scroll={{ top: page.top, count: count(state, page) }}
      look={look}
    />
  );
}

/** What is known of a version of a path, its content aside. */
export const FACTS: PageView<FactsPage> = {
  Component: Facts,
  ...scrolling(count),
  onKey: (state, page, key) => {
    if (key !== "digest") return state;
    const row = contentRow(state.subject.analysis.tree.entries, page.version);
    return withTop(state, withDigestAsked(page, row));
  },
  jobs: factsJobs,
  told: (_state, page, { job, news }) => toldFacts(page, job, news),
};
