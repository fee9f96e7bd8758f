import { expect, test } from "vitest";
import { openImage } from "../../../src/source/open.js";
import { type BuiltImage, digestOf, image } from "../../support/fixture.js";
import { imageManifest } from "../../support/oci.js";
import { ScriptedRegistry } from "../../support/scripted-registry.js";

/** Pushes an image with its manifest, config and layer embedded in descriptors. `data` changes the embedded bytes. */
async function pushed(
  data: (bytes: Buffer) => Buffer,
): Promise<{ registry: ScriptedRegistry; name: string }> {
  const registry = await ScriptedRegistry.start();
  const built: BuiltImage = await image([{ a: "one" }]);
  const along = (bytes: Buffer) => ({ ...registry.blob(bytes), data: data(bytes).toString("base64") });
  const named = JSON.parse(imageManifest(built).toString("utf8"));
  const manifest = Buffer.from(
    JSON.stringify({
      ...named,
      config: { ...named.config, ...along(built.config) },
      layers: [{ ...named.layers[0], ...along(built.layers[0].blob) }],
    }),
  );
  registry.manifest("lab/app", [digestOf(manifest)], manifest.toString("utf8"));
  const described = { mediaType: named.mediaType, platform: { os: "linux", architecture: "amd64" } };
  registry.manifest("lab/app", ["1"], {
    schemaVersion: 2,
    manifests: [{ ...described, ...along(manifest) }],
  });
  return { registry, name: `registry:${registry.host}/lab/app:1` };
}

async function paths(name: string): Promise<string[]> {
  const opened = await openImage(name, {
    cwd: "/",
    stdin: null,
    host: { arch: "x64" },
    network: { env: {} },
  });
  const found: string[] = [];
  await opened.layers[0].scan({ onEntry: ({ path }) => void found.push(path) });
  await opened.close();
  return found;
}

test("a blob that its descriptor contains in `data` is not requested", async () => {
  const { registry, name } = await pushed((bytes) => bytes);
  expect(await paths(name)).toEqual(["a"]);
  expect(registry.requested).toEqual(["/v2/lab/app/manifests/1"]);
});

test.each<[string, (bytes: Buffer) => Buffer]>([
  ["other bytes", (bytes) => Buffer.alloc(bytes.length, 0x20)],
  ["fewer bytes", (bytes) => bytes.subarray(1)],
])("`data` of a descriptor is not used if it has %s than the digest and size say", async (_, data) => {
  const { registry, name } = await pushed(data);
  expect(await paths(name)).toEqual(["a"]);
  expect(registry.requested).toHaveLength(4);
});
