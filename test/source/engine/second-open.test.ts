import { describe, expect, test } from "vitest";
import type { LayerCompression } from "../../support/compression.js";
import { image } from "../../support/fixture.js";
import { hardlink, type LayerSpec } from "../../support/layer-spec.js";
import { type Packing, packings } from "../../support/packings.js";
import { layerx } from "../../support/run.js";
import { archive } from "../../support/save.js";
import { json } from "../../support/scripted-engine.js";
import { tempDir } from "../../support/temp.js";
import { engineWith, ID } from "./engine-test.js";

const calls = (requests: readonly string[]) =>
  requests.map((path) => path.replace(/^.*\//, "").replace(/\?.*/, ""));

/** Starts an engine that saves `app:1` in this packing. */
async function engineOf(packing: Packing, compression: LayerCompression) {
  const layers: readonly LayerSpec[] = [
    { a: "one", "usr/": null },
    { b: "two".repeat(500), hard: hardlink("b") },
    { a: "changed" },
  ];
  const built = await image(layers, { compression });
  const app = { Id: ID, RepoTags: ["app:1"], archive: await archive(packing, [built]) };
  return engineWith({ images: { "app:1": app, [ID]: app } });
}

describe.each([
  ["plain layers, as saved by engines up to 24", packings.dockerSave24, "none"],
  ["plain layers, as saved by engines from 25 on", packings.dockerSave25, "none"],
  ["gzip layers, as saved by engines with the containerd store", packings.ociArchive, "gzip"],
  ["zstd layers", packings.ociArchive, "zstd"],
  ["eStargz layers", packings.ociArchive, "estargz"],
] as const)("an image with %s", (_, packing, compression) => {
  test.each([["inspect", "--format", "json"], ["history"], ["tree"], ["ci", "--lowest-efficiency", "0"]])(
    "a second `layerx %s` only inspects the image, and has the same result",
    async (command, ...options) => {
      const { engine, env } = await engineOf(packing, compression);
      const cache = ["--cache-dir", tempDir()];
      // `history` reads no layer, so the first open uses `tree`, which reads all layers.
      const before = await layerx(["tree", "docker:app:1", ...cache], { env });
      expect(before.code).toBe(0);
      const args = [command, "docker:app:1", ...options, ...cache];
      const without = await layerx([...args, "--no-cache"], { env });
      engine.requests.splice(0);
      expect(await layerx(args, { env })).toEqual(without);
      expect(calls(engine.requests)).toEqual(["_ping", "json"]);
    },
  );

  test("reading content after a second open requests the image once", async () => {
    const { engine, env } = await engineOf(packing, compression);
    const cache = ["--cache-dir", tempDir()];
    const first = await layerx(["waste", "docker:app:1", ...cache], { env });
    engine.requests.splice(0);
    const { stdout } = await layerx(["cat", "docker:app:1", "b", ...cache], { env });
    expect(stdout).toBe("two".repeat(500));
    expect(calls(engine.requests.splice(0))).toEqual(["_ping", "json", "get"]);
    expect(await layerx(["waste", "docker:app:1", ...cache], { env })).toEqual(first);
  });
});

test("a layer that the engine does not send any more is an error", async () => {
  const sent: Buffer[] = [];
  for (const text of ["first", "other"])
    sent.push(await archive(packings.dockerSave24, [await image([{ a: text }])]));
  const inspected = { Id: ID, RepoTags: [], Os: "linux", Architecture: "amd64" };
  const { env } = await engineWith({
    instead: {
      "/get": (_request, response) => response.end(sent.shift()),
      "/json": (_request, response) => json(response, 200, inspected),
    },
  });
  const cache = ["--cache-dir", tempDir()];
  await layerx(["tree", "docker:app:1", ...cache], { env });
  const { stdout, stderr, code } = await layerx(["cat", "docker:app:1", "a", ...cache], { env });
  expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
  expect(stderr).toContain("has no layer any more");
});

test("reading content later requests the image once", async () => {
  const { engine, env } = await engineWith();
  const cache = ["--cache-dir", tempDir()];
  await layerx(["tree", "docker:app:1", ...cache], { env });
  engine.requests.splice(0);
  const { stdout } = await layerx(["cat", "docker:app:1", "b", ...cache], { env });
  expect(stdout).toBe("two".repeat(500));
  expect(calls(engine.requests)).toEqual(["_ping", "json", "get"]);
});

test("with --no-cache every open requests the image", async () => {
  const { engine, env } = await engineWith();
  for (const _ of [1, 2])
    await layerx(["tree", "docker:app:1", "--no-cache", "--cache-dir", tempDir()], { env });
  expect(calls(engine.requests)).toEqual(["_ping", "json", "get", "_ping", "json", "get"]);
});

test("an image with a layer that does not match its diff ID is not cached", async () => {
  const { archive } = await engineWith();
  // One changed byte of a file: the tar is still complete, but its digest differs.
  const lie = Buffer.from(archive);
  lie.write("owt", lie.indexOf("twotwo"));
  const { engine, env } = await engineWith({
    instead: {
      "/get": (_request, response) => response.end(lie),
      "/json": (_request, response) =>
        json(response, 200, { Id: ID, RepoTags: [], Os: "linux", Architecture: "amd64" }),
    },
  });
  const args = ["inspect", "docker:app:1", "--cache-dir", tempDir()];
  expect((await layerx(args, { env })).stderr).toContain("but the config has");
  expect((await layerx(args, { env })).stderr).toContain("but the config has");
  expect(calls(engine.requests)).toEqual(["_ping", "json", "get", "_ping", "json", "get"]);
});
