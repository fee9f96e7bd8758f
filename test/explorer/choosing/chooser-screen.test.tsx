import stringWidth from "string-width";
import { expect, test } from "vitest";
import { type Chooser, openedChooser, press } from "../../../src/explorer/choosing/chooser.js";
import { ChooserScreen } from "../../../src/explorer/choosing/chooser-screen.js";
import { literal } from "../../../src/explorer/drawing/row.js";
import { type ImageChoice, UnclearChoice } from "../../../src/image/choice.js";
import { drawn } from "../draw.js";

const SOURCE = literal("images.tar");
const AMD = { os: "linux", architecture: "amd64", variant: null };
const ARM = { os: "linux", architecture: "arm64", variant: "v8" };
const CHOICES: readonly ImageChoice[] = [
  {
    references: ["alpine:3", "alpine:latest"],
    id: "sha256:1",
    platforms: [AMD],
    digest: null,
    osVersion: null,
    problem: null,
    storedBytes: 7_800_000,
    wish: { image: "0" },
  },
  {
    references: ["ghcr.io/acme/a-long-name-for-an-application:v1"],
    id: "sha256:2",
    platforms: [AMD, ARM],
    digest: null,
    osVersion: null,
    problem: null,
    storedBytes: null,
    wish: { image: "1" },
  },
  {
    references: [],
    id: "sha256:0123456789abcdef",
    platforms: [ARM],
    digest: null,
    osVersion: null,
    problem: null,
    storedBytes: 12,
    wish: { image: "2" },
  },
];

function opened(rows = 12, choices = CHOICES): Chooser {
  return openedChooser(new UnclearChoice("several-images", {}, choices), { columns: 60, rows });
}

function screen(chooser: Chooser): string {
  const list = <ChooserScreen chooser={chooser} source={SOURCE} look={{ colour: true }} />;
  return `\n${drawn(list, chooser.screen.columns)}\n`;
}

function pressed(chooser: Chooser, ...keys: readonly string[]): Chooser {
  return keys.reduce((at, key) => {
    const answer = press(at, key);
    return answer.type === "ask" ? answer.chooser : at;
  }, chooser);
}

test("the list of images shows names, platforms and sizes, and the end of a name that is too long", () => {
  expect(screen(pressed(opened(), "down"))).toBe(`
 images.tar   contains 3 images
╭ Which image? ────────────────────────────────────────────╮
│   alpine:3, alpine:latest          linux/amd64     7.8MB │
│ ▸ …ong-name-for-an-application:v1  2 platforms           │
│   sha256:0123456789ab              linux/arm64/v8    12B │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
╰──────────────────────────────────────────────────────────╯
 ⏎ open  ↑↓ move  q leave
`);
});

test("a list that is longer than the screen is filtered by the typed text, and shows this text", () => {
  const many = Array.from({ length: 30 }, (_, i) => ({ ...CHOICES[0], references: [`app:${i}`] }));
  expect(screen(pressed(opened(12, many), ..."app:2", "down"))).toBe(`
 images.tar   contains 30 images
╭ Which image? ────────────────────────────────────────────╮
│   app:2                               linux/amd64  7.8MB │
│ ▸ app:20                              linux/amd64  7.8MB │
│   app:21                              linux/amd64  7.8MB │
│   app:22                              linux/amd64  7.8MB │
│   app:23                              linux/amd64  7.8MB │
│   app:24                              linux/amd64  7.8MB │
│   app:25                              linux/amd64  7.8MB │
│   app:26                              linux/amd64  7.8MB │
╰──────────────────────────────────────────────────────────╯
 /app:2   11 of 30  ⏎ open  esc all
`);
  expect(screen(pressed(opened(12, many), ..."zz"))).toBe(`
 images.tar   contains 30 images
╭ Which image? ────────────────────────────────────────────╮
│ none of them matches                                     │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
╰──────────────────────────────────────────────────────────╯
 /zz   0 of 30  ⏎ open  esc all
`);
});

test("the list of platforms has a title and the name of each platform", () => {
  const choices = [AMD, ARM].map((platform) => ({ ...CHOICES[0], platforms: [platform] }));
  const unclear = new UnclearChoice("several-platforms", {}, choices);
  expect(screen(openedChooser(unclear, { columns: 60, rows: 12 }))).toBe(`
 images.tar   contains an image for 2 platforms
╭ Which platform? ─────────────────────────────────────────╮
│ ▸ linux/amd64                                      7.8MB │
│   linux/arm64/v8                                   7.8MB │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
│                                                          │
╰──────────────────────────────────────────────────────────╯
 ⏎ open  ↑↓ move  q leave
`);
});

test("the list is as wide as the screen, and escapes control characters", () => {
  const evil = {
    ...CHOICES[0],
    references: ["\x1b[2J\u202e日本語".repeat(9)],
    platforms: [{ ...AMD, os: "\x07" }],
  };
  for (const columns of [39, 40, 80, 200]) {
    const chooser = { ...opened(12, [evil, ...CHOICES]), screen: { columns, rows: 12 } };
    const lines = screen(chooser).split("\n").slice(1, -1);
    expect(lines).toHaveLength(12);
    const widest = Math.max(...lines.map((line) => stringWidth(line)));
    // Below 40 columns, a message of two lines replaces the list.
    expect(widest).toBe(columns < 40 ? 30 : columns);
    expect(lines.join("")).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
  }
});
