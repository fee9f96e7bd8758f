import type { WastedCopy } from "../analysis/waste/causes.js";
import type { CopyWithoutCause } from "../analysis/waste/wasted-copies.js";
import type { Printable, RawPath } from "../text/escape.js";
import type { Change } from "../tree/changes.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FilesScope, FoldRule } from "./files/files-state.js";
import type { Job, News } from "./jobs/job.js";
import type { Compared } from "./layers/chosen-layer.js";
import type { DecidedLayers } from "./layers/layers-state.js";
import type { Move } from "./list.js";
import type { ClickTarget } from "./mouse/click-target.js";
import type { FileProgram } from "./session/file-program.js";
import type { State } from "./state.js";
import type { PromptAction } from "./typing/prompt-line.js";

/** The actions of the explorer. keys.ts turns keys into actions. */
export type Action =
  | { readonly type: "resize"; readonly columns: number; readonly rows: number }
  /** The sorted wasted copies, before their causes are known. */
  | { readonly type: "waste-sorted"; readonly copies: readonly CopyWithoutCause[] }
  | { readonly type: "waste-found"; readonly copies: readonly WastedCopy[] }
  | { readonly type: "waste-failed"; readonly why: string }
  /** The contents of two layers were compared, or the comparison failed. */
  | { readonly type: "layers-compared"; readonly decided: DecidedLayers }
  | { readonly type: "layers-not-compared"; readonly why: string }
  /** A request of the image waits for its next try; `null`: it is sent again. */
  | { readonly type: "request-waits"; readonly why: Printable | null }
  /** The user has waited for this work for some seconds. */
  | { readonly type: "work-waits"; readonly what: Printable; readonly seconds: number }
  /** Leaves the explored image. `everything`: also the image from which it was opened. */
  | { readonly type: "quit"; readonly everything?: true }
  | { readonly type: "suspend" }
  /** Opens the list of the image's platforms. */
  | { readonly type: "choose-platform" }
  /** Opens a copy of the viewed file in `$PAGER` or `$EDITOR`. */
  | { readonly type: "open-in"; readonly program: FileProgram }
  /** A key without effect, and the reason. */
  | { readonly type: "refuse"; readonly why: string }
  /** A key without effect that shows no message. */
  | { readonly type: "ignored" }
  /** `esc`: clears the filter of the files, or the mark of a layer. */
  | { readonly type: "end-filter" }
  /** Calls a function of a pane or a page. `name` is the name of the key in the user's settings. */
  | { readonly type: "apply"; readonly name: string; apply(state: State): State }
  /** A key of the topmost page itself. `name` is its name in the user's settings. */
  | { readonly type: "on-page"; readonly name: string }
  /** Closes the topmost page. */
  | { readonly type: "close-page" }
  | { readonly type: "move"; readonly to: Move }
  | { readonly type: "focus"; readonly pane: string }
  | { readonly type: "focus-next"; readonly by: 1 | -1 }
  /** `⏎`: opens the row of the cursor. */
  | { readonly type: "open" }
  /** The search results for the prompt are ready. */
  | { readonly type: "found" }
  /** Copies the path or the instruction under the cursor to the clipboard. */
  | { readonly type: "copy" }
  | { readonly type: "toggle-mouse" }
  | PointerAction
  | { readonly type: "select"; readonly pane: string; readonly row: number }
  /** Scrolls a pane's list, by rows. */
  | { readonly type: "scroll"; readonly pane: string; readonly by: number }
  | { readonly type: "switch-scope" }
  | { readonly type: "show-scope"; readonly scope: FilesScope }
  /** Shows only the pane with the focus, or all panes again. */
  | { readonly type: "toggle-zoom" }
  | { readonly type: "toggle-split" }
  /** Moves to the next path that matches the filter, or to the previous one. */
  | { readonly type: "to-match"; readonly by: 1 | -1 }
  | PromptAction
  /** A result of a job. */
  | { readonly type: "job-news"; readonly job: Job; readonly news: News }
  | FilesAction;

/** A mouse action on an element of the screen. */
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

/** Effects of an action outside of the state, such as reading a file. */
export type Effect =
  | { readonly type: "exit"; readonly everything: boolean }
  /** Opens another image and compares it with this one. */
  | { readonly type: "compare"; readonly source: string }
  /** Lets the user choose another platform of the image, and opens it. */
  | { readonly type: "choose-platform" }
  /** Opens a copy of a file in a program of the user. */
  | OpenIn
  /** Compares the contents of these two layers, and stops other comparisons; `null`: only stops them. */
  | { readonly type: "compare-layers"; readonly between: Compared | null }
  | { readonly type: "suspend" }
  /** Copies a text to the clipboard. */
  | { readonly type: "copy"; readonly text: string }
  | { readonly type: "mouse"; readonly on: boolean }
  /** Runs these jobs, and stops all others. */
  | { readonly type: "work"; readonly jobs: readonly Job[] };

/**
 * A file of the image for a program. `text`: the content as UTF-8 if it is text in another encoding, for a
 * pager.
 */
export interface OpenIn {
  readonly type: "open-in";
  readonly program: FileProgram;
  readonly name: RawPath;
  /** The row of the tree with its content. */
  readonly row: EntryId;
  readonly text: Buffer | null;
}
