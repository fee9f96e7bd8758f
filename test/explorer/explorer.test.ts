import { describe, expect, test } from "vitest";
import { update } from "../../src/explorer/update.js";
import { draw, frame, isFull } from "./draw.js";
import { members, press, type StartOptions, start } from "./start.js";

const LAYERS = [
  members("bin/", "bin/sh: 1234", "etc/", "etc/hosts: 1", "etc/ssl/", "etc/ssl/key: 12"),
  members("etc/hosts: 123", "opt/", "opt/app.py: 12345", "etc/.wh.ssl"),
];
const HISTORY = [
  "/bin/sh -c #(nop) ADD file:0a in / ",
  "ENV A=1",
  "RUN /bin/sh -c apt-get update && apt-get install -y python3 # buildkit",
];

/** Checks the screen of the small image after some keys. */
async function checkScreen(keys: string, options: StartOptions, drawing: string): Promise<void> {
  const state = press(await start(LAYERS, { history: HISTORY, ...options }), keys);
  expect(`\n${draw(state)}\n`).toBe(drawing);
}

describe("the screen", () => {
  test("a screen with 100 columns has all panes side by side", () =>
    checkScreen(
      "jj",
      { columns: 100, rows: 18 },
      `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B   linux/amd64
╭ Layers ────────────────────────────────╮╭ Files ─ changes of layer 1 ────────────────────────────╮
│   0      7B ████▍ ADD file:0a in /     ││drwxr-xr-x 0:0       3B   ▾ etc                         │
│   ·               ENV A=1              ││-rw-r--r-- 0:0       3B ~     hosts                     │
│▸  1      8B █████ RUN apt-get update &…││drwxr-xr-x 0:0      −2B −   ▾ ssl                       │
│                                        ││-rw-r--r-- 0:0      −2B −       key                     │
├ Layer 1 ───────────────────────────────┤│drwxr-xr-x 0:0       5B + ▾ opt                         │
│ +2  ~1  −2  8B                         ││-rw-r--r-- 0:0       5B +     app.py                    │
│ RUN apt-get update && \\                ││                                                        │
│     apt-get install -y python3         ││                                                        │
│                                        ││                                                        │
│                                        ││                                                        │
│                                        ││                                                        │
├ Waste ─ 3B ─ what to change ───────────┤│                                                        │
│     1B    1×   1 Leave this file of th…││                                                        │
│     2B    1×   1 Remove it in the Dock…││                                                        │
╰ layerx slim would save 3B ─────────────╯╰ /etc ──────────────────────────────────────────────────╯
 ⏎ files  tab pane  w waste  o instruction  m compare  a all layers  / filter  ? help  q quit
`,
    ));

  test("a screen with fewer than 100 columns has one pane: the layers with details of the selected layer", () =>
    checkScreen(
      "jj",
      { columns: 60, rows: 18 },
      `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B
╭ Layers ─ size, share, wasted ────────────────────────────╮
│   0      7B ███████       3B ADD file:0a in /            │
│   ·                          ENV A=1                     │
│▸  1      8B ████████         RUN apt-get update && apt-g…│
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
├ Layer 1 ─────────────────────────────────────────────────┤
│ +2  ~1  −2  8B                                           │
│ RUN apt-get update && \\                                  │
│     apt-get install -y python3                           │
╰──────────────────────────────────────────────────────────╯
 ⏎ files  tab pane  w waste  o instruction  ? help  q quit
`,
    ));

  test("a screen with 40×12 cells shows names without mode and owner", () =>
    checkScreen(
      "jj2",
      { columns: 40, rows: 12 },
      `
 test:1   15B   wasted 3B
╭ Files ─ changes of layer 1 ──────────╮
│      3B   ▾ etc                      │
│      3B ~     hosts                  │
│     −2B −   ▾ ssl                    │
│     −2B −       key                  │
│      5B + ▾ opt                      │
│      5B +     app.py                 │
│                                      │
│                                      │
╰ /etc ────────────────────────────────╯
 ⏎ fold  tab pane  ? help  q quit
`,
    ));

  test("a screen below 40×12 cells shows a message", () =>
    checkScreen(
      "",
      { columns: 39, rows: 8 },
      "\nthis screen is 39×8\nlayerx needs 40×12\nmake it bigger, or q to quit\n\n\n\n\n\n",
    ));

  test("the screen shows the filter while the user types, and says that sizes count the matches", () =>
    checkScreen(
      "jj/opt",
      { columns: 70, rows: 12 },
      `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B   linux/amd64
╭ Files ─ changes of layer 1 ─ matching opt ─ sizes of the matches ──╮
│drwxr-xr-x 0:0       5B + ▾ opt                                     │
│-rw-r--r-- 0:0       5B +     app.py                                │
│                                                                    │
│                                                                    │
│                                                                    │
│                                                                    │
│                                                                    │
│                                                                    │
╰ /opt ──────────────────────────────────────────────────────────────╯
 /opt   2 paths  ⏎ keep  esc end
`,
    ));

  test("the waste pane shows wasted copies with their cause and both layers", () =>
    checkScreen(
      "wc",
      { columns: 60, rows: 12 },
      `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B
╭ Waste ─ 3B ─ 2 wasted copies ────────────────────────────╮
│     2B deleted     0→1 /etc/ssl/key                      │
│     1B overwritten 0→1 /etc/hosts                        │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
╰ /etc/ssl/key ────────────────────────────────────────────╯
 ⏎ go there  tab pane  o what to do  ? help  q quit
`,
    ));
});

describe("untrusted names", () => {
  const HOSTILE = [
    members(
      "a\x1b[2J\x1b]0;title\x07",
      "b\u202etxt.exe",
      "c\nd",
      "日本語/",
      "日本語/ファイル: 1",
      "👨‍👩‍👧 family",
      "e\\f",
    ),
  ];

  test("control characters in untrusted names are escaped, and do not shift columns", async () => {
    const state = press(
      await start(HOSTILE, { columns: 100, rows: 18, history: ["RUN printf '\x1b[2J\u202e' 日本語"] }),
      "2G",
    );
    const lines = frame(state);
    expect(isFull(lines, state.screen)).toBe(true);
    expect(lines.join("").replace(/\x1b\[[\d;]*m/g, "")).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
    expect(draw(state)).toContain("   a\\x1b[2J\\x1b]0;title\\x07 ");
    expect(draw(state)).toContain("RUN printf '\\x1b[2J\\u{202e}' 日本語");
  });

  test("every line with untrusted names is as wide as the screen, at any size", async () => {
    let state = await start([...LAYERS, ...HOSTILE], { history: HISTORY });
    for (const [columns, rows] of [
      [200, 60],
      [120, 36],
      [100, 13],
      [99, 40],
      [80, 24],
      [41, 12],
    ]) {
      state = update(state, { type: "resize", columns, rows }).state;
      for (const keys of ["1", "2a", "w", "?"]) {
        expect(isFull(frame(press(state, keys)), { columns, rows })).toBe(true);
      }
    }
  });
});

test("without colours, the only styles are bold, dim, strikethrough and inverse", async () => {
  const state = press(await start(LAYERS, { history: HISTORY }), "jj2");
  const drawn = frame(state, { colour: false }).join("");
  const all = [...drawn.matchAll(/\x1b\[([\d;]*)m/g)].flatMap(([, list]) => list.split(";"));
  // The codes 22 to 29 switch styles off.
  const codes = all.filter((code) => !/^2\d$/.test(code));
  expect([...new Set(codes)].sort()).toEqual(["0", "1", "2", "7", "9"]);
});
