import { padEnd } from "../../../text/width.js";
import { literal, rowOf, span } from "../../drawing/row.js";
import { bindings } from "../../keys/binding.js";
import type { State } from "../../state.js";
import { pageArea } from "../page-area.js";
import type { PageDefinition } from "../page-definition.js";
import { topPage, withTop } from "../page-stack.js";
import { scrolling } from "../scrolling.js";
import { type FactsPage, factsJobs, factsWithNews, withRequestedDigest } from "./facts-page.js";
import { contentRow, fileFacts, LABEL_COLUMNS } from "./file-facts.js";

/** The page with details of a version of a path. */
export const FACTS: PageDefinition<FactsPage> = {
  kind: "facts",
  keys: bindings("Viewer", { places: ["facts"], disabled: noDigest }, [
    [["s"], { type: "on-page", name: "viewer-digest" }, "read the content for its SHA-256", "sha256"],
  ]),
  isText: true,
  title: () => [literal("Details")],
  ...scrolling({
    lines: (state, page) => fileFacts(state.subject, page, pageArea(state)),
    row: ({ label, value }) => rowOf([span(literal(padEnd(` ${label}`, LABEL_COLUMNS)), "dim"), span(value)]),
  }),
  onKey: (state, page) => {
    const row = contentRow(state.subject.analysis.tree.entries, page.version);
    return withTop(state, withRequestedDigest(page, row));
  },
  waitsFor: (_state, { digest }) => (digest.is === "requested" ? literal("computing the SHA-256") : null),
  jobs: factsJobs,
  onNews: (_state, page, { job, news }) => factsWithNews(page, job, news),
};

function noDigest(state: State): string | null {
  const page = topPage<FactsPage>(state, "facts");
  const { entries } = state.subject.analysis.tree;
  const row = page === null ? -1 : contentRow(entries, page.version);
  return row < 0 ? "it has no content" : null;
}
