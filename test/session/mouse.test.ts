import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { layerx, type Terminal, type TerminalOptions } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const SIZE = { columns: 120, rows: 36 };

async function opened(
  args: readonly string[] = [],
  options: Partial<TerminalOptions> = {},
): Promise<Terminal> {
  const terminal = layerx([FLASK, ...args], { ...SIZE, ...options });
  await terminal.see(/Waste . \S+ . what to change/);
  return terminal;
}

test("a click selects a layer or a folder, and a click on a folder's mark opens or closes it", async () => {
  const terminal = await opened();
  terminal.point("RUN apt-get");
  await terminal.see("changes of layer 1");
  terminal.point("▾ etc");
  await terminal.see(() => terminal.text.includes("▸ etc") && terminal.cellAt("etc ").inverse);
  terminal.point("include");
  await terminal.see(() => terminal.cellAt("include").inverse);
  terminal.point("▸ include");
  await terminal.see("▾ include");
});

test("a click on a key in the footer does the same as the key", async () => {
  const terminal = await opened();
  terminal.point("w waste");
  await terminal.see("c group");
  terminal.point("c group");
  await terminal.see("overwritten 0→1");
  terminal.point("? help");
  await terminal.see("╭ Keys ─");
  terminal.point("esc back");
  await terminal.see("╭ Layers ─");
  terminal.point("q quit");
  expect(await terminal.exited()).toEqual({ code: 0, signal: 0 });
});

test("the mouse wheel scrolls the help", async () => {
  const terminal = await opened();
  await terminal.press("?", /Keys ─+ 1-\d+ of/);
  terminal.point("Keys", "wheel-down");
  await terminal.see(/Keys ─+ 4-\d+ of/);
  terminal.point("Keys", "wheel-up");
  await terminal.see(/Keys ─+ 1-\d+ of/);
});

test("M switches the mouse off, and on again", async () => {
  const terminal = await opened();
  expect(terminal.mouseOn).toBe(true);
  await terminal.press("M", "the mouse is off: the terminal selects text");
  expect(terminal.mouseOn).toBe(false);
  await terminal.press("M", "the mouse is on; shift and drag select text");
  expect(terminal.mouseOn).toBe(true);
});

test("--no-mouse and LAYERX_MOUSE=0 switch the mouse off from the start", async () => {
  const flag = await opened(["--no-mouse"]);
  const variable = await opened([], { env: { LAYERX_MOUSE: "0" } });
  expect([flag.mouseOn, variable.mouseOn]).toEqual([false, false]);
  expect(flag.output).not.toContain("\x1b[?1000");
});

test("y copies the path to the clipboard", async () => {
  const terminal = await opened();
  await terminal.press("jj2j", "ld.so.cache");
  await terminal.see(() => terminal.cellAt("ld.so.cache").inverse);
  await terminal.press("y", "copied /etc/ld.so.cache");
  const [, text] = /\x1b\]52;c;([A-Za-z0-9+/=]+)\x07/.exec(terminal.output) ?? [];
  expect(Buffer.from(text, "base64").toString()).toBe("/etc/ld.so.cache");
});
