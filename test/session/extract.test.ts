import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { saveWithBigFile } from "../support/big-file.js";
import { onDisk } from "../support/on-disk.js";
import { tempDir } from "../support/temp.js";
import { KEYS, open } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const LAYERX = fileURLToPath(new URL("../../bin/layerx.js", import.meta.url));

test("extract shows its progress, and ctrl-c stops it without an incomplete file", async () => {
  const folder = realpathSync(tempDir());
  const path = await saveWithBigFile({ a: "whole" }, "b", tempDir());
  const terminal = open(process.execPath, [LAYERX, "extract", path, "/", `${folder}/out`], {
    columns: 80,
    rows: 24,
  });
  await terminal.see("% of 8GB");
  terminal.write(KEYS.ctrlC);
  expect((await terminal.exited()).code).toBe(130);
  expect(terminal.text).toContain("stopped after 1 file, 1 folder, 5B to");
  expect(onDisk(folder)).toEqual(["drwxr-xr-x out", "-rw-r--r-- out/a = whole"]);
});
