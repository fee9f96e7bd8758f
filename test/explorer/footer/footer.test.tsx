import { describe, expect, test } from "vitest";
import { Explorer } from "../../../src/explorer/explorer.js";
import { footerLine } from "../../../src/explorer/footer/footer.js";
import type { State } from "../../../src/explorer/state.js";
import { clicks, draw } from "../draw.js";
import { members, press, type StartOptions, start } from "../start.js";

const LAYERS = [
  members("empty/", "etc/", "etc/hosts: 1", "etc/os: 2"),
  members("etc/hosts: 123", "etc/os: 1", "lib"),
];
const SMALL: StartOptions = { columns: 80, rows: 16 };

/** Returns the word for `⏎` in the footer. */
async function enter(keys: string, options = SMALL): Promise<string | undefined> {
  const line = footerLine(press(await start(LAYERS, options), keys), {});
  return line.find(({ key }) => key === "enter")?.word;
}

describe("the word for ⏎ in the footer", () => {
  test("the footer says that ⏎ in the layers opens the files", async () =>
    expect(await enter("")).toBe("files"));
  test("the footer says that ⏎ closes an open folder", async () => expect(await enter("2j")).toBe("fold"));
  test("the footer says that ⏎ opens a closed folder", async () => expect(await enter("2jz")).toBe("open"));
  test("the footer says that ⏎ opens a file", async () => expect(await enter("2jj")).toBe("open"));
  test("the footer says that ⏎ goes to a wasted copy", async () =>
    expect(await enter("wc")).toBe("go there"));
  test("the footer says that ⏎ goes to the only copy of a group", async () =>
    expect(await enter("wcc")).toBe("go there"));
  test("the footer says that ⏎ opens a group of several copies", async () =>
    expect(await enter("wccc")).toBe("open"));
  test("the footer says that ⏎ closes an open group", async () => expect(await enter("wccc⏎")).toBe("fold"));
  test("the footer says that ⏎ goes to a copy in a group", async () =>
    expect(await enter("wccc⏎j")).toBe("go there"));
});

test("at 80 columns the footer shows the keys of the focused pane before those that work everywhere", async () => {
  const line = async (keys: string) =>
    draw(press(await start(LAYERS, SMALL), keys))
      .split("\n")
      .at(-1);
  expect(await line("")).toBe(
    " ⏎ files  tab pane  w waste  o instruction  m compare  i image  ? help  q quit",
  );
  expect(await line("2")).toBe(" ⏎ open  tab pane  w waste  a all layers  / filter  s sort  ? help  q quit");
  expect(await line("w")).toBe(" ⏎ open  tab pane  o what to do  c group  i image  f find  ? help  q quit");
});

/** Returns the keys that clicks on the footer press, each once. */
function pressed(state: State, { ascii = false }: { readonly ascii?: boolean } = {}): string[] {
  const screen = clicks(<Explorer state={state} look={{ colour: true, ascii }} />, state.screen);
  return [
    ...new Set(screen.flatMap((row) => row.flatMap((click) => (click?.is === "key" ? [click.key] : [])))),
  ];
}

describe("a click on the footer", () => {
  test("a click on a key in the footer presses this key", async () => {
    const state = press(await start(LAYERS, SMALL), "2j");
    const screen = clicks(<Explorer state={state} look={{ colour: true }} />, state.screen);
    const line = draw(state).split("\n").at(-1) ?? "";
    for (const { name, word, key } of footerLine(state, {})) {
      const from = line.indexOf(`${name} ${word}`);
      const to = from + `${name} ${word}`.length;
      expect(screen[15].slice(from, to)).toEqual(Array(to - from).fill({ is: "key", key }));
      expect([screen[15][from - 1], screen[15][to]]).toEqual([null, null]);
    }
    expect(pressed(state)).toEqual(footerLine(state, {}).map(({ key }) => key));
  });

  test("the keys of the footer can be clicked in ASCII, on pages, and on the smallest screen", async () => {
    const small = await start(LAYERS, { columns: 40, rows: 12 });
    const state = { ...press(small, "w"), screen: { columns: 62, rows: 12 } };
    expect(pressed(state)).toEqual(["enter", "tab", "o", "c", "?", "q"]);
    expect(pressed(state, { ascii: true })).toEqual(["enter", "tab", "o", "c", "?", "q"]);
    expect(pressed(small)).toEqual(["enter", "tab", "?", "q"]);
    expect(pressed(press(small, "?"))).toEqual(["/", "esc"]);
  });

  test("a click on the footer has no effect while a prompt or a message replaces the keys", async () => {
    const state = await start(LAYERS, SMALL);
    expect(pressed(press(state, "/"))).toEqual([]);
    expect(pressed(press(state, "!"))).toEqual([]);
    expect(pressed(press(state, "M"))).toEqual([]);
    expect(pressed(await start(LAYERS, { columns: 30, rows: 10 }))).toEqual([]);
  });
});
