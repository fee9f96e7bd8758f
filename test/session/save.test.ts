import { chmodSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { saveWithBigFile } from "../support/big-file.js";
import { image } from "../support/fixture.js";
import { onDisk } from "../support/on-disk.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { KEYS, layerx, type Terminal } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const CTRL_U = "\x15";

interface Opened {
  readonly terminal: Terminal;
  /** An empty folder. */
  readonly folder: string;
}

async function opened(layer: Parameters<typeof image>[0][number]): Promise<Opened> {
  return explored(await save(packings.kaniko, [await image([layer])], realpathSync(tempDir())));
}

async function explored(path: string): Promise<Opened> {
  const terminal = layerx(["inspect", path], { columns: 100, rows: 24 });
  await terminal.see("quit");
  await terminal.press("2", "changes of layer 0");
  return { terminal, folder: realpathSync(tempDir()) };
}

async function saveTo(terminal: Terminal, to: string): Promise<void> {
  await terminal.press("e", "extract to ./");
  terminal.write(CTRL_U);
  await terminal.press(to, to.slice(-8));
  terminal.write(KEYS.enter);
}

test("a file is saved, and an existing file is replaced only after a confirmation", async () => {
  const { terminal, folder } = await opened({ a: "new" });
  await saveTo(terminal, `${folder}/x`);
  await terminal.see("1 file, 3B to");
  expect(onDisk(folder)).toEqual(["-rw-r--r-- x = new"]);
  await terminal.press(KEYS.escape, "changes of layer 0");

  writeFileSync(`${folder}/x`, "mine");
  chmodSync(`${folder}/x`, 0o600);
  await saveTo(terminal, `${folder}/x`);
  await terminal.see("⏎ replaces it");
  expect(onDisk(folder)).toEqual(["-rw------- x = mine"]);
  await terminal.press(KEYS.enter, "1 file, 3B to");
  expect(onDisk(folder)).toEqual(["-rw-r--r-- x = new"]);
});

test("esc stops saving, and no incomplete file remains", async () => {
  const { terminal, folder } = await explored(await saveWithBigFile({ "d/a": "whole" }, "d/b", tempDir()));
  await saveTo(terminal, `${folder}/`);
  await terminal.see(/1 file, 1 folder, \d/);
  await terminal.press(KEYS.escape, "stopped; saved so far");
  await terminal.press(KEYS.escape, "changes of layer 0");
  await terminal.see(() => onDisk(folder).length === 2);
  expect(onDisk(folder)).toEqual(["drwxr-xr-x d", "-rw-r--r-- d/a = whole"]);
});

test("an error while saving is shown on the screen, and the explorer continues", async () => {
  const { terminal, folder } = await opened({ a: "new" });
  await saveTo(terminal, `${folder}/no/such/x`);
  await terminal.see("cannot extract to");
  await terminal.press(KEYS.escape, "changes of layer 0");
  expect(onDisk(folder)).toEqual([]);
});

test("Tab completes the target path from the disk, and the file is saved at the completed path", async () => {
  const { terminal, folder } = await opened({ a: "new" });
  mkdirSync(`${folder}/only-one`);
  await terminal.press("e", "extract to ./");
  terminal.write(CTRL_U);
  await terminal.press(`${folder}/on`, "/on");
  await terminal.press("\t", "/only-one/");
  terminal.write(KEYS.enter);
  await terminal.see("1 file, 3B to");
  expect(onDisk(folder)).toEqual(["drwxr-xr-x only-one", "-rw-r--r-- only-one/a = new"]);
});
