import type { Colour } from "../text/colour-name.js";
import type { KeyMap } from "./keys/key-words.js";

/** The meanings of text on the screen; a theme gives each one a look. */
export const ROLES = [
  "accent",
  "added",
  "modified",
  "removed",
  "good",
  "warning",
  "bad",
  "waste",
  "share",
  "wasted-share",
  "link",
  "key",
  // The row under the cursor, in the pane that has the focus.
  "selected",
  // In a file: escapes of characters that cannot be shown, and the words of its language.
  "escape",
  "keyword",
  "string",
  "comment",
  "number",
  "title",
  "attribute",
] as const;
export type Role = (typeof ROLES)[number];

/** `auto`: the terminal's own sixteen colours, which fit its ground whatever that is. */
export const THEMES = ["auto", "light", "dark", "high-contrast"] as const;
export type ThemeName = (typeof THEMES)[number];

export interface ThemeSettings {
  readonly base: ThemeName;
  /** Roles that have another colour than the theme gives them. */
  readonly roles: ReadonlyMap<Role, Colour>;
}

/** How the first screen looks. A value that is not set leaves the explorer's own choice, which differs for a comparison. */
export interface StartSettings {
  readonly sort?: StartSort | undefined;
  /** Paths of these kinds are hidden in both views of the files. */
  readonly hide?: readonly HiddenChange[] | undefined;
  /** Folders are open down to this depth: 0 folds all of them. `auto`: as deep as a screen has room. */
  readonly depth?: number | "auto" | "all" | undefined;
  /** What the chosen layer changed, or all files up to it. */
  readonly show?: StartView | undefined;
  /** All files in one list, the largest first. */
  readonly flat?: boolean | undefined;
  /** Mode and owner before each path. */
  readonly attributes?: boolean | undefined;
  /** The left column, where panes are side by side. */
  readonly leftWidth?: PaneWidth | undefined;
}

export const START_SORTS = ["name", "size", "change"] as const;
export type StartSort = (typeof START_SORTS)[number];
export const START_VIEWS = ["layer", "all"] as const;
export type StartView = (typeof START_VIEWS)[number];
export const HIDDEN_CHANGES = ["added", "modified", "removed", "unchanged"] as const;
type HiddenChange = (typeof HIDDEN_CHANGES)[number];

/** A width with its borders: columns, or a part of the screen's. */
export type PaneWidth = { readonly columns: number } | { readonly percent: number };

/** What a user can choose of the explorer. */
export interface Settings {
  readonly theme: ThemeSettings;
  /** The user's keys, by the name of their action. */
  readonly keys: KeyMap;
  readonly mouse: boolean;
  /** Draws with ASCII alone. */
  readonly ascii: boolean;
  readonly start: StartSettings;
  /** Globs of paths that comparisons of two images leave out. */
  readonly exclude: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  theme: { base: "auto", roles: new Map() },
  keys: new Map(),
  mouse: true,
  ascii: false,
  start: {},
  exclude: [],
};
