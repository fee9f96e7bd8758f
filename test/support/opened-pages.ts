import { contentRow } from "../../src/explorer/pages/facts/file-facts.js";
import type { PageKind } from "../../src/explorer/pages/page.js";
import { openReport } from "../../src/explorer/pages/report/report-page.js";
import { openSave } from "../../src/explorer/pages/save/save-page.js";
import { openDifference, openEntry, openFacts } from "../../src/explorer/pages/view/open-entry.js";
import type { State } from "../../src/explorer/state.js";
import { members, press, type StartOptions, start } from "../explorer/start.js";

const LAYERS = [members("etc/", "etc/hosts: one", "a.py: 1"), members("etc/hosts: other")];
const HISTORY = ["RUN make a", "RUN make b"];

/** @returns the state of the explorer with each page open, by the keys that open it. */
export async function openedPages(
  size: Pick<StartOptions, "columns" | "rows">,
): Promise<Readonly<Record<PageKind, State>>> {
  const state = await start(LAYERS, { ...size, history: HISTORY });
  state.subject.analysis.image.warnings.push({ code: "odd", message: "it is odd" });
  const chosen = press(state, "2/hosts⏎");
  const { entries } = chosen.subject.analysis.tree;
  const node = chosen.files.chosen;
  const [before, after] = chosen.subject.timeline(node).map(({ row }) => contentRow(entries, row));
  return {
    help: press(state, "?"),
    warnings: press(state, "!"),
    image: press(state, "i"),
    dockerfile: press(state, "id"),
    command: press(state, "ic"),
    instruction: press(state, "o"),
    "waste-story": press(state, "wo"),
    view: openEntry(chosen, before),
    facts: openFacts(chosen, before, null),
    diff: openDifference(chosen, before, after),
    save: openSave(chosen, "./hosts"),
    report: openReport(chosen, "report.md"),
    versions: press(chosen, "t"),
    find: press(state, "fhosts"),
    packages: press(state, "p"),
  };
}
