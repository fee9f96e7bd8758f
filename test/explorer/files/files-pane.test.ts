import { describe, expect, test } from "vitest";
import { draw, frame } from "../draw.js";
import { members, press, type StartOptions, start } from "../start.js";

const LAYERS = [
  members(
    "bin/",
    "bin/sh: 1234",
    "etc/",
    "etc/hosts: 1",
    "etc/ssl/",
    "etc/ssl/key: 12",
    "var/log/apt: 123",
    "var/log/dpkg: 12",
  ),
  members(
    "etc/hosts: 123",
    "opt/",
    "opt/app.py: 12345",
    "etc/.wh.ssl",
    "var/log/.wh.apt",
    "var/log/.wh.dpkg",
  ),
];
const HISTORY = ["ADD rootfs.tar / # buildkit", "ENV A=1", "RUN /bin/sh -c make && rm /var/log/* # buildkit"];

/** Checks the screen of the small image after some keys, without its first and its last line. */
async function checkScreen(keys: string, options: StartOptions, drawing: string): Promise<void> {
  const state = press(await start(LAYERS, { history: HISTORY, ...options }), keys);
  expect(`\n${draw(state).split("\n").slice(1, -1).join("\n")}\n`).toBe(drawing);
}

describe("the tree", () => {
  test("a closed folder shows the number of changes in it", () =>
    checkScreen(
      "jj2z",
      { columns: 60, rows: 12 },
      `
╭ Files ─ changes of layer 1 ──────────────────────────────╮
│drwxr-xr-x 0:0       3B   ▸ etc  ~1 −2                    │
│drwxr-xr-x 0:0       5B + ▸ opt  +1                       │
│drwxr-xr-x 0:0      −5B   ▸ var  −2                       │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
╰ /etc ────────────────────────────────────────────────────╯
`,
    ));

  test("a folder with only removed bytes shows the removed bytes", () =>
    checkScreen(
      "jj2",
      { columns: 60, rows: 14 },
      `
╭ Files ─ changes of layer 1 ──────────────────────────────╮
│drwxr-xr-x 0:0       3B   ▾ etc                           │
│-rw-r--r-- 0:0       3B ~     hosts                       │
│drwxr-xr-x 0:0      −2B −   ▾ ssl                         │
│-rw-r--r-- 0:0      −2B −       key                       │
│drwxr-xr-x 0:0       5B + ▾ opt                           │
│-rw-r--r-- 0:0       5B +     app.py                      │
│drwxr-xr-x 0:0      −5B   ▾ var/log                       │
│-rw-r--r-- 0:0      −3B −     apt                         │
│-rw-r--r-- 0:0      −2B −     dpkg                        │
│                                                          │
╰ /etc ────────────────────────────────────────────────────╯
`,
    ));

  test("a comparison of two layers shows changed paths, and added and removed bytes", () =>
    checkScreen(
      "mjj",
      { columns: 100, rows: 18 },
      `
╭ Layers ────────────────────────────────╮╭ Files ─ changes from layer 0 to layer 1 ───────────────╮
│ * 0     12B █████ ADD rootfs.tar /     ││drwxr-xr-x 0:0       3B   ▾ etc                         │
│   ·               ENV A=1              ││-rw-r--r-- 0:0       3B ~     hosts                     │
│▸  1      8B ███▍  RUN make && rm /var/…││drwxr-xr-x 0:0      −2B −   ▾ ssl                       │
├ Layer 1 ─ compared with layer 0 ───────┤│-rw-r--r-- 0:0      −2B −       key                     │
│ +2  ~1  −4  from layer 0 to layer 1    ││drwxr-xr-x 0:0       5B + ▾ opt                         │
│ 8B added, 8B removed                   ││-rw-r--r-- 0:0       5B +     app.py                    │
│ RUN make && \\                          ││drwxr-xr-x 0:0      −5B   ▾ var/log                     │
│     rm /var/log/*                      ││-rw-r--r-- 0:0      −3B −     apt                       │
│                                        ││-rw-r--r-- 0:0      −2B −     dpkg                      │
│                                        ││                                                        │
├ Waste ─ 8B ─ what to change ───────────┤│                                                        │
│     3B    1×   1 Leave it in its place…││                                                        │
│     1B    1×   1 Leave this file of th…││                                                        │
│     4B    2× ▸ 1 Remove it in the Dock…││                                                        │
╰ layerx slim would save 8B ─────────────╯╰ /etc ──────────────────────────────────────────────────╯
`,
    ));

  test("the split tree shows the changes of the layer above all files up to the layer", () =>
    checkScreen(
      "jj2v",
      { columns: 60, rows: 20 },
      `
╭ Files ─ changes of layer 1 ──────────────────── 1-7 of 9 ╮
│drwxr-xr-x 0:0       3B   ▾ etc                           │
│-rw-r--r-- 0:0       3B ~     hosts                       │
│drwxr-xr-x 0:0      −2B −   ▾ ssl                         │
│-rw-r--r-- 0:0      −2B −       key                       │
│drwxr-xr-x 0:0       5B + ▾ opt                           │
│-rw-r--r-- 0:0       5B +     app.py                      │
│drwxr-xr-x 0:0      −5B   ▾ var/log                       │
├ Files ─ all of layers 0 to 1 ───────────────── 1-8 of 11 ┤
│drwxr-xr-x 0:0       4B   ▾ bin                           │
│-rw-r--r-- 0:0       4B       sh                          │
│drwxr-xr-x 0:0       3B   ▾ etc                           │
│-rw-r--r-- 0:0       3B ~     hosts                       │
│drwxr-xr-x 0:0      −2B −   ▾ ssl                         │
│-rw-r--r-- 0:0      −2B −       key                       │
│drwxr-xr-x 0:0       5B + ▾ opt                           │
│-rw-r--r-- 0:0       5B +     app.py                      │
╰ /etc ────────────────────────────────────────────────────╯
`,
    ));

  test("the title of a filtered tree shows the filter and the order", () =>
    checkScreen(
      "jj2/opt⏎ss",
      { columns: 80, rows: 12 },
      `
╭ Files ─ changes of layer 1 ─ matching opt ─ by change ─ sizes of the matches ╮
│drwxr-xr-x 0:0       5B + ▾ opt                                               │
│-rw-r--r-- 0:0       5B +     app.py                                          │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
│                                                                              │
╰ /opt ────────────────────────────────────────────────────────────────────────╯
`,
    ));
});

describe("the pages", () => {
  test("the page of versions shows the change, the facts and the instruction of each layer", () =>
    checkScreen(
      "2/key⏎Gt",
      { columns: 90, rows: 12 },
      `
╭ Versions ─ /etc/ssl/key ─ 2 changes, not in the final image ───────────────────────────╮
│▸  0 + added          2B  -rw-r--r-- 0:0  1970-01-01 00:00                              │
│       wasted since layer 1: deleted  ADD rootfs.tar /                                  │
│   1 − removed       −2B  with its folder /etc/ssl                                      │
│       RUN make && rm /var/log/*                                                        │
│                                                                                        │
│                                                                                        │
│                                                                                        │
│                                                                                        │
╰────────────────────────────────────────────────────────────────────────────────────────╯
`,
    ));

  test("the find page shows the size of a path, its first layer and its last layer", () =>
    checkScreen(
      "fk",
      { columns: 60, rows: 12 },
      `
╭ Find in all layers ─ 2 paths ────────────────────────────╮
│     size  layer    last  path                            │
│       2B  +0       −1    /etc/ssl/key                    │
│       2B  +0       −1    /var/log/dpkg                   │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
╰──────────────────────────────────────────────────────────╯
`,
    ));
});

test("matches of the filter are marked in the names, with and without colours", async () => {
  const state = press(await start(LAYERS, { columns: 60, rows: 12 }), "2/ost⏎↑");
  const [coloured, plain] = [true, false].map((colour) =>
    frame(state, { colour }).find((line) => line.includes("-rw-r--r--")),
  );
  expect(coloured).toContain("\x1b[32mh\x1b[0m\x1b[32;36;4most\x1b[0m\x1b[32ms\x1b[0m");
  expect(plain).toContain("h\x1b[4most\x1b[0ms");
});

test("a row shows the target of a symlink as it is stored, and of a hard link as a path from the root", async () => {
  const state = await start([
    [
      { path: "a", content: "1" },
      { path: "b", type: "symlink", linkname: "./a" },
      { path: "c", type: "hardlink", linkname: "a" },
    ],
  ]);
  const screen = draw(state);
  expect(screen).toMatch(/ b → \.\/a /);
  expect(screen).toMatch(/ c → \/a /);
});

test("s sorts by name, size and change in turn; growth is an order only between two images", async () => {
  const state = await start([members("a: 1")]);
  const orders = ["", "s", "ss", "sss"].map((keys) => press(state, keys).files.order);
  expect(orders).toEqual(["name", "size", "change", "name"]);
  const growing = { ...state, files: { ...state.files, growth: true } };
  expect(press(growing, "sss").files.order).toBe("growth");
});

test("another filter opens the folders with matches again that were closed for the filter before", async () => {
  const state = press(await start([members("d/", "d/app: 1", "d/b: 1")]), "/app⏎z");
  expect(draw(state)).toMatch(/▸ d {2}1 match/);
  expect(draw(press(state, "/⌫⌫⌫b"))).toMatch(/▾ d +│[\s\S]* b /);
});
