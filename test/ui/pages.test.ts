import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { update } from "../../src/explorer/update.js";
import type { Image } from "../../src/image/image.js";
import { frame } from "../../src/ui/frame.js";
import { members, press, pressKey, type StartOptions, start } from "../explorer/start.js";
import { memoryImage } from "../support/memory-image.js";
import { draw } from "./draw.js";

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

async function checkScreen(keys: string, options: StartOptions, drawing: string): Promise<void> {
  const state = press(await start(LAYERS, { history: HISTORY, image: MORE, ...options }), keys);
  expect(`\n${draw(state)}\n`).toBe(drawing);
}

test("the image page tells what runs, and how", () =>
  checkScreen(
    "i",
    { columns: 60, rows: 22 },
    `
XX
`,
  ));

test("the instruction page lays out the chosen one, and tells of its layer", () =>
  checkScreen(
    "jj2o",
    { columns: 60, rows: 18 },
    `
XX
`,
  ));

test("the help shows what is searched for as it is typed", () =>
  checkScreen(
    "?/all",
    { columns: 60, rows: 14 },
    `
XX
`,
  ));

describe("the waste by cause", () => {
  test("has its groups, and what to change for the chosen one", () =>
    checkScreen(
      "wcc",
      { columns: 64, rows: 18 },
      `
XX
`,
    ));

  test("leaves the files beside it where there is room", () =>
    checkScreen(
      "wcc⏎j",
      { columns: 100, rows: 22 },
      `
XX
`,
    ));
});

test("while the causes are looked for, the biggest copies stand there", async () => {
  const state = await start(LAYERS, { history: HISTORY, columns: 60, rows: 12 });
  const looking = { ...state, waste: { ...state.waste, state: "looking" as const } };
  expect(`\n${draw(pressKey(looking, "w"))}\n`).toBe(`
XX
`);
});

test("a failure to find the causes is told in full", async () => {
  const state = press(await start(LAYERS, { history: HISTORY, columns: 44, rows: 12 }), "w");
  const why = "layer 1 of image.tar is cut off: it ends at byte 512: a header is missing";
  expect(`\n${draw(update(state, { type: "waste-failed", why }).state)}\n`).toBe(`
XX
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

  test("every line of every page is as wide as the screen, and nothing raw is on it", async () => {
    let state = await start(LAYERS, { history: [...HISTORY, "RUN 日本 && \x1b[31m\u202e"], image: hostile });
    for (const [columns, rows] of [
      [200, 60],
      [120, 36],
      [80, 24],
      [41, 12],
    ]) {
      state = update(state, { type: "resize", columns, rows }).state;
      for (const keys of ["i", "iG", "jjjo", "wo", "wcco", "?/fold"]) {
        const lines = frame(press(state, keys), { colour: true });
        expect(lines.map((line) => stringWidth(line))).toEqual(Array(rows).fill(columns));
        expect(lines.join("").replace(/\x1b\[\d+m/g, "")).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
      }
    }
  });

  test("a page that is scrolled to its end stays filled when the screen grows", async () => {
    const state = press(await start(LAYERS, { columns: 80, rows: 12, image: MORE }), "iG");
    const grown = update(state, { type: "resize", columns: 80, rows: 60 }).state;
    expect(grown.pages).toEqual([{ kind: "image", top: 0 }]);
  });
});
