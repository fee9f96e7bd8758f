import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { layerx } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const WIDE = { columns: 120, rows: 36 };

test("the explorer shows where the base ends: as the history shows, or as an option says", async () => {
  const guessing = layerx(["inspect", FLASK], WIDE);
  await guessing.see("above base? 279kB");
  await guessing.see(/CMD \["bash"\] +│.*\n│── base image ends here\? ─+│/);
  const told = layerx(["inspect", "--base-layers", "2", FLASK], WIDE);
  await told.see("above base 88.9kB");
  await told.see(/RUN apt-get update .*\n│── base image ends here ─+│/);
  const shared = layerx(["inspect", "--base", FLASK, FLASK], WIDE);
  await shared.see("above base 0B");
  await shared.see(/── flask:latest ends here ─/);
});

test("a base that the image has not ends the explorer with a message, on the screen as it was", async () => {
  const terminal = layerx(["inspect", "--base-layers", "9", FLASK], WIDE);
  expect(await terminal.exited()).toEqual({ code: 2, signal: 0 });
  expect(terminal.alternate).toBe(false);
  expect(terminal.text).toContain("9 layers");
});
