import { parseColour } from "../../text/colour.js";
import { ROLES, type Role, type ThemeName, type ThemeSettings } from "../settings.js";
import { backgroundSgrOf, type Depth, sgrOf } from "./sgr.js";

type Attribute = "bold" | "dim" | "struck" | "inverse" | "underlined";

/** The look of a text: an attribute, or a meaning for which the theme has a colour. */
export type Style = Attribute | Role;

/** The SGR parameters of each style; empty if the style has no effect. */
export type Theme = Readonly<Record<Style, string>>;

const ATTRIBUTES: Readonly<Record<Attribute, string>> = {
  bold: "1",
  dim: "2",
  underlined: "4",
  inverse: "7",
  struck: "9",
};

const AUTO: Theme = {
  ...ATTRIBUTES,
  accent: "36",
  added: "32",
  modified: "33",
  removed: "31",
  good: "32",
  warning: "33",
  bad: "31",
  waste: "35",
  share: "34",
  "wasted-share": "35",
  link: "36",
  key: "33",
  selected: "7",
  escape: "35",
  keyword: "35",
  string: "32",
  comment: "2",
  number: "36",
  title: "34",
  attribute: "33",
};

/** Bright and bold, nothing dim; the selected row is bold, too. */
const HIGH_CONTRAST: Theme = {
  ...ATTRIBUTES,
  dim: "",
  inverse: "1;7",
  accent: "1;96",
  added: "1;92",
  modified: "1;93",
  removed: "1;91",
  good: "1;92",
  warning: "1;93",
  bad: "1;91",
  waste: "1;95",
  share: "1;96",
  "wasted-share": "1;95",
  link: "1;96",
  key: "1;93",
  selected: "1;7",
  escape: "1;95",
  keyword: "1;95",
  string: "1;92",
  comment: "3",
  number: "1;96",
  title: "1;94",
  attribute: "1;93",
};

/**
 * The roles with a text colour. A selected row is drawn in inverse video, unless the user chooses a
 * background colour.
 */
type TextRole = Exclude<Role, "selected">;
const TEXT_ROLES: readonly TextRole[] = ROLES.filter((role) => role !== "selected");

/** Colours with a contrast of at least 4.5:1 on white. */
const LIGHT: Readonly<Record<TextRole, string>> = {
  accent: "#00647d",
  added: "#116329",
  modified: "#8a5300",
  removed: "#b3141d",
  good: "#116329",
  warning: "#8a5300",
  bad: "#b3141d",
  waste: "#8430a8",
  share: "#0550ae",
  "wasted-share": "#8430a8",
  link: "#00647d",
  key: "#8a5300",
  escape: "#8430a8",
  keyword: "#8430a8",
  string: "#116329",
  comment: "#57606a",
  number: "#00647d",
  title: "#0550ae",
  attribute: "#8a5300",
};

/** Colours with a contrast of at least 4.5:1 on black and on a dark grey. */
const DARK: Readonly<Record<TextRole, string>> = {
  accent: "#5fd7ff",
  added: "#87d787",
  modified: "#ffd75f",
  removed: "#ff8787",
  good: "#87d787",
  warning: "#ffd75f",
  bad: "#ff8787",
  waste: "#d7afff",
  share: "#87afff",
  "wasted-share": "#d7afff",
  link: "#5fd7ff",
  key: "#ffd75f",
  escape: "#d7afff",
  keyword: "#d7afff",
  string: "#87d787",
  comment: "#a8a8a8",
  number: "#5fd7ff",
  title: "#87afff",
  attribute: "#ffd75f",
};

/** Replaces cyan and yellow, which are hard to read on white, where a terminal has only sixteen colours. */
const LIGHT_OF_16: Partial<Theme> = {
  accent: "34",
  modified: "34",
  warning: "35",
  link: "34",
  key: "34",
  number: "34",
  attribute: "34",
};

/** Replaces blue, which is hard to read on black, where a terminal has only sixteen colours. */
const DARK_OF_16: Partial<Theme> = { share: "94", title: "94" };

/** Returns the chosen theme in colours that the terminal supports. */
export function themeOf({ base, roles }: ThemeSettings, depth: Depth): Theme {
  const theme: Record<Style, string> = { ...BASES[base](depth) };
  for (const [role, colour] of roles)
    theme[role] = role === "selected" ? backgroundSgrOf(colour, depth) : sgrOf(colour, depth);
  return theme;
}

/** The terminal's own sixteen colours. */
export const OWN_COLOURS: Theme = AUTO;

/** Only the attributes, for `NO_COLOR`. */
export const NO_COLOURS: Theme = { ...AUTO, ...Object.fromEntries(TEXT_ROLES.map((role) => [role, ""])) };

/** The themes by their names in settings.ts. */
const BASES: Readonly<Record<ThemeName, (depth: Depth) => Theme>> = {
  auto: () => AUTO,
  light: (depth) => (depth === 4 ? { ...AUTO, ...LIGHT_OF_16 } : colouredTheme(LIGHT, depth)),
  dark: (depth) => (depth === 4 ? { ...AUTO, ...DARK_OF_16 } : colouredTheme(DARK, depth)),
  "high-contrast": () => HIGH_CONTRAST,
};

function colouredTheme(colours: Readonly<Record<TextRole, string>>, depth: Depth): Theme {
  const theme: Record<Style, string> = { ...AUTO };
  for (const role of TEXT_ROLES) {
    const colour = parseColour(colours[role]);
    if (colour !== null) theme[role] = sgrOf(colour, depth);
  }
  return theme;
}
