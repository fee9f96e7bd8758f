import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awaited, searching } from "../../src/explorer/search-while-typing.js";
import { update } from "../../src/explorer/update.js";
import { finished } from "../../src/tree/pieces.js";
import { members, press, pressKey, start, tree, typed } from "./start.js";

const LAYERS = [members("etc/hosts: 1", "opt/app.py: 1", "opt/lib/app.js: 1", "usr/bin/env: 1")];

describe("the text of a filter", () => {
  test("typed text is in the prompt before the tree shows the matches", async () => {
    const state = typed(await start(LAYERS), "/app");
    expect([state.prompt?.text, state.files.filter, awaited(state)]).toEqual(["app", "", "app"]);
    const found = update(state, { type: "found" }).state;
    expect([found.prompt?.text, found.files.filter, awaited(found)]).toEqual(["app", "app", null]);
    expect(tree(found)).toEqual(["> /opt", "  /opt/app.py", "  /opt/lib", "  /opt/lib/app.js"]);
  });

  test("⏎ waits for the matches before the cursor moves in the tree", async () => {
    const state = typed(await start(LAYERS), "/app");
    expect(tree(pressKey(state, "enter"))).toEqual([
      "  /opt",
      "> /opt/app.py",
      "  /opt/lib",
      "  /opt/lib/app.js",
    ]);
  });

  test("esc ends the filter without waiting for the matches", async () => {
    const state = pressKey(typed(await start(LAYERS), "/app"), "esc");
    expect([state.prompt, state.files.filter]).toEqual([null, ""]);
  });

  test("the end of a search keeps the message if no search was running", async () => {
    const state = typed(await start(LAYERS), "!");
    expect(update(state, { type: "found" }).state.message).toBe("there are no warnings");
  });

  test("a search runs in several pieces", async () => {
    const state = typed(await start(LAYERS), "/app");
    expect([...searching(state)].length).toBeGreaterThan(2);
    expect(finished(searching(await start(LAYERS)))).toBe(undefined);
  });

  test("the final state is the same whether matches are found between keys or later", async () => {
    const opened = await start(LAYERS);
    const key = fc.constantFrom(..."/aplj⌫↓↑⏎⎋ asz");
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 20 }), async (keys) => {
        let state = opened;
        for (const [char, found] of keys) state = found ? press(state, char) : typed(state, char);
        expect(press(state, "")).toEqual(press(opened, keys.map(([char]) => char).join("")));
      }),
    );
  });
});
