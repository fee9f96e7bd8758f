import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PANE_NAMES } from "../../../src/explorer/panes.js";
import { update } from "../../../src/explorer/update.js";
import type { Image } from "../../../src/image/image.js";
import { memoryImage } from "../../support/memory-image.js";
import { draw, frame, isFull } from "../draw.js";
import { members, press, pressKey, type StartOptions, start } from "../start.js";
import { KINDS } from "./opened-page.js";

const LAYERS = [
  members("bin/", "bin/sh: 1234", "etc/", "etc/hosts: 1", "etc/ssl/", "etc/ssl/key: 12"),
  members("etc/hosts: 123", "opt/", "opt/app.py: 12345", "etc/.wh.ssl"),
];
const HISTORY = [
  "/bin/sh -c #(nop) ADD file:0a in / ",
  "ENV A=1",
  "RUN /bin/sh -c apt-get update && apt-get install -y python3 # buildkit",
];
const MORE: Partial<Image> = {
  config: {
    ...memoryImage([]).config,
    entrypoint: ["/bin/sh", "-c", "exec app"],
    env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  },
};

interface ScreenOptions extends StartOptions {
  readonly layers?: typeof LAYERS;
}

async function checkScreen(
  keys: string,
  { layers = LAYERS, ...options }: ScreenOptions,
  drawing: string,
): Promise<void> {
  const state = press(await start(layers, { history: HISTORY, image: MORE, ...options }), keys);
  expect(`\n${draw(state)}\n`).toBe(drawing);
}

test("the image page shows the command and the settings", () =>
  checkScreen(
    "i",
    { columns: 60, rows: 22 },
    `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B
╭ Image ─ test:1 ────────────────────────────── 1-18 of 31 ╮
│ What runs                                                │
│   command     /bin/sh -c 'exec app'                      │
│   ENTRYPOINT  ["/bin/sh","-c","exec app"]                │
│               shell form: a shell runs the line          │
│               by the config; the instruction was not     │
│                 recorded                                 │
│                                                          │
│ How it runs                                              │
│   user         root (not set)                            │
│   workdir      / (not set)                               │
│   ports        not set                                   │
│   volumes      not set                                   │
│   health       not set                                   │
│   stop signal  SIGTERM (not set)                         │
│                                                          │
│ Environment                                              │
│   PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin │
│     :/sbin:/bin                                          │
╰──────────────────────────────────────────────────────────╯
 d Dockerfile  c command  r report  esc back  ? help
`,
  ));

const RUNS: Partial<Image> = { config: { ...memoryImage([]).config, cmd: ["serve", "it all"], user: "app" } };
const RUN_HISTORY = [
  "/bin/sh -c #(nop) ADD file:0a in / ",
  'CMD ["bash"]',
  "RUN <<EOF\n\techo \x1b[2J\nEOF",
  'CMD ["serve", "it all"]',
];

test("the Dockerfile page shows the reconstructed Dockerfile, with tabs as spaces", () =>
  checkScreen(
    "id",
    { columns: 60, rows: 21, image: RUNS, history: RUN_HISTORY },
    `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B
╭ Dockerfile ─ test:1 ───────────────────────── 1-17 of 20 ╮
│ # Reconstructed from the image history, which does not   │
│   record stages (COPY --from), mounts of RUN, comments,  │
│ # the copied files, and, with most builders, their owner │
│   (COPY --chown).                                        │
│                                                          │
│ FROM scratch                                             │
│                                                          │
│ # The base image (guess): instructions follow its CMD.   │
│ # The history keeps only a digest of the copied files.   │
│ ADD file:0a /                                            │
│ CMD ["bash"]                                             │
│                                                          │
│ # Instructions above the base image.                     │
│ RUN <<EOF                                                │
│     echo \\x1b[2J                                         │
│ EOF                                                      │
│ CMD ["serve", "it all"]                                  │
╰──────────────────────────────────────────────────────────╯
 y copy  esc back  ? help
`,
  ));

test("the command page shows the command as words and as a line, and each part with its instruction", () =>
  checkScreen(
    "ic",
    { columns: 60, rows: 20, image: RUNS, history: RUN_HISTORY },
    `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B
╭ Command ─ test:1 ────────────────────────────────────────╮
│ What a container starts                                  │
│   as words   ["serve","it all"]                          │
│   as a line  serve 'it all'                              │
│                                                          │
│ What decided it                                          │
│   ENTRYPOINT   not set                                   │
│   CMD          ["serve","it all"]                        │
│                by instruction 4 of 4: CMD ["serve", "it  │
│                  all"]                                   │
│   USER         app                                       │
│                by the config; the instruction was not    │
│                  recorded                                │
│   WORKDIR      / (not set)                               │
│   HEALTHCHECK  not set                                   │
│   STOPSIGNAL   SIGTERM (not set)                         │
│                                                          │
╰──────────────────────────────────────────────────────────╯
 y copy  esc back  ? help
`,
  ));

test("the command page names a missing command and a CMD without effect", async () => {
  const { config } = memoryImage([]);
  const lines = async (config: Image["config"]) =>
    draw(press(await start(LAYERS, { columns: 80, rows: 24, image: { config } }), "ic")).split("\n");
  expect((await lines(config))[3]).toBe(
    "│   nothing: the image has no command, so the engine requires one              │",
  );
  const deaf = await lines({ ...config, entrypoint: ["/bin/sh", "-c", "serve"], cmd: ["x"] });
  expect(deaf.find((line) => line.includes("no effect"))).toBe(
    "│   CMD has no effect: the shell line of ENTRYPOINT takes no arguments         │",
  );
});

test("the instruction page shows the selected instruction and its layer", () =>
  checkScreen(
    "jj2o",
    { columns: 60, rows: 18 },
    `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B
╭ Instruction ─ 3 of 3 ─ layer 1 ──────────────────────────╮
│ Instruction                                              │
│   RUN apt-get update && \\                                │
│       apt-get install -y python3                         │
│                                                          │
│ Layer 1                                                  │
│   size     8B of files, 53.33% of the image              │
│   changes  +2 added  ~1 modified  −2 removed             │
│   members  4 entries in its archive                      │
│   wasted   nothing: every byte is in the final image     │
│   stored   8B, uncompressed                              │
│                                                          │
│ As stored                                                │
│   RUN /bin/sh -c apt-get update && apt-get install -y    │
│   python3 # buildkit                                     │
╰──────────────────────────────────────────────────────────╯
 esc back  ? help
`,
  ));

test("the help shows only the lines that match the typed search", () =>
  checkScreen(
    "?/all",
    { columns: 60, rows: 14 },
    `
 test:1   15B in 2 layers   efficiency 80%   wasted 3B
╭ Keys ─ with all ───────────────────────────── 1-10 of 20 ╮
│ Layers                                                   │
│   ctrl-a          show all layers up to this one         │
│                                                          │
│ Panes                                                    │
│   F               the pane fills the screen, or all panes│
│                   again                                  │
│                                                          │
│ Files                                                    │
│   a               changes of this layer, or all layers up│
│                   to it                                  │
╰──────────────────────────────────────────────────────────╯
 /all   9 lines  ⏎ keep  esc end
`,
  ));

const WASTEFUL = [
  members("etc/", "etc/a: 1", "etc/b: 12", "etc/c: 123"),
  members("etc/a: 12345", "tmp/", "tmp/big: 1234567"),
  members("etc/a: x", "etc/.wh.b", "tmp/.wh.big"),
];

describe("the waste by cause", () => {
  test("the waste by cause shows its groups, and the advice for the selected group", () =>
    checkScreen(
      "wccc",
      { columns: 64, rows: 18, layers: WASTEFUL },
      `
 test:1   19B in 3 layers   efficiency 21.05%   wasted 15B
╭ Waste ─ 15B ─ by cause ─ 4 wasted copies ────────────────────╮
│     9B    2× ▸ deleted                                       │
│     6B    2× ▸ overwritten                                   │
│                                                              │
│                                                              │
│                                                              │
│                                                              │
│                                                              │
│                                                              │
├ 2 wasted copies ─ 9B ─ what to change ───────────────────────┤
│ One layer wrote it, a later layer removed it, which only     │
│ hides it.                                                    │
│ → Create, use and remove it in one RUN, or use RUN           │
│ --mount=type=tmpfs,target=/tmp. Then it is not stored. Saves │
│ 7B.                                                          │
╰ layerx slim would save 15B ──────────────────────────────────╯
 ⏎ open  tab pane  o what to do  c group  ? help  q quit
`,
    ));

  test("the waste by cause is shown next to the files if there is room", () =>
    checkScreen(
      "wccc⏎j",
      { columns: 100, rows: 24, layers: WASTEFUL },
      `
 test:1   19B in 3 layers   efficiency 21.05%   wasted 15B   linux/amd64
╭ Layers ────────────────────────────────╮╭ Files ─ changes of layer 0 ────────────────────────────╮
│▸  0      6B ██▌   ADD file:0a in /     ││drwxr-xr-x 0:0       6B + ▾ etc                         │
│   ·               ENV A=1              ││-rw-r--r-- 0:0       1B +     a                         │
│   1     12B █████ RUN apt-get update &…││-rw-r--r-- 0:0       2B +     b                         │
│   2      1B ▍     <missing> in the his…││-rw-r--r-- 0:0       3B +     c                         │
├ Wasted copy ─ 7B deleted ──────────────┤│                                                        │
│ Layer 1 wrote it, layer 2 removed it,  ││                                                        │
│ which only hides it.                   ││                                                        │
│ → Create, use and remove it in one     ││                                                        │
│ RUN, or use RUN                        ││                                                        │
│ --mount=type=tmpfs,target=/tmp. Then   ││                                                        │
│ it is not stored. Saves 7B.            ││                                                        │
│ layer 1  RUN apt-get update && apt-get ││                                                        │
│            install -y python3          ││                                                        │
│ layer 2  <missing> in the history      ││                                                        │
│ path     /tmp/big                      ││                                                        │
├ Waste ─ 15B ─ by cause ────────────────┤│                                                        │
│     9B    2× ▾ deleted                 ││                                                        │
│        7B deleted     1→2 /tmp/big     ││                                                        │
│        2B deleted     0→2 /etc/b       ││                                                        │
│     6B    2× ▸ overwritten             ││                                                        │
╰ /tmp/big ──────────────────────────────╯╰ /etc ──────────────────────────────────────────────────╯
 ⏎ go there  tab pane  o what to do  c group  t versions  i image  f find  ? help  q quit
`,
    ));
});

test("the waste is listed by instruction until the causes are known", async () => {
  const looking = await start(LAYERS, { history: HISTORY, columns: 60, rows: 12, waste: "looking" });
  expect(`\n${draw(pressKey(looking, "w"))}\n`).toBe(`
 test:1   15B in 2 layers   efficiency 80%   wasted 3B
╭ Waste ─ 3B ─ looking for the causes … ─ by instruction ──╮
│     3B    2× ▸ 1 RUN apt-get update && apt-get install -…│
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
╰──────────────────────────────────────────────────────────╯
 tab pane  i image  f find  ? help  q quit
`);
});

test("an error while finding the causes is shown in full", async () => {
  const state = press(await start(LAYERS, { history: HISTORY, columns: 44, rows: 12 }), "w");
  const why = "layer 1 of image.tar is cut off: it ends at byte 512: a header is missing";
  expect(`\n${draw(update(state, { type: "waste-failed", why }).state)}\n`).toBe(`
 test:1   15B   efficiency 80%   wasted 3B
╭ Waste ─ 3B ──────────────────────────────╮
│ layer 1 of image.tar is cut off: it ends │
│ at byte 512: a header is missing         │
│                                          │
│                                          │
│                                          │
│                                          │
│                                          │
│                                          │
╰──────────────────────────────────────────╯
 tab pane  i image  f find  ? help  q quit
`);
});

describe("at any size", () => {
  const hostile: Partial<Image> = {
    config: {
      ...memoryImage([]).config,
      env: [`A=\x1b[2J\u202e${"日本語 ".repeat(30)}`],
      labels: new Map([["ラベル", "x".repeat(500)]]),
      entrypoint: ["\x1b]0;title\x07", "👨‍👩‍👧"],
    },
    references: [`registry.example.com/${"long/".repeat(20)}app:1`],
  };

  test("every line of every page is as wide as the screen, and control characters are escaped", async () => {
    let state = await start(LAYERS, { history: [...HISTORY, "RUN 日本 && \x1b[31m\u202e"], image: hostile });
    for (const [columns, rows] of [
      [200, 60],
      [120, 36],
      [80, 24],
      [41, 12],
    ]) {
      state = update(state, { type: "resize", columns, rows }).state;
      for (const keys of ["i", "iG", "jjjo", "wo", "wccco", "?/fold"]) {
        const lines = frame(press(state, keys));
        expect(isFull(lines, { columns, rows })).toBe(true);
        expect(lines.join("").replace(/\x1b\[[\d;]*m/g, "")).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
      }
    }
  });

  test("a page that is scrolled to its end fills the screen when the screen grows", async () => {
    const state = press(await start(LAYERS, { columns: 80, rows: 12, image: MORE }), "iG");
    const grown = update(state, { type: "resize", columns: 80, rows: 60 }).state;
    expect(grown.pages).toEqual([{ kind: "image", top: 0 }]);
  });
});

test("each pane and each page has a folder of its own", () => {
  expect(readdirSync("src/explorer")).toEqual(expect.arrayContaining([...PANE_NAMES]));
  expect(readdirSync("src/explorer/pages")).toEqual(expect.arrayContaining(KINDS));
});
