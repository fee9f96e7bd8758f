import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Base } from "../../../src/analysis/base-image.js";
import { draw, frame } from "../draw.js";
import { members, press, type StartOptions, start } from "../start.js";

const LAYERS = [members("a: 12345"), members("b: 123"), members("a: 1")];
const HISTORY = ["ADD a", "RUN b", "RUN c"];
const GIVEN: Base = {
  layers: 2,
  by: "image",
  guessed: false,
  name: "debian:12",
  digest: null,
  reason: "its diff IDs are the lowest ones of the image",
};

async function drawn(options: StartOptions, keys = ""): Promise<string[]> {
  const state = press(await start(LAYERS, { columns: 110, rows: 18, history: HISTORY, ...options }), keys);
  return draw(state)
    .split("\n")
    .map((line) => line.slice(0, 44));
}

describe("the end of the base image", () => {
  test("the layer list shows the end of a given base, and each of its layers shows the reason", async () => {
    const lines = await drawn({ base: GIVEN });
    expect(lines.slice(1, 11)).toEqual([
      "╭ Layers ──────────────────────────────────╮",
      "│▸  0      5B ░░░░░ ADD a                  │",
      "│   1      3B ███   RUN b                  │",
      "│── debian:12 ends here ───────────────────│",
      "│   2      1B █     RUN c                  │",
      "├ Layer 0 ─────────────────────────────────┤",
      "│ +1  ~0  −0  5B  5B of it wasted          │",
      "│ base debian:12  its diff IDs are the low…│",
      "│ ADD a                                    │",
      "│                                          │",
    ]);
  });

  test("the end of a guessed base has a question mark", async () => {
    const lines = await drawn({ history: ["ADD a", "CMD sh", "RUN b", "RUN c"] });
    expect([lines[4], lines[9]]).toEqual([
      "│── base image ends here? ─────────────────│",
      "│ base?  instructions follow its CMD       │",
    ]);
  });

  test("instructions of the base image are dimmed, except the selected one", async () => {
    const dimmed = async (keys: string) => {
      const state = press(await start(LAYERS, { history: HISTORY, base: GIVEN }), keys);
      const lines = frame(state).filter((line) =>
        /(ADD a|RUN b|RUN c) /.test(stripVTControlCharacters(line)),
      );
      return lines.slice(0, 3).map((line) => /\x1b\[2m(ADD a|RUN b|RUN c)/.test(line));
    };
    expect(await dimmed("jj")).toEqual([true, true, false]);
    expect(await dimmed("")).toEqual([false, true, false]);
  });

  test("a layer above the base shows no reason", async () => {
    const lines = await drawn({ base: GIVEN }, "G");
    expect(lines.slice(6, 10)).toEqual([
      "├ Layer 2 ─────────────────────────────────┤",
      "│ +0  ~1  −0  1B                           │",
      "│ RUN c                                    │",
      "│                                          │",
    ]);
  });

  test("the end of the base is drawn in ASCII, with the end of a long name, escaped", async () => {
    const name = "registry.example.com/a-team/with/folders/de\x1bbian:12";
    const state = await start(LAYERS, { columns: 110, rows: 18, history: HISTORY, base: { ...GIVEN, name } });
    const lines = draw(state, { colour: false, ascii: true }).split("\n");
    expect(lines[4].slice(0, 44)).toBe("|-- ...ith/folders/de\\x1bbian:12 ends here |");
  });
});
