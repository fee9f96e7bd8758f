import { expect, test, vi } from "vitest";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { KEYS, layerx, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

/** File names of a hostile image, each with its expected text on the screen. */
const NAMES: readonly (readonly [name: string, shown: string])[] = [
  ["a\x1b[2J\x1b]0;owned\x07", "a\\x1b[2J\\x1b]0;owned\\x07"],
  ["b\u202etxt.exe", "b\\u{202e}txt.exe"],
  ["c\nnext", "c\\x0anext"],
  ["d\u009b31m", "d\\x9b31m"],
  ["e\u0301\u0301\u0301x", "e\u0301\u0301\u0301x"],
  ["f日本語ファイル", "f日本語ファイル"],
  ["g👨‍👩‍👧‍👦 family", "g👨‍👩‍👧‍👦 family"],
  ["h🇩🇪 flag ✌🏽", "h🇩🇪 flag ✌🏽"],
  ["i\u200b\u00ad\ufeffz", "i\u200b\u00ad\ufeffz"],
  ["j│─╮", "j│─╮"],
];

async function hostile(): Promise<Terminal> {
  const layer = Object.fromEntries(NAMES.map(([name]) => [`etc/${name}`, "x"]));
  const built = await image([{ ...layer, "etc/zz": "1" }, { "etc/zz": "2" }]);
  const path = await save(packings.dockerSave25, [built], await tempDir());
  const terminal = layerx([path], { columns: 120, rows: 30 });
  await terminal.see("1 wasted copy");
  return terminal;
}

/** Checks that the borders of both panes are in the same columns in every row. */
function checkColumns(terminal: Terminal): void {
  const bordered = terminal
    .columnsOf("│")
    .slice(2, 28)
    .map((columns) => [0, 47, 48, 119].filter((column) => columns.includes(column)))
    .filter((columns) => columns.length > 2);
  expect(bordered.length).toBeGreaterThan(20);
  expect(bordered).toEqual(bordered.map(() => [0, 47, 48, 119]));
}

test("names with escapes, bidi controls, wide characters, emoji or newlines do not shift a column", async () => {
  const terminal = await hostile();
  checkColumns(terminal);
  for (const [name, shown] of NAMES.slice(0, 3))
    expect([name, terminal.text]).toEqual([name, expect.stringContaining(shown)]);
  expect(terminal.output).not.toContain("owned\x07");
});

test("moving the cursor over such names leaves the same screen as a full redraw", async () => {
  const terminal = await hostile();
  await terminal.press("2", "e extract");
  for (const [, shown] of [...NAMES.slice(0, 3)]) {
    const begin = shown.slice(0, 6);
    await terminal.press(KEYS.down, () => terminal.cellAt(begin).inverse);
    checkColumns(terminal);
  }
  await terminal.press("Gk", () => terminal.cellAt("j│").inverse);
  checkColumns(terminal);
  const moved = terminal.text;
  terminal.resize({ columns: 100, rows: 20 });
  await terminal.see(() => terminal.lines[18]?.startsWith("╰") ?? false);
  terminal.resize({ columns: 120, rows: 30 });
  await terminal.see(() => terminal.lines[28]?.startsWith("╰") ?? false);
  await terminal.see(() => terminal.text === moved);
  checkColumns(terminal);
});
