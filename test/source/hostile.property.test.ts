import fc from "fast-check";
import { expect, test } from "vitest";
import { LayerxError } from "../../src/errors.js";
import type { Image } from "../../src/image/image.js";
import { type BuiltImage, image, jsonBytes } from "../support/fixture.js";
import { file, type LayerSpec, type SpecPair, symlink } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { archive } from "../support/save.js";
import { openBytes, openTar } from "./opening.js";

/** Reads all layers and files, or ends in an error of the catalogue. */
async function readAll(opening: Promise<Image>): Promise<void> {
  let opened: Image | null = null;
  try {
    opened = await opening;
    for (const layer of opened.layers) {
      const files: Parameters<typeof layer.open>[0][] = [];
      await layer.scan({
        onEntry: (entry) => entry.type === "file" && entry.size < 100_000 && files.push(entry),
      });
      await layer.verify({});
      await layer.digests(files);
    }
  } catch (error) {
    if (!(error instanceof LayerxError)) throw error;
    expect(`${error.what} ${error.why}`).not.toMatch(/[^\n\P{Cc}]|[\u202a-\u202e\u2066-\u2069]/u);
  } finally {
    await opened?.close();
  }
}

const layers: readonly LayerSpec[] = [
  { a: "one", "b/": null, "b/long": file("x".repeat(700), { xattrs: { "user.a": "b" } }) },
  { c: symlink("a") },
];

test.each([
  ["plain layers", packings.dockerSave25, "none"],
  ["gzip layers", packings.ociArchive, "gzip"],
  ["zstd layers", packings.kaniko, "zstd-frames"],
] as const)(
  "an archive with %s and any damage is read, or is an error of the catalogue",
  async (_, packing, compression) => {
    const whole = await archive(packing, [await image(layers, { compression })]);
    const change = fc.record({
      at: fc.nat(whole.length - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 3 }),
        fc.option(fc.nat(whole.length - 1)),
        async (changes, cut) => {
          const bytes = Buffer.from(whole);
          for (const { at, bytes: other } of changes) Buffer.from(other).copy(bytes, at);
          await readAll(openBytes(cut === null ? bytes : bytes.subarray(0, cut)));
        },
      ),
      { numRuns: 120 },
    );
  },
);

const KEYS = [
  "Config",
  "Layers",
  "RepoTags",
  "Parent",
  "LayerSources",
  "manifests",
  "config",
  "layers",
  "digest",
  "size",
];
const MORE = [
  "mediaType",
  "annotations",
  "platform",
  "rootfs",
  "diff_ids",
  "history",
  "created",
  "urls",
  "__proto__",
];

test("an archive with any JSON documents is read, or is an error of the catalogue", async () => {
  const one: BuiltImage = await image([{ a: "x" }]);
  const values = fc.constantFrom(
    "c.json",
    "0.tar",
    one.id,
    one.layers[0].diffId,
    "\x1b[31m\u202e",
    "../x",
    "",
    1e99,
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      values,
      fc.constantFrom(null, true, -1, 0.5),
      fc.array(tie("json"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS, ...MORE), tie("json"), { maxKeys: 5 }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(
      json,
      json,
      fc.constantFrom("manifest", "index", "config", "both"),
      async (a, b, which) => {
        const item = { Config: "c.json", Layers: ["0.tar"], RepoTags: ["a:1"] };
        const files: SpecPair[] = [
          ["0.tar", one.layers[0].tar],
          [`blobs/sha256/${one.id.slice(7)}`, jsonBytes(a)],
          ["c.json", which === "config" ? jsonBytes(b) : one.config],
        ];
        if (which === "manifest" || which === "both")
          files.push(["manifest.json", jsonBytes(Array.isArray(a) ? a : [a])]);
        if (which === "config") files.push(["manifest.json", jsonBytes([item])]);
        if (which === "index" || which === "both") {
          const manifests = [{ digest: one.id, annotations: b }, b];
          files.push(["index.json", jsonBytes({ manifests })]);
        }
        await readAll(openTar(files));
      },
    ),
    { numRuns: 400 },
  );
});
