import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { KEYS } from "../session/terminal.js";
import { explorer, type Running } from "./in-process.js";

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const WASTE = fileURLToPath(new URL("../../samples/waste.tar", import.meta.url));

function opened(file: string): Promise<Running> {
  return explorer(file, { columns: 80, rows: 24 });
}

describe("pages", () => {
  test("i shows the command of the image, and esc goes back", async () => {
    const terminal = await opened(FLASK);
    await terminal.press("i", "╭ Image ─ flask:latest ─");
    await terminal.see(/│ {3}command {5}\/bin\/sh -c 'FLASK_APP=\/opt\/source-code\/app\.py flask run' +│/);
    await terminal.see("shell form: a shell runs the line");
    await terminal.press("G", /│ {3}format {4}docker-archive +│/);
    await terminal.press(KEYS.escape, "╭ Layers ─");
  });

  test("o shows the selected instruction in full, also from the files", async () => {
    const terminal = await opened(FLASK);
    await terminal.press("jj2o", "╭ Instruction ─ 3 of 6 ─ layer 1 ─");
    await terminal.see(/│ {3}RUN apt-get update && \\ +│\n│ {7}apt-get install -y python3 python3-pip +│/);
    await terminal.see(/diff ID {5}sha256:[0-9a-f]+/);
    await terminal.press("q", "╭ Files ─ changes of layer 1 ─");
  });
});

describe("the waste", () => {
  test("the waste opens with advice; c shows the copies, then each grouping, then the advice again", async () => {
    const terminal = await opened(WASTE);
    await terminal.press("w", /Waste ─ \S+ ─ what to change ─ 14 wasted copies/);
    await terminal.see("Saves 6.9kB.");
    await terminal.press("c", /Waste ─ \S+ ─ 14 wasted copies/);
    await terminal.see("Layer 9 wrote it, layer 10 removed it, which only hides it.");
    await terminal.press("c", "─ by path ─");
    await terminal.press("c", "─ by cause ─");
    await terminal.see(/7× ▸ deleted/);
    await terminal.press("c", "─ by instruction ─");
    await terminal.press("c", "─ by layer ─");
    await terminal.press("c", /Waste ─ \S+ ─ what to change/);
  });

  test("⏎ opens a group, and ⏎ on a copy in the group goes to its layer and path", async () => {
    const terminal = await opened(WASTE);
    await terminal.press("w", /Waste ─ \S+ ─ what to change/);
    await terminal.press("ccc", "7× ▸ deleted");
    await terminal.press(KEYS.enter, "7× ▾ deleted");
    await terminal.press("jj", "Layer 1 wrote it, layer 6 removed it");
    await terminal.press(KEYS.left, "7× ▸ deleted");
    await terminal.press(`${KEYS.enter}jj${KEYS.enter}`, "╭ Files ─ changes of layer 6 ─");
    expect(terminal.cellAt("main.o ")).toMatchObject({ inverse: true, struck: true });
  });

  test("o shows the cause and the path of the selected copy", async () => {
    const terminal = await opened(WASTE);
    await terminal.press("w", /Waste ─ \S+ ─ what to change/);
    await terminal.press("c", "go there");
    await terminal.press("o", /│ path {6}\/srv\/data +│/);
    await terminal.see("╭ Wasted copy ─ 6.4kB deleted ─");
    await terminal.press(KEYS.escape, "go there");
  });
});
