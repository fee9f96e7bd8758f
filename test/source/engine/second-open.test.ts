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

/** An engine whose `app:1` is saved in that form. */
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
  ["plain layers, as engines up to 24 save them", packings.dockerSave24, "none"],
  ["plain layers, as engines from 25 on save them", packings.dockerSave25, "none"],
  ["gzip layers, as engines with the containerd store save them", packings.ociArchive, "gzip"],
  ["zstd layers", packings.ociArchive, "zstd"],
  ["eStargz layers", packings.ociArchive, "estargz"],
] as const)("an image with %s", (_, packing, compression) => {
  test.each([["inspect", "--format", "json"], ["history"], ["tree"], ["ci", "--lowest-efficiency", "0"]])(
    "a second `layerx %s` is one inspection, with the same result",
    async (command, ...options) => {
      const { engine, env } = await engineOf(packing, compression);
      const cache = ["--cache-dir", tempDir()];
      // `history` alone reads no layer of an archive that has its bytes: the first open has to read them all.
      const before = await layerx(["tree", "docker:app:1", ...cache], { env });
      expect(before.code).toBe(0);
      const args = [command, "docker:app:1", ...options, ...cache];
      const without = await layerx([...args, "--no-cache"], { env });
      engine.requests.splice(0);
      expect(await layerx(args, { env })).toEqual(without);
      expect(calls(engine.requests)).toEqual(["_ping", "json"]);
    },
  );

  test("content that is read on a second open fetches the image once", async () => {
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

test("a layer that the engine does not send any more is an error, not other bytes", async () => {
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

test("content that is read later fetches the image once", async () => {
  const { engine, env } = await engineWith();
  const cache = ["--cache-dir", tempDir()];
  await layerx(["tree", "docker:app:1", ...cache], { env });
  engine.requests.splice(0);
  const { stdout } = await layerx(["cat", "docker:app:1", "b", ...cache], { env });
  expect(stdout).toBe("two".repeat(500));
  expect(calls(engine.requests)).toEqual(["_ping", "json", "get"]);
});

test("with --no-cache every open fetches the image", async () => {
  const { engine, env } = await engineWith();
  for (const _ of [1, 2])
    await layerx(["tree", "docker:app:1", "--no-cache", "--cache-dir", tempDir()], { env });
  expect(calls(engine.requests)).toEqual(["_ping", "json", "get", "_ping", "json", "get"]);
});

test("an image whose layer is not what its config promises is not kept", async () => {
  const { archive } = await engineWith();
  // A byte of a layer's file content is changed, so that the tar is whole and its digest is another one.
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
  expect((await layerx(args, { env })).stderr).toContain("the config promises");
  expect((await layerx(args, { env })).stderr).toContain("the config promises");
  expect(calls(engine.requests)).toEqual(["_ping", "json", "get", "_ping", "json", "get"]);
});
