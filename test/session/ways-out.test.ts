import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { tempDir } from "../support/temp.js";
import { KEYS, open, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const PROGRAM = fileURLToPath(new URL("program.ts", import.meta.url));
const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
/** A mistake outside of everything that the program does: a signal of the tests brings it about. */
const FORGETS = `process.on("SIGUSR2", () => { throw new Error("forgotten") })`;
const LAYERX = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

function program(happening: string): Terminal {
  return open(process.execPath, ["--import", "tsx", PROGRAM, happening], { columns: 80, rows: 24 });
}

/** The terminal is as it was found, and shows what the program says after it gave it back. */
async function checkLeft(terminal: Terminal, said: string): Promise<void> {
  await terminal.exited();
  expect([terminal.alternate, terminal.cursorShown, terminal.mouseHeard]).toEqual([false, true, false]);
  expect(terminal.text.trim()).toBe(said);
}

test.each([
  ["q", "q"],
  ["esc", KEYS.escape],
  ["ctrl-c", KEYS.ctrlC],
])("progress is shown while an image opens, and %s cancels", async (_, key) => {
  const terminal = program("takes forever");
  await terminal.see("1MB of 4MB");
  expect(terminal.lines.slice(1, 3)).toEqual(["  some image.tar", "  unpacking"]);
  terminal.write(key);
  await checkLeft(terminal, "code 130");
});

test("a signal ends the opening", async () => {
  const terminal = program("takes forever");
  await terminal.see("1MB of 4MB");
  process.kill(terminal.pid, "SIGTERM");
  await checkLeft(terminal, "code 130");
});

test("an error while opening is thrown after the terminal was restored", async () => {
  await checkLeft(program("fails"), "thrown: no such image");
});

test("a mistake while drawing gives the terminal back, too", async () => {
  const terminal = program("has a mistake");
  await terminal.see("efficiency");
  process.kill(terminal.pid, "SIGUSR2");
  // No key: one that came too late would be echoed.
  terminal.resize({ columns: 70, rows: 20 });
  await checkLeft(terminal, "thrown: a mistake");
});

test("an uncaught error restores the terminal, too", async () => {
  const terminal = program("forgets an error");
  await terminal.see("efficiency");
  process.kill(terminal.pid, "SIGUSR2");
  await checkLeft(terminal, "thrown: forgotten");
});

test("the real program says what it was, in one message, and ends with exit code 2", async () => {
  const preload = `data:text/javascript,${encodeURIComponent(FORGETS)}`;
  const terminal = open(process.execPath, ["--import", preload, LAYERX, FLASK], { columns: 80, rows: 24 });
  await terminal.see("efficiency");
  process.kill(terminal.pid, "SIGUSR2");
  expect((await terminal.exited()).code).toBe(2);
  expect([terminal.alternate, terminal.cursorShown, terminal.mouseHeard]).toEqual([false, true, false]);
  expect(terminal.lines.map((line) => line.trimEnd()).filter(Boolean)).toEqual([
    "error: layerx failed on `layerx inspect`",
    "  why:  this is a bug in layerx: forgotten",
    "  next: run it again with --debug and report the output",
  ]);
});

test("an image that is deleted underneath is explored to the end", async () => {
  const image = join(await tempDir(), "image.tar");
  await copyFile(FLASK, image);
  const terminal = open(process.execPath, [LAYERX, image], { columns: 120, rows: 36 });
  await terminal.see(/Waste . \S+ . what to change/);
  await rm(image);
  await terminal.press("jj", "what layer 1 changed");
  terminal.write("q");
  expect((await terminal.exited()).code).toBe(0);
  expect([terminal.alternate, terminal.cursorShown, terminal.mouseHeard]).toEqual([false, true, false]);
});

test("a terminal that is closed ends the explorer", async () => {
  const terminal = open(process.execPath, [LAYERX, FLASK], { columns: 120, rows: 36 });
  await terminal.see(/Waste . \S+ . what to change/);
  terminal.kill("SIGHUP");
  expect((await terminal.exited()).code).toBe(130);
});

test("a dumb terminal gets the report", async () => {
  const terminal = open(process.execPath, [LAYERX, FLASK], { columns: 80, rows: 60, env: { TERM: "dumb" } });
  expect((await terminal.exited()).code).toBe(0);
  expect(terminal.output).toContain("Efficiency 94.43%");
  expect(terminal.output).not.toContain("\x1b");
});

test("a closed terminal ends the program", async () => {
  const terminal = program("takes forever");
  await terminal.see("1MB of 4MB");
  terminal.kill("SIGHUP");
  await terminal.exited();
});

test("ctrl-c ends the wait for a named pipe that says nothing", async () => {
  const pipe = join(await tempDir(), "pipe");
  // The shell's side opens when the program's does; from then on the program waits.
  const silent = `(exec 3>"${pipe}"; echo opened; exec tail -f /dev/null) &`;
  const command = `mkfifo "${pipe}"; ${silent} exec "${process.execPath}" "${LAYERX}" ci "${pipe}"`;
  const terminal = open("sh", ["-c", command], { columns: 80, rows: 24 });
  await terminal.see("opened");
  terminal.write(KEYS.ctrlC);
  expect((await terminal.exited()).code).toBe(130);
});
