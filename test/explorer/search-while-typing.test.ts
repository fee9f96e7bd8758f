import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awaited, searching } from "../../src/explorer/search-while-typing.js";
import { update } from "../../src/explorer/update.js";
import { finished } from "../../src/tree/pieces.js";
import { members, press, pressKey, start, tree, typed } from "./start.js";

const LAYERS = [members("etc/hosts: 1", "opt/app.py: 1", "opt/lib/app.js: 1", "usr/bin/env: 1")];

describe("what is typed for the filter", () => {
  test("is in the prompt before the tree shows the matches", async () => {
    const state = typed(await start(LAYERS), "/app");
    expect([state.prompt?.text, state.files.filter, awaited(state)]).toEqual(["app", "", "app"]);
    const found = update(state, { type: "found" }).state;
    expect([found.prompt?.text, found.files.filter, awaited(found)]).toEqual(["app", "app", null]);
    expect(tree(found)).toEqual(["> /opt", "  /opt/app.py", "  /opt/lib", "  /opt/lib/app.js"]);
  });

  test("is found before a key moves in the tree", async () => {
    const state = typed(await start(LAYERS), "/app");
    expect(tree(pressKey(state, "enter"))).toEqual([
      "  /opt",
      "> /opt/app.py",
      "  /opt/lib",
      "  /opt/lib/app.js",
    ]);
  });

  test("is not waited for when the filter ends", async () => {
    const state = pressKey(typed(await start(LAYERS), "/app"), "esc");
    expect([state.prompt, state.files.filter]).toEqual([null, ""]);
  });

  test("leaves a message alone when nothing is awaited", async () => {
    const state = typed(await start(LAYERS), "!");
    expect(update(state, { type: "found" }).state.message).toBe("there are no warnings");
  });

  test("is looked for in pieces", async () => {
    const state = typed(await start(LAYERS), "/app");
    expect([...searching(state)].length).toBeGreaterThan(2);
    expect(finished(searching(await start(LAYERS)))).toBe(undefined);
  });

  test("gives the same in the end however fast it is found", async () => {
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
