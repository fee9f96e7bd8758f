import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { KEYS } from "../../session/terminal.js";
import { explorer, type Running } from "../in-process.js";

vi.setConfig({ testTimeout: 30_000 });

const FLASK = fileURLToPath(new URL("../../../samples/flask.tar", import.meta.url));

async function opened(): Promise<Running> {
  const terminal = await explorer(FLASK, { columns: 120, rows: 36 });
  await terminal.see("what to change");
  return terminal;
}

test("m marks a layer for a comparison with the selected layer, and m again removes the mark", async () => {
  const terminal = await opened();
  await terminal.press("m", "layer 0 is marked: choose another one");
  await terminal.press("jjj", "changes from layer 0 to layer 2");
  await terminal.see("├ Layer 2 ─ compared with layer 0 ─");
  await terminal.see(/│ \* 0 +79\.8kB/);
  await terminal.press("a", "all of layers 0 to 2, against layer 0");
  await terminal.press("amm", "changes of layer 2");
});

test("v splits the tree into two halves, and the filter applies to both", async () => {
  const terminal = await opened();
  await terminal.press("jj2v", "├ Files ─ all of layers 0 to 1 ─");
  await terminal.see("╮╭ Files ─ changes of layer 1 ─");
  await terminal.press("/ld.so.cache", () => names(terminal, "ld.so.cache").length === 2);
  await terminal.press(KEYS.enter, "tab pane");
  await terminal.press("v", () => !terminal.text.includes("all of layers 0 to 1"));
  expect(names(terminal, "ld.so.cache")).toHaveLength(1);
});

/** Returns the lines of the tree that show a name. */
function names(terminal: Running, name: string): string[] {
  return terminal.lines.filter((line) => line.slice(48).includes(`${name} `) && /\d:\d/.test(line));
}

test("n and N go through the matches of a filter, and continue at the other end", async () => {
  const terminal = await opened();
  await terminal.press("jj2/ld.so", "matching ld.so");
  await terminal.press(KEYS.enter, "tab pane");
  await terminal.press("nn", "continued at the first match");
  await terminal.press("N", "continued at the last match");
});

test("the tree can be sorted by change, and u opens all folders with changes", async () => {
  const terminal = await opened();
  await terminal.press("jj2ass", "by change");
  await terminal.see(() => terminal.lines[2].includes("usr") || terminal.lines[2].includes("var"));
  await terminal.press("z", /▸ usr {2}\+\d+/);
  await terminal.press(
    "u",
    () => names(terminal, "ld.so.cache").length === 1 || terminal.text.includes("▾ usr"),
  );
});

test("f finds a path in all layers, ⏎ shows its versions, and ⏎ on a version goes to its layer", async () => {
  const terminal = await opened();
  await terminal.press("f", "Find in all layers");
  await terminal.press("dpkg/status", /5\.7kB {2}\+0 {7}~1 {4}\/var\/lib\/dpkg\/status /);
  await terminal.press(KEYS.enter, "Versions ─ /var/lib/dpkg/status ─ 2 changes");
  await terminal.see(/▸ {2}0 \+ added .*\n│ +wasted since layer 1: overwritten {2}# debian/);
  await terminal.press("j", /▸ {2}1 ~ modified/);
  await terminal.press(KEYS.enter, "changes of layer 1");
  await terminal.see(/~ +status /);
  await terminal.press("t", "Versions ─ /var/lib/dpkg/status");
  await terminal.press(KEYS.escape, "changes of layer 1");
});
