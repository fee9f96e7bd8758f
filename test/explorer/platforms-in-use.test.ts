import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { KEYS } from "../session/terminal.js";
import { image } from "../support/fixture.js";
import type { LayerSpec } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { push } from "../support/push.js";
import { save } from "../support/save.js";
import { ScriptedRegistry } from "../support/scripted-registry.js";
import { tempDir } from "../support/temp.js";
import { explorer, type Running } from "./in-process.js";

/** The content of the file that only one platform has. */
const OWN: Readonly<Record<string, string>> = { amd64: "x1", arm64: "x2" };

/** Returns an image for two platforms, each with its own file and a file that both have. */
function builtImages() {
  const layers = (name: string): LayerSpec[] => [
    { "etc/": null, "etc/both": "1", [`etc/${name}`]: OWN[name] },
    { "etc/both": "3" },
  ];
  return Promise.all(
    ["amd64", "arm64"].map((name) =>
      image(layers(name), { platform: `linux/${name}`, references: ["app:1"] }),
    ),
  );
}

async function opened(): Promise<{ terminal: Running; path: string }> {
  const path = await save(packings.ociNested, await builtImages(), tempDir());
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

test("esc in the list of platforms, or selecting the open platform, changes nothing", async () => {
  const { terminal } = await opened();
  await terminal.press("P", "Which platform?");
  await terminal.press(KEYS.escape, "linux/amd64, 1 of 2 (P)");
  await terminal.press("P", "Which platform?");
  await terminal.press(KEYS.enter, "linux/amd64, 1 of 2 (P)");
  await terminal.press("2", /Files ─ changes of layer 0/);
});

test("the explorer stays on its image if the other platform cannot be opened", async () => {
  const { terminal, path } = await opened();
  await terminal.press("P", "Which platform?");
  rmSync(path);
  await terminal.press(`j${KEYS.enter}`, /cannot (read|open)|no such file|does not exist/i);
  await terminal.press("x", "linux/amd64, 1 of 2 (P)");
  await terminal.press("2", /Files ─ changes of layer 0/);
});

test("P opens another platform of a registry image, reads its files, and closes the image that was open", async () => {
  const registry = await ScriptedRegistry.start();
  const manifests = (await builtImages()).map((built) => ({
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    platform: built.platform,
    ...push(registry, built, { tags: [] }),
  }));
  registry.manifest("lab/app", ["1"], { schemaVersion: 2, manifests });
  const name = `registry:${registry.host}/lab/app:1`;
  const terminal = await explorer(name, { columns: 120, rows: 36 }, { wish: { network: { env: {} } } });
  await terminal.see("linux/amd64, 1 of 2 (P)");
  await terminal.press("P", "Which platform?");
  await terminal.press(`j${KEYS.enter}`, "linux/arm64, 2 of 2 (P)");
  expect(terminal.released.map(({ platform }) => platform?.architecture)).toEqual(["amd64"]);
  await terminal.press("Ga2j", "/etc/arm64 ─");
  await terminal.press(KEYS.enter, "x2");
  await terminal.press("q", "2 of 2 (P)");
  for (const [key, seen] of [
    ["k", "linux/amd64, 1 of 2 (P)"],
    ["j", "linux/arm64, 2 of 2 (P)"],
  ] as const) {
    await terminal.press("P", "Which platform?");
    await terminal.press(`${key}${KEYS.enter}`, seen);
  }
  expect(terminal.released).toHaveLength(3);
});

test("the other image of a comparison is closed when the user returns from the comparison", async () => {
  const { terminal } = await opened();
  const other = await save(packings.ociArchive, [await image([{ a: "1" }])], tempDir());
  await terminal.press("d", "compare");
  await terminal.press(`\x1b[200~${other}\x1b[201~`, other.slice(-8));
  await terminal.press(KEYS.enter, "old to new");
  expect(terminal.released).toEqual([]);
  await terminal.press("q", "1 of 2 (P)");
  expect(terminal.released).toHaveLength(1);
});

test("P on an image with one platform shows a message", async () => {
  const path = await save(packings.ociArchive, [await image([{ a: "1" }])], tempDir());
  const terminal = await explorer(path, { columns: 80, rows: 24 });
  await terminal.press("P", "this image has only one platform");
});
