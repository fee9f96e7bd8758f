import type { Printable } from "../../../text/escape.js";
import { REMOVED } from "../../../tree/changes.js";
import { filesView } from "../../files/files-view.js";
import type { Job, News } from "../../jobs/job.js";
import { type Binding, bindings } from "../../keys/binding.js";
import { chosenInstruction } from "../../layers/chosen-layer.js";
import type { State } from "../../state.js";
import type { SavePage, SaveStep } from "../page.js";

/**
 * Starts to save the path under the tree's cursor in the version of this layer; a removed path in the version
 * before.
 */
export function openSave(state: State, to: string): State {
  if (to.trim() === "") return { ...state, message: "type where to save it" };
  const from = chosenToSave(state);
  if (from === null) return state;
  const page: SavePage = { kind: "save", ...from, to, step: writing({ ...from, to }, false), top: 0 };
  return { ...state, pages: [...state.pages, page] };
}

/**
 * Returns the path under the tree's cursor, and the filesystem that it is saved from; `null` if there is no
 * path.
 */
export function chosenToSave(state: State): Pick<SavePage, "node" | "rootfs" | "layer"> | null {
  const { rows, cursor, layer: view } = filesView(state);
  if (cursor < 0) return null;
  const node = rows[cursor];
  const removed = view.changes[node] === REMOVED;
  const upTo = chosenInstruction(state)?.upTo ?? -1;
  return { node, rootfs: removed ? view.below : view.rootfs, layer: removed ? upTo - 1 : upTo };
}

/** Returns the page after `⏎`: replaces the existing file, if that was the question. */
export function replacing(page: SavePage): SavePage {
  return page.step.is === "asking" ? { ...page, step: writing(page, true) } : page;
}

/** Returns the page after `esc`: stops the writing; `null` if nothing is being written. */
export function stoppedSave(page: SavePage): SavePage | null {
  if (page.step.is !== "writing") return null;
  const said = page.step.progress?.written ?? NOTHING;
  return { ...page, step: { is: "stopped", said } };
}

export function saveJobs({ step }: SavePage): Job[] {
  return step.is === "writing" ? [step.job] : [];
}

export function saveWithNews(page: SavePage, news: News): SavePage {
  if (page.step.is !== "writing") return page;
  if (news.of === "saving") return { ...page, step: { ...page.step, progress: news.progress } };
  if (news.of === "saved") return { ...page, step: { is: "done", said: news.said, warnings: news.warnings } };
  if (news.of === "in the way") return { ...page, step: { is: "asking", why: news.why } };
  const said = page.step.progress?.written ?? NOTHING;
  return news.of === "failure" ? { ...page, step: { is: "failed", why: news.why, said } } : page;
}

const NOTHING = "nothing" as Printable;

function writing(
  { node, rootfs, to }: Pick<SavePage, "node" | "rootfs" | "to">,
  overwrite: boolean,
): SaveStep {
  return { is: "writing", job: { kind: "save", node, rootfs, to, overwrite }, progress: null };
}

/** The keys while something is written to the disk: files of the image, or a report. */
export const SAVE_KEYS: readonly Binding[] = [
  ...bindings("Extract", { places: ["save", "report"] }, [
    [["esc", "q"], { type: "in-viewer", key: "back" }, "stop writing, or go back", "back"],
  ]),
  ...bindings("Extract", { places: ["save", "report"], disabled: nothingToReplace }, [
    [["enter"], { type: "in-viewer", key: "replace" }, "replace the existing file"],
  ]),
];

function nothingToReplace({ pages }: State): string | null {
  const page = pages.at(-1);
  const isSaving = page?.kind === "save" || page?.kind === "report";
  return isSaving && page.step.is === "asking" ? null : "esc goes back";
}
