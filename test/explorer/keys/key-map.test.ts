import { expect, test } from "vitest";
import { bindingName, conflictOf, mapped } from "../../../src/explorer/keys/key-map.js";
import type { KeyMap } from "../../../src/explorer/keys/key-names.js";
import { actionOf, BINDINGS } from "../../../src/explorer/keys/keys.js";
import { helpLines } from "../../../src/explorer/pages/help/help-lines.js";
import { update } from "../../../src/explorer/update.js";
import { draw } from "../draw.js";
import { members, press, start } from "../start.js";

async function withKeys(keys: KeyMap) {
  return { ...(await start([members("a: 1")])), keys };
}

test("every binding has a name of lower-case words, and bindings with the same name have the same action", () => {
  const named = BINDINGS.map((binding) => ({
    name: bindingName(binding),
    action: JSON.stringify(binding.action),
  }));
  expect(named.filter(({ name }) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  const actions = new Map<string, Set<string>>();
  for (const { name, action } of named) actions.set(name, (actions.get(name) ?? new Set()).add(action));
  expect([...actions].filter(([, same]) => same.size > 1).map(([name]) => name)).toEqual([]);
});

test("the help and the footer show the user's keys", async () => {
  const state = await withKeys(
    new Map([
      ["move-down", ["ctrl-n"]],
      ["quit", ["ctrl-q"]],
    ]),
  );
  const lines = draw(press(state, "?")).split("\n");
  expect(lines.filter((line) => / {3}down +│/.test(line))).toEqual([
    expect.stringMatching(/│ {3}ctrl-n +down /),
  ]);
  expect(draw(state).split("\n").at(-1)).toMatch(/ {2}ctrl-q quit$/);
  const small = update(state, { type: "resize", columns: 39, rows: 8 }).state;
  expect(draw(small)).toContain("make it bigger, or ctrl-q to quit");
});

test("a user's keys replace those of the table", async () => {
  const state = await withKeys(new Map([["move-down", ["n", "ctrl-n"]]]));
  const down = { type: "move", to: "down" };
  expect(["n", "ctrl-n", "j"].map((key) => actionOf(state, key))).toMatchObject([
    down,
    down,
    { type: "refuse" },
  ]);
});

test("an action can have no keys", async () => {
  const state = await withKeys(new Map([["copy", []]]));
  expect(actionOf(state, "y").type).toBe("refuse");
});

test("ctrl-c quits even if quit has another key", async () => {
  const state = await withKeys(new Map([["quit", ["Q"]]]));
  expect(["Q", "ctrl-c", "q"].map((key) => actionOf(state, key).type)).toEqual(["quit", "quit", "refuse"]);
});

test("the help shows the user's keys", () => {
  const found = helpLines(mapped(BINDINGS, new Map([["toggle-mouse", ["ctrl-o"]]])));
  expect(found).toContainEqual({
    keys: ["ctrl-o"],
    title: "mouse on and off: when off, the terminal selects text",
  });
});

test("a key with two actions in one place is a conflict", () => {
  expect(conflictOf(BINDINGS, new Map([["toggle-mouse", ["q"]]]))).toEqual({
    key: "q",
    names: ["toggle-mouse", "viewer-back"],
    place: "save",
  });
});

test("two actions can exchange their keys, and the default keys have no conflict", () => {
  const swapped = new Map([
    ["next-order", ["a"]],
    ["switch-scope", ["s"]],
  ]);
  expect(conflictOf(BINDINGS, swapped)).toBe(null);
  expect(conflictOf(BINDINGS, new Map())).toBe(null);
});
