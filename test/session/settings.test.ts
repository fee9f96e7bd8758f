import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { tempDir } from "../support/temp.js";
import { layerx, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const SIZE = { columns: 120, rows: 36 };

async function configured(text: string): Promise<string> {
  const file = join(await tempDir(), "config.yaml");
  writeFileSync(file, text);
  return file;
}

async function opened(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Terminal> {
  const terminal = layerx([FLASK, ...args], { ...SIZE, env });
  await terminal.see(/Waste . \S+ . what to change/);
  return terminal;
}

test("a configuration file sets colours and keys", async () => {
  const text = 'theme: {base: dark, added: "#5fafff"}\nkeys: {move-down: J, quit: Q}';
  const terminal = await opened([], { LAYERX_CONFIG: await configured(text), COLORTERM: "truecolor" });
  expect(terminal.lines[35]).toMatch(/ Q quit$/);
  await terminal.press("JJ", "changes of layer 1");
  expect(terminal.cellAt("include ").colour).toBe(0x5fafff);
  expect(terminal.cellAt("ld.so.cache ").colour).toBe(0xffd75f);
  terminal.write("Q");
  expect((await terminal.exited()).code).toBe(0);
});

test("an error in the configuration file is shown before the explorer opens", async () => {
  const file = await configured("keys:\n  move-dwn: n\n");
  const terminal = layerx([FLASK], { ...SIZE, env: { LAYERX_CONFIG: file } });
  expect((await terminal.exited()).code).toBe(2);
  expect(terminal.lines[0]).toBe(`error: cannot use the configuration of ${file}:2:3`);
  expect(terminal.lines[1]).toBe("  why:  move-dwn is not an action");
  expect(terminal.output).not.toContain("\x1b[?1049h");
});

test("commands without the explorer do not read the configuration file", async () => {
  const terminal = layerx(["history", FLASK], { ...SIZE, env: { LAYERX_CONFIG: "/not/there" } });
  expect((await terminal.exited()).code).toBe(0);
});

test.each([
  [["--theme", "high-contrast"], 11],
  [["--theme", "dark"], 221],
  [["--theme", "light"], 94],
  [["--theme", "auto"], 3],
])("%j draws modified files in colour %i", async (args, colour) => {
  const terminal = await opened(args);
  await terminal.press("jj", "changes of layer 1");
  expect(terminal.cellAt("ld.so.cache ").colour).toBe(colour);
});

test("the high-contrast theme also shows the selection in bold", async () => {
  const terminal = await opened(["--theme", "high-contrast"]);
  await terminal.press("jj", "changes of layer 1");
  expect(terminal.cellAt("RUN apt-get")).toMatchObject({ inverse: true, bold: true });
});

test.each([
  ["--ascii", ["--ascii"], {}],
  ["a locale without UTF-8", [], { LC_ALL: "C" }],
])("%s limits the output to ASCII", async (_, args, env) => {
  const terminal = await opened(args, env);
  await terminal.press("jj2", "Files - changes of layer 1");
  await terminal.press("?", "| Files");
  expect(terminal.text).toContain("left  h ");
  expect(terminal.lines[1]).toMatch(/^\+ Keys -+ 1-\d+ of \d+ \+$/);
  expect(terminal.output).toMatch(/^[\x00-\x7e]*$/);
});
