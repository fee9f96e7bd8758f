import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { wasteRows } from "../../../src/explorer/waste/shown-waste.js";
import { draw, frame } from "../draw.js";
import { members, press, start } from "../start.js";

const COPIES = Array.from({ length: 6 }, (_, i) => `srv/f${i}: ${"x".repeat(i + 1)}`);
const LAYERS = [
  members("srv/", ...COPIES),
  members(...COPIES.map((copy) => `${copy}y`)),
  members("srv/.wh.f0"),
];

test("each advice has one line in the list, and the pane above shows the selected advice in full", async () => {
  const state = press(await start(LAYERS), "w");
  const lines = draw(state).split("\n");
  const { count } = wasteRows(state);
  expect(count).toBeGreaterThan(1);
  const listed = lines.filter((line) => /^│ +\d+B +\d+× /.test(line));
  expect(listed).toHaveLength(count);
  const [first] = listed;
  const words = first
    .slice(first.search(/[A-Z][a-z]/))
    .split(" ")
    .slice(0, 3)
    .join(" ");
  expect(lines.some((line) => line.includes(`→ ${words}`))).toBe(true);
});

test("the border below the waste shows the bytes that slim would save, or the path of the selected copy", async () => {
  const state = await start(LAYERS);
  expect(draw(state)).toMatch(/╰ layerx slim would save \d+B ─/);
  expect(draw(press(state, "wc"))).toMatch(/╰ \/srv\/f\d ─/);
});

test("the bytes that slim would save do not include the layers of a given base image", async () => {
  const base = {
    layers: 1,
    name: "debian:12",
    guessed: false,
    reason: "--base-layers",
    by: "layers",
    digest: null,
  } as const;
  expect(draw(await start(LAYERS, { base }))).toMatch(/╰ layerx slim --base-layers 1 would save 2B ─/);
  const guess = { ...base, guessed: true };
  expect(draw(await start(LAYERS, { base: guess }))).toMatch(/╰ layerx slim would save 23B ─/);
});

test("advice that saves nothing in this Dockerfile comes last and is dimmed, whatever its bytes", async () => {
  const log = (size: number) => members("var/", "var/log/", `var/log/dpkg.log: ${"x".repeat(size)}`);
  const layers = [log(50), members("srv/", "srv/a: 1234"), [...log(60), ...members("srv/.wh.a")]];
  const state = press(
    await start(layers, { history: ["ADD rootfs /", "RUN make", "RUN apt-get install a"] }),
    "w",
  );
  const listed = frame(press(state, "1")).filter((line) => /\d× /.test(stripVTControlCharacters(line)));
  expect(listed.map((line) => /4B|50B/.exec(stripVTControlCharacters(line))?.[0])).toEqual(["4B", "50B"]);
  expect(listed.map((line) => /\x1b\[2m[A-Z]\w+ /.test(line))).toEqual([false, true]);
});
