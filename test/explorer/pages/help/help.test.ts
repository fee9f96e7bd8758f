import { expect, test } from "vitest";
import { usefulKeys } from "../../../../src/explorer/footer/footer-words.js";
import { BINDINGS } from "../../../../src/explorer/keys/keys.js";
import { helpLines } from "../../../../src/explorer/pages/help/help-lines.js";
import { draw } from "../../draw.js";
import { members, press, start } from "../../start.js";

function headings(options: Parameters<typeof helpLines>[1]): string[] {
  return helpLines(BINDINGS, options).flatMap((line) => ("heading" in line ? [line.heading] : []));
}

function titles(search: string): string[] {
  return helpLines(BINDINGS, { search }).flatMap((line) => ("keys" in line ? [line.title] : []));
}

test("the help begins with the keys of the pane or page from which it was opened", () => {
  expect(headings({ from: "files" }).slice(0, 3)).toEqual(["Files", "Layers", "Move"]);
  expect(headings({ from: "waste" })[0]).toBe("Waste");
  expect(headings({ from: "image" })[0]).toBe("Image");
  expect(headings({ from: "warnings" })[0]).toBe("Pages");
  expect(headings({})[0]).toBe("Move");
});

test("a search in the help shows lines with all its words, in title, heading or key", () => {
  expect(titles("ALL folders")).toEqual(["close all folders", "open all folders"]);
  expect(titles("ctrl-z")).toEqual(["to the shell; `fg` returns"]);
  expect(titles("leave quit")).toEqual(["quit", "quit from anywhere"]);
  expect(headings({ search: "warnings odd" })).toEqual([]);
});

test("a search in the help is kept with ⏎ and cancelled with esc", async () => {
  const state = press(await start([members("a: 1")]), "?/folders");
  expect([state.pages, state.prompt]).toMatchObject([
    [{ kind: "help", top: 0, search: "folders" }],
    { kind: "help", text: "folders" },
  ]);
  expect([press(state, "⏎").pages, press(state, "⏎").prompt]).toEqual([state.pages, null]);
  expect(press(state, "⎋").pages).toMatchObject([{ kind: "help", top: 0, search: "" }]);
  expect(press(state, "⎋⎋").pages).toEqual([]);
});

test("esc ends a kept search of the help, then closes the help", async () => {
  const state = press(await start([members("a: 1")]), "?/folders⏎");
  expect(press(state, "⎋").pages).toMatchObject([{ kind: "help", search: "" }]);
  expect(press(state, "⎋⎋").pages).toEqual([]);
  expect(press(state, "q").pages).toEqual([]);
});

test("the footer leaves out keys that do nothing now", async () => {
  const words = async (keys: string, options = {}) =>
    usefulKeys(press(await start([members("a: 1"), members("a: 2")], options), keys)).map(
      ({ footer }) => footer,
    );
  expect((await words("w")).slice(0, 4)).toEqual(["go there", "pane", "what to do", "group"]);
  expect(await words("")).toContain("waste");
  expect(await words("w")).not.toContain("waste");
  expect(await words("", { columns: 80 })).not.toContain("sort");
  const lean = usefulKeys(press(await start([members("a: 1")]), "w")).map(({ footer }) => footer);
  expect(lean[0]).toBe("pane");
});

test("each key has one line in the help at 80 columns, and no line is cut at any width", async () => {
  const help = async (columns: number) => {
    const lines = draw(press(await start([members("a: 1")], { columns, rows: 500 }), "?")).split("\n");
    return lines.filter((line) => line.startsWith("│")).map((line) => line.replace(/│/g, "").trim());
  };
  const [narrow, usual, wide] = [await help(40), await help(80), await help(200)];
  for (const lines of [narrow, usual, wide]) expect(lines.join(" ")).not.toContain("…");
  const filled = (lines: readonly string[]) => lines.filter((line) => line !== "").length;
  expect([filled(usual), filled(narrow) > filled(wide)]).toEqual([filled(wide), true]);
});
