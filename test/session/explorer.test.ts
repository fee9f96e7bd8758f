import { fileURLToPath } from "node:url";
import { describe, expect, test, vi } from "vitest";
import { KEYS, layerx, namesInFilesPane, open, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const PROGRAM = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));
const SMALL = { columns: 80, rows: 24 };
const WIDE = { columns: 120, rows: 36 };

async function opened(size = WIDE, env: Readonly<Record<string, string>> = {}): Promise<Terminal> {
  const terminal = layerx(["inspect", FLASK], { ...size, env });
  await terminal.see("quit");
  return terminal;
}

async function restored(terminal: Terminal): Promise<void> {
  await terminal.see(() => !terminal.alternate && terminal.cursorShown);
  expect(terminal.changedModes).toEqual([]);
}

describe("at 120 columns", () => {
  test("all panes are side by side at 120 columns, in the alternate screen, without a cursor", async () => {
    const terminal = await opened();
    await terminal.see(/Waste . \S+ . what to change/);
    expect(terminal.alternate).toBe(true);
    expect(terminal.cursorShown).toBe(false);
    expect(terminal.lines).toHaveLength(36);
    expect(terminal.lines[0]).toMatch(
      /^ flask:latest {3}\S+ in 4 layers {3}above base\? \S+ {3}efficiency \S+% {3}wasted \S+ {3}linux\/amd64$/,
    );
    expect(terminal.lines[1]).toMatch(/^╭ Layers ─+╮╭ Files ─ changes of layer 0 ─+╮$/);
    expect(terminal.lines[34]).toMatch(/^╰ layerx slim would save \S+ ─+╯╰ \/bin ─+╯$/);
    expect(new Set(terminal.lines.slice(1, 35).map((line) => line.length))).toEqual(new Set([120]));
  });

  test("NO_COLOR removes the colours and keeps the signs", async () => {
    const terminal = await opened(WIDE, { NO_COLOR: "1" });
    await terminal.press("jj", "changes of layer 1");
    expect(terminal.cellAt("ld.so.cache ").colour).toBe(-1);
    expect(namesInFilesPane(terminal)[0]).toBe("~ ▾ etc");
    expect(terminal.output).not.toMatch(/\x1b\[3\dm/);
  });

  test("pasted text goes to the open prompt, and never works as a key", async () => {
    const terminal = await opened();
    await terminal.press("\x1b[200~q\x1b[201~", "pasted text goes to a prompt: press / first");
    await terminal.press("/", "esc end");
    await terminal.press("\x1b[200~ld.so\nq\x1b[201~", "/ld.so q");
    expect(terminal.alternate).toBe(true);
  });
});

describe("at 80 columns", () => {
  test("one pane fills the screen at 80 columns, and tab shows the next pane", async () => {
    const terminal = await opened(SMALL);
    expect(terminal.lines[1]).toMatch(/^╭ Layers ─ size, share, wasted, changes ─+╮$/);
    expect(terminal.lines[1]).toHaveLength(80);
    await terminal.press(KEYS.tab, /╭ Files ─ changes of layer 0 ─+╮\n/);
    await terminal.press(KEYS.tab, /╭ Waste ─ \S+ ─ what to change ─ \d+ wasted copies ─+╮\n/);
    await terminal.press(KEYS.tab, /╭ Layers ─ .*─╮\n/);
  });

  test("a resize redraws the screen and keeps the selection", async () => {
    const terminal = await opened(SMALL);
    await terminal.press(`jj${KEYS.tab}j`, "changes of layer 1");
    terminal.resize(WIDE);
    await terminal.see(/^╭ Layers ─+╮╭ Files ─ changes of layer 1 ─+╮$/m);
    expect(terminal.cellAt("ld.so.cache ").inverse).toBe(true);
    terminal.resize({ columns: 40, rows: 12 });
    await terminal.see(() => terminal.lines[1].length === 40 && terminal.lines[10].startsWith("╰"));
    terminal.resize({ columns: 39, rows: 12 });
    await terminal.see("this screen is 39×12");
    terminal.resize(SMALL);
    await terminal.see(/╭ Files ─ changes of layer 1 ─+╮\n/);
  });
});

describe("leaving", () => {
  test("q restores the terminal and exits with 0", async () => {
    const terminal = await opened();
    terminal.write("q");
    expect((await terminal.exited()).code).toBe(0);
    await restored(terminal);
    expect(terminal.text.trim()).toBe("");
  });

  test("ctrl-c restores the terminal and exits with 0", async () => {
    const terminal = await opened();
    terminal.write(KEYS.ctrlC);
    expect((await terminal.exited()).code).toBe(0);
    await restored(terminal);
  });

  test.each(["SIGTERM", "SIGHUP", "SIGINT"])(
    "%s restores the terminal and exits with 130",
    async (signal) => {
      const terminal = await opened();
      process.kill(terminal.pid, signal);
      expect((await terminal.exited()).code).toBe(130);
      await restored(terminal);
    },
  );

  test("the error of an image that cannot be opened is shown on the restored terminal", async () => {
    const terminal = layerx(["inspect", `${FLASK}.not`], WIDE);
    expect((await terminal.exited()).code).toBe(2);
    await restored(terminal);
    expect(terminal.text).toMatch(/cannot open .*flask\.tar\.not/);
  });

  test("ctrl-z returns to the shell, and fg returns to the same screen", async () => {
    const terminal = open("bash", ["--norc", "--noprofile", "-i"], { ...WIDE, env: { PS1: "shell$ " } });
    await terminal.see("shell$");
    await terminal.press(`${process.execPath} ${PROGRAM} inspect ${FLASK}\r`, "what to change");
    await terminal.press("jj", "changes of layer 1");
    const taken = terminal.changedModes;
    expect(taken).toHaveLength(5);
    await terminal.press(KEYS.ctrlZ, "Stopped");
    // The shell marks pasted text, too.
    await terminal.see(() => terminal.changedModes.every((mode) => mode === "bracketed paste"));
    await terminal.press("fg\r", "changes of layer 1");
    expect(terminal.changedModes).toEqual(taken);
    await terminal.press("j", "changes of layer 2");
    await terminal.press("q", () => !terminal.alternate);
    await terminal.press("echo exit=$?\r", "exit=0");
  });
});

test("the explorer reads keys from the terminal if the image arrives on a pipe", async () => {
  const terminal = open("sh", ["-c", `cat "${FLASK}" | "${process.execPath}" "${PROGRAM}" -`], WIDE);
  await terminal.see(/Waste . \S+ . what to change/);
  await terminal.press("jj", "├ Layer 1 ─");
  terminal.write("q");
  expect(await terminal.exited()).toMatchObject({ code: 0 });
  await restored(terminal);
});
