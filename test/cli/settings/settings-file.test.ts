import { describe, expect, test } from "vitest";
import { parseKeys } from "../../../src/cli/settings/key-settings.js";
import { parseSettings } from "../../../src/cli/settings/settings-file.js";
import { LayerxError } from "../../../src/errors.js";

/** Returns the settings with which the explorer opens. */
function parse(text: string) {
  const { settings, keys } = parseSettings({ path: "config.yaml", text });
  return keys === null ? settings : { ...settings, keys: parseKeys(keys) };
}

test("a settings file can set theme, keys, mouse and ASCII", () => {
  const text = `
theme: { base: dark, added: green, accent: "#5fafff", removed: bright-red, link: 75 }
keys:
  move-down: [J, ctrl-n]
  quit: Q
  focus-waste: 4
mouse: false
ascii: true
`;
  expect(parse(text)).toEqual({
    theme: {
      base: "dark",
      roles: new Map<string, unknown>([
        ["accent", { rgb: [95, 175, 255] }],
        ["added", { palette: 2 }],
        ["removed", { palette: 9 }],
        ["link", { palette: 75 }],
      ]),
    },
    keys: new Map([
      ["move-down", ["J", "ctrl-n"]],
      ["quit", ["Q"]],
      ["focus-waste", ["4"]],
    ]),
    mouse: false,
    ascii: true,
  });
});

test("a theme can be only a name, or only colours for some roles", () => {
  expect(parse("theme: light")).toEqual({ theme: { base: "light", roles: new Map() } });
  expect(parse("theme: {added: 4}")).toEqual({
    theme: { base: "auto", roles: new Map([["added", { palette: 4 }]]) },
  });
});

test("the map start sets the first screen", () => {
  const text = `
start:
  sort: size
  hide: [removed, unchanged]
  depth: 2
  show: all
  flat: true
  attributes: false
  left-width: 30%
`;
  expect(parse(text)).toEqual({
    start: {
      sort: "size",
      hide: ["removed", "unchanged"],
      depth: 2,
      show: "all",
      flat: true,
      attributes: false,
      leftWidth: { percent: 30 },
    },
  });
  expect(parse("start: {left-width: 50, hide: added, depth: auto}")).toEqual({
    start: { leftWidth: { columns: 50 }, hide: ["added"], depth: "auto" },
  });
});

test.each(["", "# nothing yet\n", "---\n"])("%j is a file without settings", (text) => {
  expect(parse(text)).toEqual({});
});

describe("a wrong value is reported with its place:", () => {
  test.each([
    ["[", "1:2", /./],
    ["mouse: true\nmouse: false", "2:1", "the same key occurs twice"],
    ["- dark", "1:1", "it is not a map of settings"],
    ["mouse: true\nthem: dark", "2:1", "them is not a setting"],
    ["mouse: maybe", "1:8", "it takes true or false"],
    ["theme: drak", "1:8", '"drak" is not a theme; the themes are auto, light, dark, high-contrast'],
    ["theme:\n  base: drak", "2:9", '"drak" is not a theme; the themes are auto, light, dark, high-contrast'],
    ["theme:\n  addd: red", "2:3", "addd is not a theme role"],
    ["theme:\n  added: gren", "2:10", /^"gren" is not a colour; use a name such as green/],
    ["start: size", "1:8", /^it takes a map with sort, hide, depth/],
    ["start:\n  srot: size", "2:3", "srot is not a setting of start"],
    ["start:\n  sort: growth", "2:9", '"growth" is not one of name, size, change'],
    ["start:\n  show: both", "2:9", '"both" is not one of layer, all'],
    ["start:\n  hide: [added, gone]", "2:9", /^it takes a list of added, modified, removed, unchanged/],
    ["start:\n  depth: -1", "2:10", /^it takes auto, all, or a number/],
    ["start:\n  depth: 1.5", "2:10", /^it takes auto, all, or a number/],
    ["start:\n  flat: maybe", "2:9", "it takes true or false"],
    ["start:\n  left-width: 12", "2:15", /^it takes a number of columns from 30, or a part of the screen/],
    ["start:\n  left-width: 95%", "2:15", /^it takes a number of columns from 30, or a part of the screen/],
    ["keys: j", "1:7", "it takes a map of actions to keys"],
    ["keys:\n  move-dwn: j", "2:3", "move-dwn is not an action"],
    ["keys:\n  move-down: crtl-n", "2:14", "crtl-n is not a key: did you mean ctrl-n?"],
    ["keys:\n  move-down: [j, PgDn]", "2:18", "PgDn is not a key"],
    ["keys:\n  quit: ctrl-i", "2:9", "terminals send ctrl-i for tab, so they cannot be distinguished"],
    ["keys:\n  toggle-mouse: q", "2:17", "q would be toggle-mouse and viewer-back in one place (save)"],
  ])("%j", (text, place, problem) => {
    const error = faultOf(text);
    expect([error.code, error.what]).toEqual([
      "bad-config",
      `cannot use the configuration of config.yaml:${place}`,
    ]);
    expect(error.why).toMatch(problem instanceof RegExp ? problem : new RegExp(`^${escaped(problem)}$`));
  });

  test("with the nearest name", () => {
    expect(faultOf("keys: {move-dwn: j}").next).toMatch(
      /^did you mean move-down\? Else the names are move-up, /,
    );
    expect(faultOf("theme: {addd: red}").next).toMatch(
      /^did you mean added\? Else the names are base, accent, /,
    );
    expect(faultOf("start: {attribute: false}").next).toMatch(/^did you mean attributes\? Else /);
    expect(faultOf("mose: false").next).toBe(
      "did you mean mouse? Else the names are theme, keys, mouse, ascii, start, diff",
    );
  });
});

function faultOf(text: string): LayerxError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof LayerxError) return error;
    throw error;
  }
  throw new Error(`no fault is found in ${JSON.stringify(text)}`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
