import type { Printable } from "../../../text/escape.js";
import { REMOVED } from "../../../tree/changes.js";
import type { Node, Rootfs } from "../../../tree/file-tree.js";
import { filesView } from "../../files/files-view.js";
import type { Job, News, SaveJob, SaveProgress } from "../../jobs/job.js";
import { type Binding, bindings } from "../../keys/binding.js";
import { chosenInstruction } from "../../layers/chosen-layer.js";
import type { State } from "../../state.js";
import type { Page } from "../page.js";
import { topPage, withPage } from "../page-stack.js";
import type { ReportPage } from "../report/report-page.js";

/** Saving a path of the image to the disk, with everything below it. */
export interface SavePage extends Page {
  readonly kind: "save";
  readonly node: Node;
  /** The filesystem from which it is saved, and the topmost layer of that filesystem. */
  readonly rootfs: Rootfs;
  readonly layer: number;
  /** The target as the user typed it. */
  readonly to: string;
  readonly step: SaveStep;
  readonly top: number;
}

export type SaveStep =
  | { readonly is: "writing"; readonly job: SaveJob; readonly progress: SaveProgress | null }
  /** The file already exists. It is replaced only if the user confirms. */
  | { readonly is: "asking"; readonly why: Printable }
  | { readonly is: "done"; readonly said: Printable; readonly warnings: readonly Printable[] }
  /** Complete files stay on the disk. */
  | { readonly is: "stopped"; readonly said: Printable }
  | { readonly is: "failed"; readonly why: Printable; readonly said: Printable };

/**
 * Starts to save the path under the tree's cursor in the version of this layer; a removed path in the version
 * before.
 */
export function openSave(state: State, to: string): State {
  if (to.trim() === "") return { ...state, message: "type where to save it" };
  const from = chosenToSave(state);
  if (from === null) return state;
  const step = writing({ ...from, to }, false);
  return withPage<SavePage>(state, { kind: "save", ...from, to, step, top: 0 });
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
    [["esc", "q"], { type: "on-page", name: "viewer-back" }, "stop writing, or go back", "back"],
  ]),
  ...bindings("Extract", { places: ["save", "report"], disabled: nothingToReplace }, [
    [["enter"], { type: "on-page", name: "viewer-replace" }, "replace the existing file"],
  ]),
];

function nothingToReplace(state: State): string | null {
  const page = topPage<SavePage>(state, "save") ?? topPage<ReportPage>(state, "report");
  return page?.step.is === "asking" ? null : "esc goes back";
}
