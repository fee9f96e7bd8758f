import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { Node } from "../../tree/file-tree.js";
import type { SortOrder } from "../../tree/view/rows.js";
import { CHANGED, type ChangeMask, EVERYTHING } from "../../tree/view/shown.js";
import type { StartSettings } from "../settings.js";

/** The files that the tree shows: the changes of the chosen layer, or the whole filesystem after it. */
export type FilesScope = "layer" | "all";

/** The user's view of the tree. */
export interface FilesState {
  /** In the split view: the scope of the half with the cursor. */
  readonly scope: FilesScope;
  readonly changes: Readonly<Record<FilesScope, ChangeMask>>;
  readonly order: SortOrder;
  readonly attributes: boolean;
  /** True to show all files in one list with their whole paths, the biggest first. */
  readonly flat: boolean;
  /** True to show the growth beside sizes. */
  readonly growth: boolean;
  /** The filter; empty for none. */
  readonly filter: string;
  /** The open folders without a filter, and with a filter, where all matches should be visible. */
  readonly folds: Readonly<Record<"plain" | "filtered", Folds>>;
  /**
   * The path that was chosen last. It stays chosen if the tree does not show it, so that it can be selected
   * again. The cursor is then near it, see `filesView`.
   */
  readonly chosen: Node;
  readonly top: number;
  /** True to show both scopes, one below the other, if the screen is large enough: see split-view.ts. */
  readonly split: boolean;
  /** The `top` of the half without the cursor. */
  readonly otherTop: number;
}

/**
 * `auto`: folders are open down to a depth that fills about one screen. `changed`: folders with changes are
 * open.
 */
export type FoldRule = "auto" | "open" | "folded" | "changed";

export interface Folds {
  /** A rule, or the depth down to which folders are open. */
  readonly base: FoldRule | number;
  /** Folders that the user opened or closed. */
  readonly opened: ReadonlyMap<Node, boolean>;
}

export const AUTO: Folds = { base: "auto", opened: new Map() };
/** All folders are open. */
export const OPEN: Folds = { ...AUTO, base: "open" };

const INITIAL_FILES: FilesState = {
  scope: "layer",
  changes: { layer: CHANGED, all: EVERYTHING },
  order: "name",
  attributes: true,
  flat: false,
  growth: false,
  filter: "",
  folds: { plain: AUTO, filtered: AUTO },
  chosen: 0,
  top: 0,
  split: false,
  otherTop: 0,
};

/** Returns the first state of the files with these settings. */
export function openedFiles({ sort, hide = [], depth, show, flat, attributes }: StartSettings): FilesState {
  const hidden = hide.reduce((mask, change) => mask | (1 << MASK_BITS[change]), 0);
  const { changes, folds } = INITIAL_FILES;
  return {
    ...INITIAL_FILES,
    scope: show ?? INITIAL_FILES.scope,
    changes: { layer: changes.layer & ~hidden, all: changes.all & ~hidden },
    order: sort ?? INITIAL_FILES.order,
    flat: flat ?? INITIAL_FILES.flat,
    attributes: attributes ?? INITIAL_FILES.attributes,
    folds:
      depth === undefined ? folds : { ...folds, plain: { ...AUTO, base: depth === "all" ? "open" : depth } },
  };
}

const MASK_BITS = { added: ADDED, modified: MODIFIED, removed: REMOVED, unchanged: UNCHANGED } as const;

/** Returns the folders that are open now. */
export function folds({ filter, folds }: FilesState): Folds {
  return folds[foldsKind(filter)];
}

/** Returns the files with other open folders. */
export function withFolds(files: FilesState, folds: Folds): FilesState {
  return { ...files, folds: { ...files.folds, [foldsKind(files.filter)]: folds } };
}

function foldsKind(filter: string): "plain" | "filtered" {
  return filter === "" ? "plain" : "filtered";
}

const ORDERS: readonly SortOrder[] = ["name", "size", "change", "growth"];

/** Returns the next order for the key. The order by growth is left out if the growth is not shown. */
export function nextOrder({ order, growth }: FilesState): SortOrder {
  const orders = growth ? ORDERS : ORDERS.slice(0, -1);
  return orders[(orders.indexOf(order) + 1) % orders.length];
}
