import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { layerx } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const FLASK = fileURLToPath(new URL("../../samples/flask.tar", import.meta.url));
const WIDE = { columns: 120, rows: 36 };

test("the explorer shows where the base ends: from the history, --base-layers or --base", async () => {
  const guessing = layerx(["inspect", FLASK], WIDE);
  await guessing.see("above base? 279kB");
  await guessing.see(/CMD \["bash"\] +│.*\n│── base image ends here\? ─+│/);
  const counted = layerx(["inspect", "--base-layers", "2", FLASK], WIDE);
  await counted.see("above base 88.9kB");
  await counted.see(/RUN apt-get update .*\n│── base image ends here ─+│/);
  const shared = layerx(["inspect", "--base", FLASK, FLASK], WIDE);
  await shared.see("above base 0B");
  await shared.see(/── flask:latest ends here ─/);
});

test("a base with more layers than the image is an error on the normal screen", async () => {
  const terminal = layerx(["inspect", "--base-layers", "9", FLASK], WIDE);
  expect(await terminal.exited()).toEqual({ code: 2, signal: 0 });
  expect(terminal.alternate).toBe(false);
  expect(terminal.text).toContain("9 layers");
});
