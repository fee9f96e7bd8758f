import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { tempDir } from "../support/temp.js";
import { KEYS, open, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const PROGRAM = fileURLToPath(new URL("program.ts", import.meta.url));
const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
/** Throws an error outside of the code of layerx, when the test sends a signal. */
const FORGETS = `process.on("SIGUSR2", () => { throw new Error("forgotten") })`;
const LAYERX = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

function program(event: string): Terminal {
  return open(process.execPath, ["--import", "tsx", PROGRAM, event], { columns: 80, rows: 24 });
}

/** Checks that the terminal is restored, and that it shows only this text. */
async function checkLeft(terminal: Terminal, text: string): Promise<void> {
  await terminal.exited();
  expect(terminal.changedModes).toEqual([]);
  expect(terminal.text.trim()).toBe(text);
}

test("progress is shown while an image opens, and a key cancels the opening and restores the terminal", async () => {
  const terminal = program("takes forever");
  await terminal.see("1MB of 4MB");
  expect(terminal.lines.slice(1, 3)).toEqual(["  some image.tar", "  unpacking"]);
  terminal.write(KEYS.escape);
  await checkLeft(terminal, "code 130");
});

test("SIGTERM cancels the opening and restores the terminal", async () => {
  const terminal = program("takes forever");
  await terminal.see("1MB of 4MB");
  process.kill(terminal.pid, "SIGTERM");
  await checkLeft(terminal, "code 130");
});

test("an error while opening is thrown after the terminal was restored", async () => {
  await checkLeft(program("fails"), "thrown: no such image");
});

test("an error while drawing is thrown after the terminal was restored", async () => {
  const terminal = program("has a mistake");
  await terminal.see("efficiency");
  process.kill(terminal.pid, "SIGUSR2");
  // A key is not pressed here: the restored terminal would echo a late key.
  terminal.resize({ columns: 70, rows: 20 });
  await checkLeft(terminal, "thrown: a mistake");
});

test("an uncaught error is thrown after the terminal was restored", async () => {
  const terminal = program("forgets an error");
  await terminal.see("efficiency");
  process.kill(terminal.pid, "SIGUSR2");
  await checkLeft(terminal, "thrown: forgotten");
});

test("the built program reports an uncaught error in one message and exits with 2", async () => {
  const preload = `data:text/javascript,${encodeURIComponent(FORGETS)}`;
  const terminal = open(process.execPath, ["--import", preload, LAYERX, FLASK], { columns: 80, rows: 24 });
  await terminal.see("efficiency");
  process.kill(terminal.pid, "SIGUSR2");
  expect((await terminal.exited()).code).toBe(2);
  expect(terminal.changedModes).toEqual([]);
  expect(terminal.lines.map((line) => line.trimEnd()).filter(Boolean)).toEqual([
    "error: layerx failed on `layerx inspect`",
    "  why:  this is a bug in layerx: forgotten",
    "  next: run it again with --debug and report the output",
  ]);
});

test("an image that is deleted while it is open can still be explored", async () => {
  const image = join(await tempDir(), "image.tar");
  await copyFile(FLASK, image);
  const terminal = open(process.execPath, [LAYERX, image], { columns: 120, rows: 36 });
  await terminal.see(/Waste . \S+ . what to change/);
  await rm(image);
  await terminal.press("jj", "changes of layer 1");
  terminal.write("q");
  expect((await terminal.exited()).code).toBe(0);
  expect(terminal.changedModes).toEqual([]);
});

test("closing the terminal ends the explorer with exit code 130", async () => {
  const terminal = open(process.execPath, [LAYERX, FLASK], { columns: 120, rows: 36 });
  await terminal.see(/Waste . \S+ . what to change/);
  terminal.kill("SIGHUP");
  expect((await terminal.exited()).code).toBe(130);
});

test("a terminal with TERM=dumb gets the text report", async () => {
  const terminal = open(process.execPath, [LAYERX, FLASK], { columns: 80, rows: 60, env: { TERM: "dumb" } });
  expect((await terminal.exited()).code).toBe(0);
  expect(terminal.output).toContain("Efficiency 94.43%");
  expect(terminal.output).not.toContain("\x1b");
});

test("closing the terminal while an image opens ends the program", async () => {
  const terminal = program("takes forever");
  await terminal.see("1MB of 4MB");
  terminal.kill("SIGHUP");
  await terminal.exited();
});

test("ctrl-c ends the wait for a named pipe without data", async () => {
  const pipe = join(await tempDir(), "pipe");
  // The shell's end of the pipe opens when the program opens its end. From then on the program waits for data.
  const silent = `(exec 3>"${pipe}"; echo opened; exec tail -f /dev/null) &`;
  const command = `mkfifo "${pipe}"; ${silent} exec "${process.execPath}" "${LAYERX}" ci "${pipe}"`;
  const terminal = open("sh", ["-c", command], { columns: 80, rows: 24 });
  await terminal.see("opened");
  terminal.write(KEYS.ctrlC);
  expect((await terminal.exited()).code).toBe(130);
});
