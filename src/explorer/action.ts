import type { DeadCopy } from "../analysis/waste.js";
import type { Change } from "../tree/changes.js";
import type { Pane } from "./layout.js";
import type { Move } from "./list.js";
import type { Page } from "./state.js";

/** What can happen to the explorer. Keys become actions in keys.ts. */
export type Action =
  | { readonly type: "resize"; readonly columns: number; readonly rows: number }
  | { readonly type: "waste-found"; readonly copies: readonly DeadCopy[] }
  | { readonly type: "waste-failed"; readonly why: string }
  | { readonly type: "quit" }
  | { readonly type: "suspend" }
  /** A key that does nothing now, and why. */
  | { readonly type: "refuse"; readonly why: string }
  | { readonly type: "overlay"; readonly page: Page | null }
  | { readonly type: "move"; readonly to: Move }
  | { readonly type: "focus"; readonly pane: Pane }
  | { readonly type: "focus-next"; readonly by: 1 | -1 }
  /** `⏎`: goes into what the cursor stands on. */
  | { readonly type: "open" }
  | FilesAction;

export type FilesAction =
  | { readonly type: "switch-scope" }
  | { readonly type: "toggle-change"; readonly change: Change }
  | { readonly type: "toggle-fold" }
  | { readonly type: "to-parent" }
  | { readonly type: "into-folder" }
  | { readonly type: "fold-all"; readonly folds: "folded" | "open" | "auto" }
  | { readonly type: "toggle-attributes" }
  | { readonly type: "next-order" }
  | { readonly type: "filter-start" }
  | { readonly type: "filter-type"; readonly text: string }
  | { readonly type: "filter-erase"; readonly all: boolean }
  | { readonly type: "filter-keep" }
  | { readonly type: "filter-clear" };

/** What the world is asked to do. */
export type Effect = { readonly type: "exit" } | { readonly type: "suspend" };
