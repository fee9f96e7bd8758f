import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { tempDir } from "../support/temp.js";
import { KEYS, open, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const PROGRAM = fileURLToPath(new URL("program.ts", import.meta.url));
const LAYERX = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

function program(happening: string): Terminal {
  return open(process.execPath, ["--import", "tsx", PROGRAM, happening], { columns: 80, rows: 24 });
}

/** The terminal is as it was found, and shows what the program says after it gave it back. */
async function checkLeft(terminal: Terminal, said: string): Promise<void> {
  await terminal.exited();
  expect([terminal.alternate, terminal.cursorShown]).toEqual([false, true]);
  expect(terminal.text.trim()).toBe(said);
}

test.each([
  ["q", "q"],
  ["esc", KEYS.escape],
  ["ctrl-c", KEYS.ctrlC],
])("progress is shown while an image opens, and %s cancels", async (_, key) => {
  const terminal = program("takes forever");
  await terminal.see("1MB of 4MB");
  expect(terminal.lines.slice(1, 3)).toEqual(
    ["  some image.tar", "  unpacking"].map((line) => line.padEnd(80)),
  );
  terminal.write(key);
  await checkLeft(terminal, "code 130");
});

test("a signal ends the opening", async () => {
  const terminal = program("takes forever");
  await terminal.see("1MB of 4MB");
  process.kill(terminal.pid, "SIGTERM");
  await checkLeft(terminal, "code 130");
});

test("what opening throws is thrown when the terminal has been given back", async () => {
  await checkLeft(program("fails"), "thrown: no such image");
});

test("a mistake while drawing gives the terminal back, too", async () => {
  const terminal = program("has a mistake");
  await terminal.see("efficiency");
  terminal.write("2");
  await checkLeft(terminal, "thrown: a mistake");
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
