import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { KEYS, namesInFilesPane } from "../session/terminal.js";
import { explorer, type Running } from "./in-process.js";

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));

async function opened(): Promise<Running> {
  const terminal = await explorer(FLASK, { columns: 120, rows: 36 });
  await terminal.see(/Waste ─ \S+ ─ what to change/);
  return terminal;
}

describe("at 120 columns", () => {
  test("selecting another layer shows its instruction and its files", async () => {
    const terminal = await opened();
    await terminal.press(KEYS.down.repeat(4), "changes of layer 3");
    await terminal.see("├ Layer 3 ─");
    await terminal.see(/│ COPY \. \/opt\/source-code +│/);
    expect(namesInFilesPane(terminal).slice(0, 3)).toEqual(["~ ▾ opt", "+   ▾ source-code", "+     ▾ .git"]);
  });

  test("an instruction that made no layer says that it changed no files", async () => {
    const terminal = await opened();
    await terminal.press(KEYS.down, "this instruction changed no files");
    await terminal.see("├ No layer ─ changes no files ─");
  });

  test("a filter shows the matches in their folders, and esc clears the filter", async () => {
    const terminal = await opened();
    await terminal.press(`${KEYS.down.repeat(2)}/ld.so`, "matching ld.so");
    await terminal.see(() => namesInFilesPane(terminal).length === 2);
    expect(namesInFilesPane(terminal)).toEqual(["~ ▾ etc", "~     ld.so.cache"]);
    await terminal.press(KEYS.enter, () => !terminal.text.includes("esc end"));
    await terminal.press(KEYS.escape, () => namesInFilesPane(terminal).length > 2);
  });

  test("several keys in one write have the same effect as single keys", async () => {
    const terminal = await opened();
    await terminal.press("jjjj2z", "changes of layer 3");
    await terminal.see(() => namesInFilesPane(terminal).every((name) => name.includes("▸")));
    expect(namesInFilesPane(terminal)).toEqual(["~ ▸ opt  +22"]);
  });

  test("⏎ closes and opens a folder", async () => {
    const terminal = await opened();
    await terminal.press("jj2", "changes of layer 1");
    await terminal.see(() => namesInFilesPane(terminal)[1]?.endsWith("ld.so.cache") ?? false);
    await terminal.press(KEYS.enter, () => namesInFilesPane(terminal)[0] === "~ ▸ etc  ~1");
    expect(namesInFilesPane(terminal)[1]).toBe("~ ▾ usr");
    await terminal.press(KEYS.enter, () => namesInFilesPane(terminal)[0] === "~ ▾ etc");
  });

  test("⏎ on a wasted copy goes to its layer and path", async () => {
    const terminal = await opened();
    await terminal.press("w", /Waste ─ \S+ ─ what to change/);
    await terminal.press("c", "go there");
    await terminal.press(KEYS.enter, "changes of layer 1");
    const cell = terminal.cellAt("status ");
    expect(cell).toMatchObject({ inverse: true, colour: -1 });
  });

  test("a change is shown by sign and colour", async () => {
    const terminal = await opened();
    await terminal.press("jj", "changes of layer 1");
    expect(terminal.cellAt("ld.so.cache ").colour).toBe(3);
    expect(terminal.cellAt("include ").colour).toBe(2);
  });

  test("a key writes only the lines that changed", async () => {
    const terminal = await opened();
    await terminal.see(/Waste ─ \S+ ─ what to change/);
    await terminal.press("jj2", "⏎ fold");
    const before = terminal.output.length;
    await terminal.press("j", () => terminal.cellAt("ld.so.cache ").inverse);
    const written = terminal.output.slice(before);
    const places = [...written.matchAll(/\x1b\[(\d+);(\d+)H/g)].map((place) => place.slice(1).map(Number));
    expect(places).toEqual([
      [3, 1],
      [4, 1],
      // The path under the cursor.
      [35, 1],
      // The word for ⏎ in the footer: from "fold" to "open".
      [36, 1],
    ]);
    expect(written.length).toBeLessThan(1000);
  });

  test("? shows the keys, and esc closes the help", async () => {
    const terminal = await opened();
    await terminal.press("?", /│ {3}space +open or close the folder +│/);
    await terminal.press(KEYS.escape, "changes of layer 0");
  });
});
