import type { Node } from "../tree/file-tree.js";
import type { SortOrder } from "../tree/rows.js";
import { CHANGED, type ChangeMask, EVERYTHING } from "../tree/shown.js";
import type { KeyMap } from "./key-map.js";
import type { Pane } from "./layout.js";
import type { List } from "./list.js";
import type { Page } from "./page.js";
import type { Prompt } from "./prompt.js";
import type { Subject, Waste } from "./subject.js";
import type { WasteGrouping } from "./waste-rows.js";

/** Everything that decides what is on the screen: a value, which `update` turns into the next one. */
export interface State {
  readonly subject: Subject;
  readonly screen: { readonly columns: number; readonly rows: number };
  readonly focus: Pane;
  /** The chosen instruction. */
  readonly layers: List;
  readonly files: FilesState;
  readonly waste: Waste & WasteView;
  /** What lies over the panes, the topmost last. */
  readonly pages: readonly Page[];
  /** The line that is being typed. */
  readonly prompt: Prompt | null;
  /** Why the last key did nothing; until the next one. */
  readonly message: string | null;
  /** What the last key did, where nothing else shows it; until the next one. */
  readonly notice: string | null;
  /** The keys that the user chose, in place of those of the table. */
  readonly keys: KeyMap;
  /** Whether clicks and the wheel are heard. */
  readonly mouse: boolean;
}

/** How the waste is looked at. */
interface WasteView {
  readonly list: List;
  readonly by: WasteGrouping;
  /** The groups that are unfolded, by their place among all. */
  readonly opened: ReadonlySet<number>;
}

/** What of the filesystem the tree shows: what the chosen layer changed, or everything that is there with it. */
type Scope = "layer" | "all";

export interface FilesState {
  readonly scope: Scope;
  readonly changes: Readonly<Record<Scope, ChangeMask>>;
  readonly order: SortOrder;
  readonly attributes: boolean;
  /** What paths have to match; empty for no filter. */
  readonly filter: string;
  /** What is folded without a filter, and with one: there all matches are to be seen. */
  readonly folds: Readonly<Record<"plain" | "filtered", Folds>>;
  /**
   * The path that was chosen last. It stays chosen where the tree does not show it, so that it is found again;
   * the cursor then stands near it, see `filesView`.
   */
  readonly chosen: Node;
  readonly top: number;
}

export interface Folds {
  /** `auto`: folders are open as deep as a screen or so has room for. */
  readonly base: "auto" | "open" | "folded";
  /** Folders that differ from it. */
  readonly opened: ReadonlyMap<Node, boolean>;
}

export const AUTO: Folds = { base: "auto", opened: new Map() };

interface Choices {
  readonly keys?: KeyMap;
  readonly mouse?: boolean;
}

export function initialState(
  subject: Subject,
  screen: State["screen"],
  { keys = new Map(), mouse = true }: Choices = {},
): State {
  const list: List = { cursor: 0, top: 0 };
  return {
    subject,
    screen,
    focus: "layers",
    layers: list,
    files: {
      scope: "layer",
      changes: { layer: CHANGED, all: EVERYTHING },
      order: "name",
      attributes: true,
      filter: "",
      folds: { plain: AUTO, filtered: AUTO },
      chosen: 0,
      top: 0,
    },
    waste: { state: "looking", list, by: "copy", opened: new Set() },
    pages: [],
    prompt: null,
    message: null,
    notice: null,
    keys,
    mouse,
  };
}
