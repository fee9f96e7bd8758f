import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { KEYS } from "../session/terminal.js";
import { image } from "../support/fixture.js";
import type { LayerSpec } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { save } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { explorer, type Running } from "./in-process.js";

/** An image for two platforms with a file of its own each, and one that both have. */
async function opened(): Promise<{ terminal: Running; path: string }> {
  const layers = (name: string): LayerSpec[] => [
    { "etc/": null, "etc/both": "1", [`etc/${name}`]: "12" },
    { "etc/both": "3" },
  ];
  const built = await Promise.all(
    ["amd64", "arm64"].map((name) =>
      image(layers(name), { platform: `linux/${name}`, references: ["app:1"] }),
    ),
  );
  const path = await save(packings.ociNested, built, tempDir());
  const terminal = await explorer(path, { columns: 120, rows: 36 });
  await terminal.see("linux/amd64, 1 of 2 (P)");
  return { terminal, path };
}

test("P opens another platform of the image, and keeps view, order, layer and path", async () => {
  const { terminal } = await opened();
  await terminal.press("jas2", "all of layers 0 to 1");
  await terminal.press("jjj", "/etc/both ─");
  await terminal.press("P", "Which platform?");
  await terminal.see(/▸ linux\/amd64/);
  await terminal.press(`j${KEYS.enter}`, "linux/arm64, 2 of 2 (P)");
  await terminal.see("all of layers 0 to 1 ─ by size");
  await terminal.see("/etc/both ─");
  expect(terminal.text).not.toMatch(/ amd64 /);
});

test("esc in the list of platforms, or the platform that is open, changes nothing", async () => {
  const { terminal } = await opened();
  await terminal.press("P", "Which platform?");
  await terminal.press(KEYS.escape, "linux/amd64, 1 of 2 (P)");
  await terminal.press("P", "Which platform?");
  await terminal.press(KEYS.enter, "linux/amd64, 1 of 2 (P)");
  await terminal.press("2", /Files ─ what layer 0 changed/);
});

test("the explorer stays on its image if the other platform cannot be opened", async () => {
  const { terminal, path } = await opened();
  await terminal.press("P", "Which platform?");
  rmSync(path);
  await terminal.press(`j${KEYS.enter}`, /cannot (read|open)|no such file|does not exist/i);
  expect(terminal.text).toContain("linux/amd64, 1 of 2 (P)");
  await terminal.press("2", /Files ─ what layer 0 changed/);
});

test("an image of one platform says so", async () => {
  const path = await save(packings.ociArchive, [await image([{ a: "1" }])], tempDir());
  const terminal = await explorer(path, { columns: 80, rows: 24 });
  await terminal.press("P", "this image has only one platform");
});
