import { padEnd } from "../../../text/width.js";
import type { Area } from "../../drawing/area.js";
import { own, type Row, rowOf, span } from "../../drawing/row.js";
import { bindings } from "../../keys/binding.js";
import type { State } from "../../state.js";
import type { Subject } from "../../subject.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition, PageProps } from "../page-definition.js";
import { PageFrame } from "../page-frame.js";
import { topPage, withTop } from "../page-stack.js";
import { scrolling } from "../scrolling.js";
import { type FactsPage, factsJobs, factsWithNews, withRequestedDigest } from "./facts-page.js";
import { contentRow, fileFacts, LABEL_COLUMNS } from "./file-facts.js";

function count(state: State, page: FactsPage): number {
  return fileFacts(state.subject, page, pageArea(state)).length;
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

/** The page with details of a version of a path. */
export const FACTS: PageDefinition<FactsPage> = {
  kind: "facts",
  keys: bindings("Viewer", { places: ["facts"], disabled: noDigest }, [
    [["s"], { type: "on-page", name: "viewer-digest" }, "read the content for its SHA-256", "sha256"],
  ]),
  isText: true,
  Component: Facts,
  ...scrolling(count),
  onKey: (state, page) => {
    const row = contentRow(state.subject.analysis.tree.entries, page.version);
    return withTop(state, withRequestedDigest(page, row));
  },
  jobs: factsJobs,
  onNews: (_state, page, { job, news }) => factsWithNews(page, job, news),
};

function noDigest(state: State): string | null {
  const page = topPage<FactsPage>(state, "facts");
  const { entries } = state.subject.analysis.tree;
  const row = page === null ? -1 : contentRow(entries, page.version);
  return row < 0 ? "it has no content" : null;
}

/** Returns the rows of the details, from line `top` on. */
function factsLines(subject: Subject, page: FactsPage, area: Area): Row[] {
  const facts = fileFacts(subject, page, area);
  return Array.from({ length: area.rows }, (_, row) => {
    const fact = facts.at(page.top + row);
    const spans =
      fact === undefined ? [] : [span(own(padEnd(` ${fact.label}`, LABEL_COLUMNS)), "dim"), span(fact.value)];
    return rowOf(spans);
  });
}
