import type { Colour } from "../text/colour-name.js";
import type { KeyMap } from "./keys/key-map.js";

/** What a text means; a theme gives each a look. */
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
  // In a file: what stands for a character that cannot be shown, and the words of its language.
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

/** What a user can choose of the explorer. */
export interface Settings {
  readonly theme: ThemeSettings;
  /** Other keys than the table's, by the name of what they do. */
  readonly keys: KeyMap;
  readonly mouse: boolean;
  /** Draws with ASCII alone. */
  readonly ascii: boolean;
  /** Globs of paths that comparisons of two images leave out. */
  readonly exclude: readonly string[];
}

export const DEFAULT_SETTINGS: Settings = {
  theme: { base: "auto", roles: new Map() },
  keys: new Map(),
  mouse: true,
  ascii: false,
  exclude: [],
};
