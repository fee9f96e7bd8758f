import { truncateSync, writeFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import { image } from "../support/fixture.js";
import type { LayerSpec } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { KEYS, layerx } from "./terminal.js";

vi.setConfig({ testTimeout: 30_000 });

const SMALL = { columns: 80, rows: 24 };

async function saved(layers: readonly LayerSpec[], compression: "none" | "gzip" = "none"): Promise<string> {
  return save(packings.dockerSave25, [await image(layers, { compression })], tempDir());
}

describe("an image file that changes while the explorer shows it", () => {
  test("an image file that became shorter shows an error, and the explorer continues", async () => {
    const path = await saved([{ "etc/": null, "etc/lines": "a line\n".repeat(500) }]);
    const terminal = layerx(["inspect", path], SMALL);
    await terminal.see("quit");
    truncateSync(path, 1024);
    await terminal.press("2/etc/lines", /\b1 path\b/);
    await terminal.press(`${KEYS.enter}G${KEYS.enter}`, "the file became shorter while it was read");
    await terminal.press("q", "matching etc/lines");
    terminal.write("q");
    expect((await terminal.exited()).code).toBe(0);
  });

  test("a layer with overwritten compressed bytes shows an error, and the explorer continues", async () => {
    const path = await saved([{ "etc/": null, "etc/lines": Buffer.alloc(300_000, "some words ") }], "gzip");
    const terminal = layerx(["inspect", path], SMALL);
    await terminal.see("quit");
    writeFileSync(path, Buffer.alloc(400_000, 0xaa));
    await terminal.press(`2G${KEYS.enter}`, /gzip/);
    await terminal.press("q", "changes of layer 0");
  });
});
