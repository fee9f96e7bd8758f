import { ADDED, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { Node } from "../../tree/file-tree.js";
import type { SortOrder } from "../../tree/view/rows.js";
import { CHANGED, type ChangeMask, EVERYTHING } from "../../tree/view/shown.js";
import type { StartSettings } from "../settings.js";

/** What of the filesystem the tree shows: what the chosen layer changed, or everything that is there with it. */
export type FilesScope = "layer" | "all";

/** What the user did to the tree. */
export interface FilesState {
  /** In the split view: of the half that has the cursor. */
  readonly scope: FilesScope;
  readonly changes: Readonly<Record<FilesScope, ChangeMask>>;
  readonly order: SortOrder;
  readonly attributes: boolean;
  /** All files are one list with their whole paths, the biggest first. */
  readonly flat: boolean;
  /** Beside sizes it shows by how much they grew. */
  readonly growth: boolean;
  /** What paths have to match; empty for no filter. */
  readonly filter: string;
  /** What is folded without a filter, and with one: there all matches are to be seen. */
  readonly folds: Readonly<Record<"plain" | "filtered", Folds>>;
  /**
   * The path that was chosen last. It stays chosen where the tree does not show it, so that it is found again;
   * the cursor is then near it, see `filesView`.
   */
  readonly chosen: Node;
  readonly top: number;
  /** Both scopes are shown, one below the other, where the screen has room: see split-view.ts. */
  readonly split: boolean;
  /** The `top` of the half that does not have the cursor. */
  readonly otherTop: number;
}

/** `auto`: folders are open as deep as about one screen has room for. `changed`: folders with changes are open. */
export type FoldRule = "auto" | "open" | "folded" | "changed";

export interface Folds {
  /** A rule, or the depth down to which folders are open. */
  readonly base: FoldRule | number;
  /** Folders that differ from it. */
  readonly opened: ReadonlyMap<Node, boolean>;
}

export const AUTO: Folds = { base: "auto", opened: new Map() };
/** All folders open. */
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

/** The files as an image opens with these settings. */
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

/** What is folded now. */
export function folds({ filter, folds }: FilesState): Folds {
  return folds[foldsKind(filter)];
}

/** The tree with other folds. */
export function withFolds(files: FilesState, folds: Folds): FilesState {
  return { ...files, folds: { ...files.folds, [foldsKind(files.filter)]: folds } };
}

function foldsKind(filter: string): "plain" | "filtered" {
  return filter === "" ? "plain" : "filtered";
}

const ORDERS: readonly SortOrder[] = ["name", "size", "change", "growth"];

/** The order that the next press of the key gives; by growth only where that is shown. */
export function nextOrder({ order, growth }: FilesState): SortOrder {
  const orders = growth ? ORDERS : ORDERS.slice(0, -1);
  return orders[(orders.indexOf(order) + 1) % orders.length];
}
