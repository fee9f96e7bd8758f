import type { UndecidedCopy } from "../analysis/waste/dead-copies.js";
import type { DeadCopy } from "../analysis/waste/waste.js";
import type { RawPath } from "../text/escape.js";
import type { Change } from "../tree/changes.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FilesScope, FoldRule } from "./files/files-state.js";
import type { Compared } from "./layers/compared.js";
import type { Pane } from "./layout.js";
import type { Move } from "./list.js";
import type { ClickTarget } from "./mouse/click-target.js";
import type { PlainPageKind } from "./pages/page.js";
import type { FileProgram } from "./session/file-program.js";
import type { DecidedLayers } from "./state.js";
import type { PromptAction } from "./typing/prompt-line.js";
import type { Job, News } from "./viewer/job.js";
import type { WasteAction } from "./waste/update-waste.js";

/** What can happen to the explorer. Keys become actions in keys.ts. */
export type Action =
  | { readonly type: "resize"; readonly columns: number; readonly rows: number }
  /** The wasted copies in their order, before their causes are known. */
  | { readonly type: "waste-sorted"; readonly copies: readonly UndecidedCopy[] }
  | { readonly type: "waste-found"; readonly copies: readonly DeadCopy[] }
  | { readonly type: "waste-failed"; readonly why: string }
  /** The contents of two layers are compared; or why they cannot be. */
  | { readonly type: "layers-compared"; readonly decided: DecidedLayers }
  | { readonly type: "layers-not-compared"; readonly why: string }
  /** Leaves what is explored; `everything`: what it was opened from too. */
  | { readonly type: "quit"; readonly everything?: true }
  | { readonly type: "suspend" }
  /** Opens the list of the image's platforms. */
  | { readonly type: "choose-platform" }
  /** Opens a copy of the viewed file in `$PAGER` or `$EDITOR`. */
  | { readonly type: "open-in"; readonly program: FileProgram }
  /** A key that does nothing now, and why. */
  | { readonly type: "refuse"; readonly why: string }
  /** A key that does nothing, and need not say so. */
  | { readonly type: "ignored" }
  /** `esc`: ends the filter of the files, or clears the mark of a layer. */
  | { readonly type: "end-filter" }
  | { readonly type: "open-page"; readonly page: PlainPageKind }
  /** Takes the topmost page away. */
  | { readonly type: "close-page" }
  | { readonly type: "move"; readonly to: Move }
  | { readonly type: "focus"; readonly pane: Pane }
  | { readonly type: "focus-next"; readonly by: 1 | -1 }
  /** `⏎`: opens the cursor's row. */
  | { readonly type: "open" }
  /** A version of a path: what is in it, or how it differs from the one before. */
  | { readonly type: "view-version"; readonly what: "content" | "difference" }
  /** What the prompt asks for is known. */
  | { readonly type: "found" }
  /** The path or the instruction under the cursor, for the clipboard. */
  | { readonly type: "copy" }
  | { readonly type: "toggle-mouse" }
  | PointerAction
  | { readonly type: "select"; readonly pane: Pane; readonly row: number }
  /** Moves a pane's list in its window, by rows. */
  | { readonly type: "scroll"; readonly pane: Pane; readonly by: number }
  /** Marks the chosen layer as the one to compare with, or takes the mark off. */
  | { readonly type: "toggle-mark" }
  | { readonly type: "switch-scope" }
  | { readonly type: "show-scope"; readonly scope: FilesScope }
  /** The pane with the focus fills the screen, or all panes are visible again. */
  | { readonly type: "toggle-zoom" }
  | { readonly type: "toggle-split" }
  /** To the next path that the filter finds, or to the one before. */
  | { readonly type: "to-match"; readonly by: 1 | -1 }
  /** The versions of the chosen path. */
  | { readonly type: "open-versions" }
  | PromptAction
  | ViewerAction
  | WasteAction
  | FilesAction;

/** What a mouse did on something that is on the screen. */
export type PointerAction = {
  readonly type: "point";
  readonly on: ClickTarget;
  readonly what: "press" | "wheel-up" | "wheel-down";
};

export type FilesAction =
  | { readonly type: "toggle-change"; readonly change: Change }
  | { readonly type: "toggle-fold" }
  | { readonly type: "to-parent" }
  | { readonly type: "into-folder" }
  | { readonly type: "fold-all"; readonly folds: FoldRule }
  | { readonly type: "toggle-attributes" }
  | { readonly type: "toggle-flat" }
  | { readonly type: "next-order" }
  | { readonly type: "filter"; readonly text: string };

/** What the world is asked to do. */
export type Effect =
  | { readonly type: "exit"; readonly everything: boolean }
  /** Open another image, and show this one against it. */
  | { readonly type: "compare"; readonly source: string }
  /** Let the user choose another platform of the image, and open it. */
  | { readonly type: "choose-platform" }
  /** Open a copy of a file in a program of the user. */
  | OpenIn
  /** The contents of these two layers are to be compared, and of no others; `null`: of none. */
  | { readonly type: "compare-layers"; readonly between: Compared | null }
  | { readonly type: "suspend" }
  /** Put a text into the clipboard. */
  | { readonly type: "copy"; readonly text: string }
  | { readonly type: "mouse"; readonly on: boolean }
  /** These jobs are wanted, and no others. */
  | { readonly type: "work"; readonly jobs: readonly Job[] };

/** A file of the image for a program; `text`: its content as UTF-8 if it is text in another encoding, for a pager. */
export interface OpenIn {
  readonly type: "open-in";
  readonly program: FileProgram;
  readonly name: RawPath;
  /** The row of the tree that has its content. */
  readonly row: EntryId;
  readonly text: Buffer | null;
}

export type ViewerAction =
  /** Opens the path under the tree's cursor, or its details. */
  | { readonly type: "view"; readonly what: "content" | "facts" }
  /** A key on one of the viewer's pages. */
  | { readonly type: "in-viewer"; readonly key: ViewerKey }
  /** A job has news. */
  | { readonly type: "job-news"; readonly job: Job; readonly news: News };

export type ViewerKey =
  | "wrap"
  | "hex"
  | "left"
  | "right"
  | "next-match"
  | "match-before"
  | "facts"
  | "next-hunk"
  | "hunk-before"
  | "difference"
  | "digest"
  /** Views the later one of two versions that are compared. */
  | "after"
  /** Replaces what is where a file is to be saved. */
  | "replace"
  /** Stops what continues, ends the search, or goes back. */
  | "back";
