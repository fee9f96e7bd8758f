import { describe, expect, test } from "vitest";
import { draw } from "../draw.js";
import { cursorPath, members, press, pressKey, start, tree } from "../start.js";

const ZONES = members("usr/", "usr/share/", "usr/share/zoneinfo/", "usr/share/zoneinfo/UTC: 1", "bin: 1");

describe("a chain of single folders", () => {
  test("a chain of single folders is one row with the whole chain as its name", async () => {
    const state = await start([ZONES]);
    expect(tree(state)).toEqual(["> /bin", "  /usr/share/zoneinfo", "  /usr/share/zoneinfo/UTC"]);
    expect(draw(state)).toContain("+ ▾ usr/share/zoneinfo ");
    expect(draw(state)).toContain("+     UTC ");
  });

  test("a chain opens and closes as one folder, and ← goes to the folder above the chain", async () => {
    const state = press(
      await start([[...ZONES, ...members("opt/", "opt/x: 1", "opt/a/", "opt/a/b/", "opt/a/b/f: 1")]]),
      "2j",
    );
    expect(cursorPath(state)).toBe("/opt");
    const chain = press(state, "j");
    expect(cursorPath(chain)).toBe("/opt/a/b");
    expect(tree(press(chain, " "))).toContain("> /opt/a/b");
    expect(cursorPath(press(chain, "←←"))).toBe("/opt");
  });

  test("a folder with another kind of change than its subfolder has its own row", async () => {
    const state = press(await start([members("srv/"), members("srv/", "srv/new/", "srv/new/f: 1")]), "j");
    expect(tree(state)).toEqual(["> /srv", "  /srv/new", "  /srv/new/f"]);
  });

  test("the filter finds a chain by a part of its name, and n selects the chain only once", async () => {
    const state = press(await start([ZONES]), "/share⏎");
    expect(cursorPath(state)).toBe("/usr/share/zoneinfo");
    expect(cursorPath(press(state, "n"))).toBe("/usr/share/zoneinfo");
  });
});

test("a closed folder shows the number of matches in it", async () => {
  const state = press(await start([members("lib/", "lib/a.so: 1", "lib/b.so: 1", "lib/c: 1")]), "/.so⏎z");
  expect(draw(state)).toContain("+ ▸ lib  2 matches  +2 ");
});

test("a file with the same content and another mode is marked m after contents are compared", async () => {
  const before = { path: "tool", content: "same", mode: 0o644 };
  const layers = [[before], [{ ...before, mode: 0o755 }]];
  expect(draw(press(await start(layers), "j"))).toContain("4B m   tool ");
  expect(draw(press(await start(layers, { waste: "sorted" }), "j"))).toContain("4B ~   tool ");
});

describe("the flat list", () => {
  const LAYERS = [members("etc/", "etc/small: 1", "opt/", "opt/lib/", "opt/lib/big: 12345", "opt/mid: 123")];

  test("the flat list has all files with their paths, biggest first, and no folders", async () => {
    const state = press(await start(LAYERS), "2S");
    expect(tree(state)).toEqual(["> /opt/lib/big", "  /opt/mid", "  /etc/small"]);
    expect(draw(state)).toContain("╭ Files ─ changes of layer 0 ─ all files by size ─");
    expect(draw(state)).toContain("5B + /opt/lib/big ");
  });

  test("the flat list shows only files that match the filter", async () => {
    expect(tree(press(await start(LAYERS), "2S/opt⏎"))).toEqual(["> /opt/lib/big", "  /opt/mid"]);
  });

  test("the cursor stays on its file when the flat list changes to the tree", async () => {
    const state = press(await start(LAYERS), "2S");
    expect(cursorPath(press(state, "jS"))).toBe("/opt/mid");
  });

  test("keys for folders and for sorting show why they do nothing in the flat list", async () => {
    const state = press(await start(LAYERS), "2S");
    for (const key of ["z", "left", "space"])
      expect(pressKey(state, key).message).toBe("the flat list has no folders: S shows the tree");
    expect(press(state, "s").message).toBe("the flat list is sorted by size: S shows the tree");
  });

  test("the flat list shows the end of a long path", async () => {
    const deep = `${"a-folder/".repeat(12)}file`;
    const state = press(await start([members(`${deep}: 1`)], { columns: 80, rows: 24 }), "2S");
    expect(draw(state)).toMatch(/\+ …\S*a-folder\/file│/);
  });
});
