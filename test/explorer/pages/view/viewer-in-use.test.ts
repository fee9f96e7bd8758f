import { describe, expect, test, vi } from "vitest";
import { KEYS } from "../../../session/terminal.js";
import { image } from "../../../support/fixture.js";
import { type LayerSpec, symlink } from "../../../support/layer-spec.js";
import { packings } from "../../../support/packings.js";
import { save } from "../../../support/save.js";
import { tempDir } from "../../../support/temp.js";
import { explorer, type Running } from "../../in-process.js";

vi.setConfig({ testTimeout: 30_000 });

const SMALL = { columns: 80, rows: 24 };

const LAYERS: readonly LayerSpec[] = [
  {
    "etc/": null,
    "etc/hostile": "\x1b[2J\x1b]0;title\x07\u202etxt\n漢字\tcolumn\n",
    "etc/lines": Array.from({ length: 500 }, (_, at) => `line ${at + 1}\n`).join(""),
    "etc/long": `${"abcdefgh ".repeat(20)}END\n`,
    "etc/run": '#!/bin/sh\nif true; then echo "said"; fi\n',
    "usr/": null,
    "usr/link": symlink("/etc/lines"),
  },
  { "etc/lines": Array.from({ length: 500 }, (_, at) => `line ${at === 9 ? "ten" : at + 1}\n`).join("") },
];

async function saved(layers: readonly LayerSpec[], compression: "none" | "gzip" = "none"): Promise<string> {
  return save(packings.dockerSave25, [await image(layers, { compression })], tempDir());
}

/** Opens the explorer with a file of layer 0. The filter finds the file with `name`. */
async function viewing(path: string, name: string, expected: string | RegExp): Promise<Running> {
  const terminal = await explorer(path, SMALL);
  await terminal.see("quit");
  await terminal.press(`2/${name}`, /\b1 path\b/);
  await terminal.press(`${KEYS.enter}G${KEYS.enter}`, expected);
  return terminal;
}

/** Returns the lines within the border, without spaces at their ends. */
function content(terminal: Running): string[] {
  return terminal.lines.slice(2, -2).map((line) => line.replace(/^│|│$/g, "").trimEnd());
}

describe("a file in the viewer", () => {
  test("the keys that move in lists also move in a file", async () => {
    const terminal = await viewing(await saved(LAYERS), "etc/lines", "line 1 of 500");
    expect(content(terminal)[0]).toBe("   1 line 1");
    await terminal.press("j", "line 2 of 500");
    await terminal.press(KEYS.pageDown, "line 21 of 500");
    await terminal.press("G", "line 481 of 500");
    expect(content(terminal).at(-1)).toBe(" 500 line 500");
    await terminal.press("g", "line 1 of 500");
    await terminal.press("q", "matching etc/lines");
  });

  test("a search shows matches while the user types, and n and N go to other matches", async () => {
    const terminal = await viewing(await saved(LAYERS), "etc/lines", "line 1 of 500");
    await terminal.press("/ine 12", "1 of 11");
    expect(terminal.cellAt("ine 12").inverse).toBe(true);
    await terminal.press(KEYS.enter, "search  W wrap");
    await terminal.press("n", "2 of 11");
    await terminal.press("NN", "11 of 11");
    await terminal.press("/zzz", "no match");
    await terminal.press(KEYS.escape, /lines ─ line \d/);
  });

  test("W wraps long lines, and → and ← scroll them", async () => {
    const terminal = await viewing(await saved(LAYERS), "etc/long", "   1 abcdefgh");
    expect(terminal.text).not.toContain("END");
    await terminal.press("W", "END");
    expect(content(terminal)[2]).toMatch(/^ {3}· .*END$/);
    await terminal.press("W", () => !terminal.text.includes("END"));
    await terminal.press(KEYS.right.repeat(9), "END");
    await terminal.press(KEYS.left.repeat(9), "   1 abcdefgh");
  });

  test("x shows a file in hex, and x again shows its text", async () => {
    const terminal = await viewing(await saved(LAYERS), "etc/long", "   1 abcdefgh");
    await terminal.press("x", "00000000  61 62 63 64 65 66 67 68  20 61");
    await terminal.press("x", "   1 abcdefgh");
  });

  test("control characters in a file are escaped on the terminal", async () => {
    const terminal = await viewing(await saved(LAYERS), "hostile", "column");
    expect(content(terminal).slice(0, 2)).toEqual([
      "   1 \\x1b[2J\\x1b]0;title\\x07\\u{202e}txt",
      "   2 漢字    column",
    ]);
    expect(terminal.output).not.toMatch(/\x1b\[2J.*\x1b\]0/);
  });

  test("a symlink opens its target, and the title names the symlink", async () => {
    const terminal = await viewing(await saved(LAYERS), "usr/link", "line 1 of 500");
    expect(terminal.lines[1]).toMatch(/^╭ \/etc\/lines ─ .* ─ by the link \/usr\/link ─+╮$/);
  });

  test("d compares a file with the version of the layer below, and i shows its details", async () => {
    const terminal = await explorer(await saved(LAYERS), SMALL);
    await terminal.see("quit");
    await terminal.press(`j2G${KEYS.enter}`, "line 1 of 500");
    await terminal.press("d", "layer 0 → layer 1 ─ +1 −1");
    expect(content(terminal).slice(0, 10)).toEqual([
      "        ⋯ 6 unchanged lines",
      "  7  7   line 7",
      "  8  8   line 8",
      "  9  9   line 9",
      " 10    − line 10",
      "    10 + line ten",
      " 11 11   line 11",
      " 12 12   line 12",
      " 13 13   line 13",
      "        ⋯ 487 unchanged lines",
    ]);
    expect([terminal.cellAt("− line 10").colour, terminal.cellAt("+ line ten").colour]).toEqual([1, 2]);
    await terminal.press(KEYS.escape, "line 1 of 500");
    await terminal.press("i", "-rw-r--r--  0644");
    await terminal.press("s", /sha256 +[0-9a-f]{64}/);
    await terminal.press("q", "line 1 of 500");
  });

  test("words of a known language are coloured", async () => {
    const terminal = await viewing(await saved(LAYERS), "etc/run", "─ bash ");
    await terminal.see(() => terminal.cellAt("if true").colour === 5);
    expect(terminal.cellAt('"said"').colour).toBe(2);
    expect(content(terminal)[1]).toBe('   2 if true; then echo "said"; fi');
  });
});
