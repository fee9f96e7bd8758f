import { expect, test } from "vitest";
import { layerx } from "../../support/run.js";
import { json } from "../../support/scripted-engine.js";
import { tempDir } from "../../support/temp.js";
import { engineWith, ID } from "./engine-test.js";

const calls = (requests: readonly string[]) =>
  requests.map((path) => path.replace(/^.*\//, "").replace(/\?.*/, ""));

test("a second open of an image in an engine is one inspection, with the same result", async () => {
  const { engine, env } = await engineWith();
  const args = ["inspect", "docker:app:1", "--format", "json", "--cache-dir", tempDir()];
  const first = await layerx(args, { env });
  expect(calls(engine.requests.splice(0))).toEqual(["_ping", "json", "get"]);
  const second = await layerx(args, { env });
  expect(calls(engine.requests)).toEqual(["_ping", "json"]);
  expect(second).toEqual(first);
  expect(first.code).toBe(0);
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
