import { describe, expect, test } from "vitest";
import { ROLES, THEMES } from "../../../src/explorer/settings.js";
import { sgrOf } from "../../../src/explorer/theme/sgr.js";
import { themeOf } from "../../../src/explorer/theme/theme.js";

const none = new Map();

describe("a colour", () => {
  test.each([
    [{ palette: 2 }, 4, "32"],
    [{ palette: 9 }, 24, "91"],
    [{ palette: 75 }, 8, "38;5;75"],
    [{ palette: 75 }, 4, "94"],
    [{ rgb: [95, 175, 255] }, 24, "38;2;95;175;255"],
    [{ rgb: [95, 175, 255] }, 8, "38;5;75"],
    [{ rgb: [250, 5, 5] }, 4, "91"],
    [{ rgb: [130, 130, 130] }, 8, "38;5;244"],
  ] as const)("the colour %j has the code %s at a depth of %i bits", (colour, depth, sgr) => {
    expect(sgrOf(colour, depth)).toBe(sgr);
  });
});

describe.each(THEMES)("the theme %s", (base) => {
  test("a theme has a style for every role at any depth", () => {
    for (const depth of [4, 8, 24] as const) {
      const theme = themeOf({ base, roles: none }, depth);
      expect(ROLES.filter((role) => !/^\d+(;\d+)*$/.test(theme[role]))).toEqual([]);
    }
  });

  test("added, modified and removed have three different styles", () => {
    const { added, modified, removed } = themeOf({ base, roles: none }, 8);
    expect(new Set([added, modified, removed]).size).toBe(3);
  });
});

test("the dark theme uses the nearest colour that the terminal supports", () => {
  const dark = { base: "dark", roles: none } as const;
  expect(themeOf(dark, 24).added).toBe("38;2;135;215;135");
  expect(themeOf(dark, 8).added).toBe("38;5;114");
  expect(themeOf(dark, 4).added).toBe("32");
});

test("light uses neither cyan nor yellow, and dark no dark blue, in a terminal with sixteen colours", () => {
  const colours = (base: "light" | "dark") => {
    const theme = themeOf({ base, roles: none }, 4);
    return new Set(ROLES.map((role) => theme[role]));
  };
  expect([...colours("light")].filter((sgr) => sgr === "36" || sgr === "33")).toEqual([]);
  expect(colours("dark")).not.toContain("34");
});

test("the high-contrast theme has no dim text, and its selected row is bold", () => {
  const theme = themeOf({ base: "high-contrast", roles: none }, 24);
  expect([theme.dim, theme.inverse, theme.added]).toEqual(["", "1;7", "1;92"]);
});

test.each([
  [{ palette: 4 }, 4, "44"],
  [{ palette: 12 }, 4, "104"],
  [{ palette: 236 }, 8, "48;5;236"],
  [{ rgb: [40, 50, 60] }, 24, "48;2;40;50;60"],
] as const)("the selected row gets %j as its background at %i bits", (colour, depth, sgr) => {
  expect(themeOf({ base: "auto", roles: new Map([["selected", colour]]) }, depth).selected).toBe(sgr);
});

test("without a background colour in the settings, the selected row is inverse", () => {
  const selected = THEMES.map((base) => themeOf({ base, roles: none }, 24).selected);
  expect(selected).toEqual(["7", "7", "7", "1;7"]);
});

test("the colour of a role in the settings replaces the colour of the theme", () => {
  const theme = themeOf({ base: "auto", roles: new Map([["added", { palette: 4 }]]) }, 4);
  expect([theme.added, theme.removed]).toEqual(["34", "31"]);
});
