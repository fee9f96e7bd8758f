import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { tempDir } from "../support/temp.js";
import { KEYS, layerx, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const CTRL_U = "\x15";
const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const PROGRAM = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

async function opened(): Promise<{ readonly terminal: Terminal; readonly folder: string }> {
  const terminal = layerx(["inspect", FLASK], { columns: 140, rows: 24 });
  await terminal.see(/Waste . \S+ . what to change/);
  return { terminal, folder: realpathSync(tempDir()) };
}

async function reportTo(terminal: Terminal, to: string): Promise<void> {
  await terminal.press("r", "report to ./");
  terminal.write(CTRL_U);
  await terminal.press(to, to.slice(-8));
  terminal.write(KEYS.enter);
}

function printed(format: string): string {
  return execFileSync(process.execPath, [PROGRAM, "inspect", FLASK, "--format", format], {
    encoding: "utf8",
  });
}

test("a saved report is the output of `layerx inspect`, in the format of the file name's ending", async () => {
  const { terminal, folder } = await opened();
  await reportTo(terminal, `${folder}/a.md`);
  await terminal.see(new RegExp(`wrote \\S+B to ${folder}/a.md`));
  expect(readFileSync(`${folder}/a.md`, "utf8")).toBe(printed("markdown"));
  await terminal.press(KEYS.escape, "╭ Layers ─");
  // A report can be saved from a page as well.
  await terminal.press("i", "╭ Image ─");
  await reportTo(terminal, `${folder}/a.json`);
  await terminal.see(new RegExp(`wrote \\S+B to ${folder}/a.json`));
  expect(readFileSync(`${folder}/a.json`, "utf8")).toBe(printed("json"));
  await terminal.press(KEYS.escape, "╭ Image ─");
  await reportTo(terminal, `${folder}/a.html`);
  await terminal.see(new RegExp(`wrote \\S+B to ${folder}/a.html`));
  expect(readFileSync(`${folder}/a.html`, "utf8")).toBe(printed("html"));
  await terminal.press(KEYS.escape, "╭ Image ─");
  expect(readdirSync(folder).sort()).toEqual(["a.html", "a.json", "a.md"]);
});

test("a report replaces an existing file only after a confirmation", async () => {
  const { terminal, folder } = await opened();
  writeFileSync(`${folder}/a.txt`, "mine");
  await reportTo(terminal, `${folder}/a.txt`);
  await terminal.see("⏎ replaces it, esc keeps it");
  expect(readFileSync(`${folder}/a.txt`, "utf8")).toBe("mine");
  await terminal.press(KEYS.escape, "╭ Layers ─");
  await reportTo(terminal, `${folder}/a.txt`);
  await terminal.see("⏎ replaces it, esc keeps it");
  await terminal.press(KEYS.enter, "wrote ");
  expect(readFileSync(`${folder}/a.txt`, "utf8")).toBe(printed("text"));
});

test("a missing folder or a full disk shows an error, and the explorer continues", async () => {
  const { terminal, folder } = await opened();
  await reportTo(terminal, `${folder}/no/a.md`);
  await terminal.see("the folder does not exist");
  await terminal.press("r", `report to ${folder}/no/a.md`);
  await terminal.press(KEYS.escape, () => !terminal.text.includes("report to"));
  mkdirSync(`${folder}/no`);
  symlinkSync("/dev/full", `${folder}/no/a.md`);
  await terminal.press(`r${KEYS.enter}`, "⏎ replaces it");
  await terminal.press(KEYS.enter, "the disk is full");
  await terminal.press(KEYS.escape, "╭ Layers ─");
  terminal.write("q");
  expect((await terminal.exited()).code).toBe(0);
});

test("a report name without a known ending stays in the prompt for correction", async () => {
  const { terminal } = await opened();
  await terminal.press("r", "report to ./flask.layerx.");
  await terminal.press("x", "  ends in .");
  await terminal.press(KEYS.enter, "the name has to end in .");
  await terminal.press(KEYS.backspace, /report to \.\/flask\.layerx\.\w+ /);
});
