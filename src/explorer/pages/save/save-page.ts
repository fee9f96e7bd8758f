import type { Printable } from "../../../text/escape.js";
import { REMOVED } from "../../../tree/changes.js";
import type { Node, Rootfs } from "../../../tree/file-tree.js";
import { filesView } from "../../files/files-view.js";
import { chosenInstruction } from "../../layers/chosen-instruction.js";
import type { State } from "../../state.js";
import type { Job, News, SaveJob } from "../../viewer/job.js";

/** A path of the image on its way to the disk, with all that is below it. */
export interface SavePage {
  readonly kind: "save";
  readonly node: Node;
  /** The filesystem that it is taken from, and the layer that is on top there. */
  readonly rootfs: Rootfs;
  readonly layer: number;
  /** Where to, as it was typed. */
  readonly to: string;
  readonly step: SaveStep;
  readonly top: number;
}

export type SaveStep =
  | { readonly is: "writing"; readonly job: SaveJob; readonly progress: SaveProgress | null }
  /** A file already exists, and is replaced only where that is asked for. */
  | { readonly is: "asking"; readonly why: Printable }
  | { readonly is: "done"; readonly said: Printable; readonly warnings: readonly Printable[] }
  /** What is complete stays. */
  | { readonly is: "stopped"; readonly said: Printable }
  | { readonly is: "failed"; readonly why: Printable; readonly said: Printable };

export interface SaveProgress {
  /** `12 files, 3 folders, 4.5MB` */
  readonly written: Printable;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Begins to save what the tree's cursor stands on, as it stands there; what the layer removed, as it was before. */
export function openSave(state: State, to: string): State {
  if (to.trim() === "") return { ...state, message: "nothing is saved without a place for it" };
  const from = chosenToSave(state);
  if (from === null) return state;
  const page: SavePage = { kind: "save", ...from, to, step: writing({ ...from, to }, false), top: 0 };
  return { ...state, pages: [...state.pages, page] };
}

/** The path under the tree's cursor, and the filesystem that it is saved from; `null` where there is no path. */
export function chosenToSave(state: State): Pick<SavePage, "node" | "rootfs" | "layer"> | null {
  const { rows, cursor, layer: view } = filesView(state);
  if (cursor < 0) return null;
  const node = rows[cursor];
  const removed = view.changes[node] === REMOVED;
  const upTo = chosenInstruction(state)?.upTo ?? -1;
  return { node, rootfs: removed ? view.below : view.rootfs, layer: removed ? upTo - 1 : upTo };
}

/** `⏎`: replaces what is there, where that was the question. */
export function replacing(page: SavePage): SavePage {
  return page.step.is === "asking" ? { ...page, step: writing(page, true) } : page;
}

/** `esc`: stops the writing; `null` where nothing is left to stop. */
export function stoppedSave(page: SavePage): SavePage | null {
  if (page.step.is !== "writing") return null;
  const said = page.step.progress?.written ?? NOTHING;
  return { ...page, step: { is: "stopped", said } };
}

export function saveJobs({ step }: SavePage): Job[] {
  return step.is === "writing" ? [step.job] : [];
}

export function toldSave(page: SavePage, news: News): SavePage {
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
