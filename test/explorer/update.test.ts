import { describe, expect, test } from "vitest";
import { update } from "../../src/explorer/update.js";
import { draw } from "./draw.js";
import { cursorPath, members, press, pressKey, start, tree, withCauses } from "./start.js";

const BASE = members("bin/", "bin/sh: 1234", "etc/", "etc/hosts: 1", "etc/ssl/", "etc/ssl/key: 12");
const APP = members("etc/hosts: 123", "opt/", "opt/app.py: 12345", "etc/.wh.ssl");
const LAYERS = [BASE, APP];

describe("layers", () => {
  test("selecting another layer changes the tree", async () => {
    const state = await start(LAYERS);
    expect(tree(state)).toEqual([
      "> /bin",
      "  /bin/sh",
      "  /etc",
      "  /etc/hosts",
      "  /etc/ssl",
      "  /etc/ssl/key",
    ]);
    expect(tree(press(state, "↓"))).toEqual([
      "> /etc",
      "  /etc/hosts",
      "  /etc/ssl",
      "  /etc/ssl/key",
      "  /opt",
      "  /opt/app.py",
    ]);
  });

  test("an instruction without a layer has no changes, and all files up to it are those of the layer below", async () => {
    const state = press(await start(LAYERS, { history: ["ADD rootfs", "ENV A=1", "COPY . /opt"] }), "↓");
    expect(tree(state)).toEqual([]);
    expect(tree(press(state, "a"))).toEqual([
      "> /bin",
      "  /bin/sh",
      "  /etc",
      "  /etc/hosts",
      "  /etc/ssl",
      "  /etc/ssl/key",
    ]);
  });

  test("there are no files before the first layer", async () => {
    const state = await start(LAYERS, { history: ["ENV A=1", "ADD rootfs", "COPY . /opt"] });
    expect(tree(press(state, "ga"))).toEqual([]);
  });

  test("the explorer opens on the first instruction with a layer", async () => {
    const state = await start(LAYERS, { history: ["ENV A=1", "CMD x", "ADD rootfs", "COPY . /opt"] });
    expect([state.layers.cursor, tree(state)[0]]).toEqual([2, "> /bin"]);
  });

  test("the view of all layers up to a layer also shows unchanged files", async () => {
    expect(tree(press(await start(LAYERS), "↓a"))).toEqual([
      "> /bin",
      "  /bin/sh",
      "  /etc",
      "  /etc/hosts",
      "  /etc/ssl",
      "  /etc/ssl/key",
      "  /opt",
      "  /opt/app.py",
    ]);
  });

  test("the cursor returns to its path after a layer without this path", async () => {
    const state = press(await start(LAYERS), "2↓1");
    expect(cursorPath(state)).toBe("/bin/sh");
    expect(cursorPath(press(state, "↓"))).toBe("/etc");
    expect(cursorPath(press(state, "↓↑"))).toBe("/bin/sh");
  });
});

describe("the tree", () => {
  test("the cursor moves from row to row, and stops at the first and the last row", async () => {
    const state = press(await start(LAYERS), "2");
    expect(cursorPath(press(state, "jj"))).toBe("/etc");
    expect(cursorPath(press(state, "G"))).toBe("/etc/ssl/key");
    expect(cursorPath(press(state, "Gjjgk"))).toBe("/bin");
  });

  test("⏎ closes and opens a folder, ← goes to the parent folder, → goes into the folder", async () => {
    const state = press(await start(LAYERS), "2⏎");
    expect(tree(state)).toEqual(["> /bin", "  /etc", "  /etc/hosts", "  /etc/ssl", "  /etc/ssl/key"]);
    expect(cursorPath(press(state, "→→"))).toBe("/bin/sh");
    expect(cursorPath(press(state, "G←"))).toBe("/etc/ssl");
    expect(tree(press(state, "G←←←←"))).toEqual(["  /bin", "> /etc"]);
  });

  test("z closes all folders, Z opens all folders, x opens as many levels as fit", async () => {
    const state = press(await start(LAYERS), "2z");
    expect(tree(state)).toEqual(["> /bin", "  /etc"]);
    expect(tree(press(state, "Z"))).toHaveLength(6);
    expect(tree(press(state, "x"))).toHaveLength(6);
  });

  test("a tree that is too large for the screen opens with closed folders", async () => {
    const files = Array.from({ length: 50 }, (_, i) => `usr/lib/f${i}: 1`);
    expect(tree(await start([members("usr/", "usr/lib/", ...files)]))).toEqual(["> /usr/lib"]);
  });

  test("each kind of change can be hidden, separately for each scope", async () => {
    const state = press(await start(LAYERS), "↓2");
    expect(tree(press(state, "-"))).toEqual(["> /etc", "  /etc/hosts", "  /opt", "  /opt/app.py"]);
    expect(tree(press(state, "+~"))).toEqual(["> /etc/ssl", "  /etc/ssl/key"]);
    expect(tree(press(state, "=-"))).toEqual([
      "> /bin",
      "  /bin/sh",
      "  /etc",
      "  /etc/hosts",
      "  /opt",
      "  /opt/app.py",
    ]);
    expect(tree(press(state, "-aa"))).toEqual(tree(press(state, "-")));
    expect(tree(press(state, "-a"))).toHaveLength(8);
  });

  test("s sorts the tree by size, biggest first", async () => {
    expect(tree(press(await start(LAYERS), "2s"))).toEqual([
      "> /bin",
      "  /bin/sh",
      "  /etc",
      "  /etc/ssl",
      "  /etc/ssl/key",
      "  /etc/hosts",
    ]);
  });
});

describe("the filter", () => {
  const FILES = [
    members("etc/", "etc/hosts: 1", "opt/", "opt/app.py: 1", "opt/lib/", "opt/lib/app.py: 1", "srv/: "),
  ];

  test("the filter shows the matches in their folders while the user types", async () => {
    const state = press(await start(FILES), "/");
    expect(tree(press(state, "app"))).toEqual(["> /opt", "  /opt/app.py", "  /opt/lib", "  /opt/lib/app.py"]);
    expect(tree(press(state, "app lib"))).toEqual(["> /opt/lib", "  /opt/lib/app.py"]);
    expect(tree(press(state, "opt/*.py"))).toEqual(["> /opt", "  /opt/app.py"]);
    expect(tree(press(state, "ehs"))).toEqual(["> /etc", "  /etc/hosts"]);
    expect(tree(press(state, "app⌫⌫⌫"))).toHaveLength(7);
  });

  test("erasing a part of the filter shows more matches again", async () => {
    const state = press(await start(FILES), "/app lib⌫⌫⌫⌫");
    expect(tree(state)).toEqual(["> /opt", "  /opt/app.py", "  /opt/lib", "  /opt/lib/app.py"]);
  });

  test("after ⏎, all keys work in the filtered tree", async () => {
    const state = press(await start(FILES), "/app⏎");
    expect(tree(press(state, "G"))).toEqual(["  /opt", "  /opt/app.py", "  /opt/lib", "> /opt/lib/app.py"]);
    expect(tree(press(state, "z"))).toEqual(["> /opt"]);
    expect(tree(press(state, "z⎋"))).toHaveLength(7);
  });

  test("no key moves the cursor of the tree while the user types a filter", async () => {
    const before = press(await start(FILES), "/app");
    const keys = ["up", "down", "left", "right", "page-up", "page-down", "home", "end", "tab", "shift-tab"];
    for (const key of keys) {
      const state = pressKey(before, key);
      expect([key, state.files, state.focus, state.prompt?.text]).toEqual([
        key,
        before.files,
        "files",
        "app",
      ]);
    }
  });
});

describe("the waste", () => {
  test("⏎ on a wasted copy goes to the layer that removed it, and to its path", async () => {
    const state = press(await start(LAYERS), "w⏎");
    expect([state.focus, state.layers.cursor, cursorPath(state)]).toEqual(["files", 1, "/etc/ssl/key"]);
  });

  test("⏎ on a wasted copy clears the filter and shows hidden changes, so that its path is visible", async () => {
    const state = press(await start(LAYERS), "2z-/nothing like it⏎w⏎");
    expect([state.focus, state.layers.cursor, cursorPath(state)]).toEqual(["files", 1, "/etc/ssl/key"]);
    expect([state.prompt, state.files.filter]).toEqual([null, ""]);
  });

  test("the cursor of the waste list stops at the last row", async () => {
    expect(press(await start(LAYERS), "wjjjj").lists.waste.cursor).toBe(1);
  });

  test("⏎ in the waste of an image without waste shows a message", async () => {
    const state = press(await start([BASE]), "w⏎");
    expect(state.message).toBe("this image wastes nothing");
    expect(draw(state)).toMatch(/├ Waste ─ no wasted bytes ─+┤/);
  });
});

describe("the screen", () => {
  test("tab selects the next pane and continues at the first, shift-tab selects the pane before", async () => {
    const state = await start(LAYERS);
    expect([press(state, "⇥").focus, press(state, "⇥⇥").focus, press(state, "⇥⇥⇥").focus]).toEqual([
      "files",
      "waste",
      "layers",
    ]);
    expect(pressKey(state, "shift-tab").focus).toBe("waste");
  });

  test("the selected path stays visible after a resize", async () => {
    const files = Array.from({ length: 60 }, (_, i) => `f${i}: 1`);
    const state = press(await start([members(...files)]), "2G");
    const small = update(state, { type: "resize", columns: 80, rows: 24 }).state;
    expect(cursorPath(small)).toBe("/f9");
    expect(small.files.top).toBe(60 - 20);
  });

  test("help opens, scrolls to its end and closes", async () => {
    const state = press(await start(LAYERS, { rows: 12 }), "?G");
    expect(state.pages.map(({ kind }) => kind)).toEqual(["help"]);
    expect(press(state, "j").pages).toEqual(state.pages);
    expect(press(state, "q").pages).toEqual([]);
  });

  test("q exits the explorer, and ctrl-z suspends it", async () => {
    const state = await start(LAYERS);
    expect(update(state, { type: "quit" }).effects).toEqual([{ type: "exit", everything: false }]);
    expect(update(state, { type: "quit", everything: true }).effects).toEqual([
      { type: "exit", everything: true },
    ]);
    expect(update(state, { type: "suspend" }).effects).toEqual([{ type: "suspend" }]);
  });
});

test("the message of a key stays visible when background work ends or the screen is resized", async () => {
  const state = await start([members("a: 1"), members("a: 2")], { waste: "sorted" });
  const refused = press(state, "P");
  expect(refused.message).toBe("this image has only one platform");
  const found = await withCauses(refused);
  expect(found.message).toBe(refused.message);
  const resized = update(found, { type: "resize", columns: 100, rows: 30 }).state;
  expect(resized.message).toBe(refused.message);
  expect(press(resized, "j").message).toBe(null);
});
