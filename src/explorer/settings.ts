import type { Colour } from "../text/colour.js";
import type { KeyMap } from "./keys/key-names.js";

/** The meanings of text on the screen. A theme has a look for each. */
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
  // The row under the cursor, in the pane with the focus.
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

/** `auto`: the terminal's own sixteen colours, which fit light and dark backgrounds. */
export const THEMES = ["auto", "light", "dark", "high-contrast"] as const;
export type ThemeName = (typeof THEMES)[number];

export interface ThemeSettings {
  readonly base: ThemeName;
  /** Roles whose colour the user changed. */
  readonly roles: ReadonlyMap<Role, Colour>;
}

/**
 * The settings of the first screen. Without a value, the explorer uses its default, which is different for a
 * comparison.
 */
export interface StartSettings {
  readonly sort?: StartSort | undefined;
  /** Paths with these changes are hidden in both views of the files. */
  readonly hide?: readonly HiddenChange[] | undefined;
  /**
   * Folders are open down to this depth: 0 closes all of them. `auto`: down to a depth that fills the screen.
   */
  readonly depth?: number | "auto" | "all" | undefined;
  /** The changes of the chosen layer, or all files after it. */
  readonly show?: StartView | undefined;
  /** All files in one list, the largest first. */
  readonly flat?: boolean | undefined;
  /** Mode and owner before each path. */
  readonly attributes?: boolean | undefined;
  /** The width of the left column, if panes are side by side. */
  readonly leftWidth?: PaneWidth | undefined;
}

export const START_SORTS = ["name", "size", "change"] as const;
export type StartSort = (typeof START_SORTS)[number];
export const START_VIEWS = ["layer", "all"] as const;
export type StartView = (typeof START_VIEWS)[number];
export const HIDDEN_CHANGES = ["added", "modified", "removed", "unchanged"] as const;
type HiddenChange = (typeof HIDDEN_CHANGES)[number];

/** A width with borders, in columns or in percent of the screen. */
export type PaneWidth = { readonly columns: number } | { readonly percent: number };

/** The user's settings of the explorer. */
export interface Settings {
  readonly theme: ThemeSettings;
  /** The user's keys, by the name of their action. */
  readonly keys: KeyMap;
  readonly mouse: boolean;
  /** True to draw only with ASCII. */
  readonly ascii: boolean;
  readonly start: StartSettings;
  /** Globs of paths that comparisons of two images ignore. */
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
