import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platformName } from "../../src/image/platform.js";
import { type BuiltImage, digestOf, hex, image, jsonBytes } from "../support/fixture.js";
import { type SpecPair, symlink } from "../support/layer-spec.js";
import { type Descriptor, descriptor, imageManifest, indexDocument, MEDIA_TYPES } from "../support/oci.js";
import { packings } from "../support/packings.js";
import { saveFolder } from "../support/save.js";
import { tempDir } from "../support/temp.js";
import { open, openTar, refusal, type Wish } from "./opening.js";

type Entry = Omit<Descriptor, "platform"> & { readonly platform?: object };

const built = (content: string, more: Parameters<typeof image>[1] = {}) =>
  image([{ [content]: content }], more);

/** @returns the files of a layout with these blobs and an index of these entries. */
function layout(entries: readonly Entry[], blobs: readonly Buffer[]): SpecPair[] {
  return [
    ["oci-layout", '{"imageLayoutVersion":"1.0.0"}'],
    ...blobs.map((bytes): SpecPair => [`blobs/sha256/${hex(digestOf(bytes))}`, bytes]),
    ["index.json", jsonBytes({ schemaVersion: 2, manifests: entries })],
  ];
}

const blobsOf = (one: BuiltImage) => [one.config, imageManifest(one), ...one.layers.map(({ blob }) => blob)];
const listed = (one: BuiltImage, more: Partial<Entry> = {}): Entry => ({
  ...descriptor(MEDIA_TYPES.manifest, imageManifest(one)),
  ...more,
});
const tagged = (tag: string) => ({ annotations: { "org.opencontainers.image.ref.name": tag } });
const on = (architecture: string, more: Record<string, string> = {}) => ({
  platform: { os: "linux", architecture, ...more },
});

async function opened(files: readonly SpecPair[], wish: Wish = {}): Promise<string> {
  const chosen = await openTar(files, wish);
  await chosen.close();
  return `${platformName(chosen.platform)} ${chosen.id}`;
}

describe("the platform in the index is used, not the platform of the config,", () => {
  // Both configs say amd64.
  const both = async () => [await built("arm"), await built("amd")] as const;

  test.each(["flat", "nested"])("in a %s index", async (shape) => {
    const [arm, amd] = await both();
    const entries = [listed(arm, on("arm", { variant: "v6" })), listed(amd, on("amd64"))];
    const blobs = [...blobsOf(arm), ...blobsOf(amd)];
    const inner = jsonBytes({ schemaVersion: 2, manifests: entries });
    const files =
      shape === "flat"
        ? layout(entries, blobs)
        : layout([{ ...descriptor(MEDIA_TYPES.index, inner), ...tagged("latest") }], [...blobs, inner]);
    expect(await opened(files)).toBe(`linux/amd64 ${amd.id}`);
    expect(await opened(files, { platform: "linux/arm" })).toBe(`linux/arm/v6 ${arm.id}`);
    expect(await refusal(openTar(files, { platform: "linux/arm64" }))).toBe(
      "platform-mismatch: image contains no image for linux/arm64, since it is for linux/arm/v6, linux/amd64",
    );
  });

  test("in a hybrid archive", async () => {
    const [arm] = await both();
    const index = jsonBytes({ schemaVersion: 2, manifests: [listed(arm, on("arm64"))] });
    const files = packings.dockerSave25
      .files([arm])
      .map(([name, spec]): SpecPair => [name, name === "index.json" ? index : spec]);
    expect(await opened(files)).toBe(`linux/arm64 ${arm.id}`);
    expect(await refusal(openTar(files, { platform: "linux/amd64" }))).toMatch(
      /^platform-mismatch: .* linux\/arm64$/,
    );
  });

  test("for a manifest that an index lists for two platforms", async () => {
    const one = await built("x");
    const files = layout([listed(one, on("amd64")), listed(one, on("arm64"))], blobsOf(one));
    expect(await opened(files, { platform: "linux/arm64" })).toBe(`linux/arm64 ${one.id}`);
    expect(await opened(files, { platform: "linux/amd64" })).toBe(`linux/amd64 ${one.id}`);
  });
});

describe("manifests that are listed beside the index that contains them", () => {
  const both = async () => [await built("arm"), await built("amd")] as const;

  test("are no other images if they have no name, as oras writes them", async () => {
    const [arm, amd] = await both();
    const entries = [listed(arm, on("arm64")), listed(amd, on("amd64"))];
    const index = jsonBytes({ schemaVersion: 2, manifests: entries });
    const blobs = [...blobsOf(arm), ...blobsOf(amd), index];
    for (const name of [tagged("v1"), {}]) {
      const files = layout([{ ...descriptor(MEDIA_TYPES.index, index), ...name }, ...entries], blobs);
      expect(await opened(files)).toBe(`linux/amd64 ${amd.id}`);
      const digest = digestOf(imageManifest(arm));
      expect(await opened(files, { image: digest })).toBe(`linux/arm64 ${arm.id}`);
    }
  });

  test("are images of their own if they have a name, or if the index does not contain all of them", async () => {
    const [arm, amd] = await both();
    const index = jsonBytes({ schemaVersion: 2, manifests: [listed(arm, on("arm64"))] });
    const top = { ...descriptor(MEDIA_TYPES.index, index), ...tagged("v1") };
    const blobs = [...blobsOf(arm), ...blobsOf(amd), index];
    for (const other of [listed(arm, tagged("arm")), listed(amd)]) {
      expect(await refusal(openTar(layout([top, other], blobs)))).toMatch(/^several-images: /);
    }
  });
});

describe("images for the same platform are listed with their differences:", () => {
  const versions = ["10.0.17763.5458", "10.0.20348.2322"];
  const windows = async () => {
    const images = await Promise.all(
      versions.map((version) => built(version, { platform: "windows/amd64" })),
    );
    const entries = images.map((one, i) =>
      listed(one, { platform: { os: "windows", architecture: "amd64", "os.version": versions[i] } }),
    );
    return { images, files: layout(entries, images.flatMap(blobsOf)) };
  };

  test("os.version and digest, with or without --platform", async () => {
    const { files, images } = await windows();
    const lines = images.map(
      (one, i) =>
        `  ${i}  windows/amd64  os.version ${versions[i]}  ${digestOf(imageManifest(one)).slice(0, 19)}`,
    );
    for (const wish of [{}, { platform: "windows/amd64" }]) {
      const said = await refusal(openTar(files, wish));
      expect(said).toMatch(/^several-(?:alike|platforms): /);
      expect(said.split("\n").slice(1)).toEqual(lines);
    }
    await expect(openTar(files, { platform: "windows/amd64" })).rejects.toMatchObject({
      next: "use --image with its number, digest, or os.version",
    });
  });

  test("a number, a digest or an os.version selects one of them", async () => {
    const { files, images } = await windows();
    for (const [i, one] of images.entries()) {
      const digest = digestOf(imageManifest(one));
      for (const wanted of [
        `${i}`,
        digest,
        digest.slice(0, 19),
        hex(digest).slice(0, 12),
        one.id,
        versions[i],
      ]) {
        expect(await opened(files, { image: wanted })).toBe(`windows/amd64 ${one.id}`);
      }
      const platform = `windows(${versions[i].split(".").slice(0, 3).join(".")})/amd64`;
      expect(await opened(files, { platform })).toBe(`windows/amd64 ${one.id}`);
    }
  });

  test("only the digest, as for gzip and zstd layers of one config", async () => {
    const [gzip, zstd] = [
      await built("x", { compression: "gzip" }),
      await built("x", { compression: "zstd" }),
    ];
    const index = jsonBytes({
      schemaVersion: 2,
      manifests: [gzip, zstd].map((one) => listed(one, on("amd64"))),
    });
    const files = layout([descriptor(MEDIA_TYPES.index, index)], [...blobsOf(gzip), ...blobsOf(zstd), index]);
    await expect(openTar(files)).rejects.toMatchObject({
      code: "several-alike",
      next: "use --image with its number or digest",
    });
    const chosen = await openTar(files, { image: digestOf(imageManifest(zstd)) });
    await chosen.close();
    expect(chosen.digest).toBe(digestOf(imageManifest(zstd)));
  });

  test("arm64 and arm64/v8 count as the same platform", async () => {
    const [a, b] = [await built("a"), await built("b")];
    const index = jsonBytes({
      schemaVersion: 2,
      manifests: [listed(a, on("arm64")), listed(b, on("arm64", { variant: "v8" }))],
    });
    const files = layout([descriptor(MEDIA_TYPES.index, index)], [...blobsOf(a), ...blobsOf(b), index]);
    expect(await refusal(openTar(files, { platform: "linux/arm64" }))).toMatch(/^several-alike: /);
  });
});

test.each([packings.dockerSave24, packings.dockerSave25, packings.podmanSave, packings.kaniko])(
  "images without names are different images, also with different platforms: $name",
  async (packing) => {
    const images = [
      await built("one", { references: [] }),
      await built("two", { references: [], platform: "linux/arm64" }),
    ];
    const files = packing.files(images);
    expect(await refusal(openTar(files))).toMatch(
      /^several-images: .*\n {2}0 {2}linux\/amd64 .*\n {2}1 {2}linux\/arm64 /,
    );
    expect(await opened(files, { image: "0" })).toBe(`linux/amd64 ${images[0].id}`);
    expect(await opened(files, { image: "1" })).toBe(`linux/arm64 ${images[1].id}`);
  },
);

describe("in a hybrid archive, manifest.json selects the image:", () => {
  /** A manifest.json of one image with one layer, without descriptors. */
  const manifestOf = (one: BuiltImage, layer = `blobs/sha256/${hex(one.layers[0].digest)}`) =>
    jsonBytes([{ Config: `blobs/sha256/${hex(one.id)}`, RepoTags: null, Layers: [layer] }]);

  test("layers have the digests of the blobs that it names, also if the layout has another order", async () => {
    const one = await image([{ a: "one" }, { b: "two" }], { compression: "gzip" });
    const manifest = JSON.parse(imageManifest(one).toString());
    const turned = jsonBytes({ ...manifest, layers: manifest.layers.toReversed() });
    const described = descriptor(MEDIA_TYPES.manifest, turned);
    const kept = packings.dockerSave25.files([one]).filter(([name]) => name !== "index.json");
    const chosen = await openTar([
      ...kept,
      [`blobs/sha256/${hex(described.digest)}`, turned],
      ["index.json", indexDocument([described])],
    ]);
    await chosen.close();
    expect(chosen.layers.map(({ digest }) => digest)).toEqual(one.layers.map(({ digest }) => digest));
    expect(chosen.digest).toBe(described.digest);
  });

  test.each([
    ["null manifests", '{"schemaVersion":2,"manifests":null}', 0],
    ["a list instead of an object", "[]", 0],
    ["no bytes", "", 1],
    ["a cut document", '{"manifests":[', 1],
    ["a descriptor without a digest", '{"manifests":[{"mediaType":"x"}]}', 0],
  ])("the image is opened, also if index.json has %s", async (_, index, warnings) => {
    const one = await built("x");
    const kept = packings.dockerSave25.files([one]).filter(([name]) => !String(name).endsWith(".json"));
    const chosen = await openTar([...kept, ["index.json", index], ["manifest.json", manifestOf(one)]]);
    await chosen.close();
    expect([chosen.id, chosen.format, chosen.warnings.length]).toEqual([one.id, "docker-archive", warnings]);
    expect(chosen.layers[0].digest).toBe(one.layers[0].digest);
  });

  test("a layer that it names by a link has the digest and the media type of the blob", async () => {
    const one = await built("x", { compression: "gzip" });
    const blob = `blobs/sha256/${hex(one.layers[0].digest)}`;
    const kept = packings.dockerSave25.files([one]).filter(([name]) => name !== "manifest.json");
    const chosen = await openTar([
      ...kept,
      ["0/layer.tar", symlink(`../${blob}`)],
      ["manifest.json", manifestOf(one, "0/layer.tar")],
    ]);
    await chosen.close();
    const [{ digest, mediaType }] = chosen.layers;
    expect([digest, mediaType]).toEqual([one.layers[0].digest, `${MEDIA_TYPES.layer}+gzip`]);
  });

  test("a platform of the layout without its layers in the archive does not count", async () => {
    const [amd, arm] = [await built("amd"), await built("arm", { platform: "linux/arm64" })];
    const index = indexDocument(
      [amd, arm].map((one) =>
        descriptor(MEDIA_TYPES.manifest, imageManifest(one), { platform: one.platform }),
      ),
    );
    const top = descriptor(MEDIA_TYPES.index, index);
    const opening = (blobs: readonly Buffer[]) => {
      const files = layout([top], [...blobsOf(amd), arm.config, imageManifest(arm), index, ...blobs]);
      return openTar([...files, ["manifest.json", manifestOf(amd)]], { platform: "linux/arm64" });
    };
    expect(await refusal(opening([]))).toMatch(/^platform-mismatch: .* it is for linux\/amd64$/);
    const chosen = await opening([arm.layers[0].blob]);
    await chosen.close();
    expect(chosen.id).toBe(arm.id);
  });

  test("an OCI layout is opened with a warning if manifest.json is cut", async () => {
    const one = await built("x");
    const files: readonly SpecPair[] = [...packings.ociArchive.files([one]), ["manifest.json", "[{"]];
    const chosen = await openTar(files);
    await chosen.close();
    expect([chosen.format, chosen.warnings.map(({ code }) => code)]).toEqual([
      "oci-archive",
      ["manifest-unreadable"],
    ]);
  });
});

describe("a broken document of another image is not an error:", () => {
  const cut = Buffer.from('{"schemaVersion":2,"config":');
  const beside = async () => {
    const good = await built("good");
    const entries = [
      listed(good, tagged("v1")),
      { ...descriptor(MEDIA_TYPES.manifest, cut), ...tagged("v2") },
    ];
    return { good, files: layout(entries, [...blobsOf(good), cut]) };
  };

  test("an image is opened by name, number and digest beside an image with a cut manifest", async () => {
    const { good, files } = await beside();
    for (const wanted of ["v1", "0", digestOf(imageManifest(good))])
      expect(await opened(files, { image: wanted })).toBe(`linux/amd64 ${good.id}`);
  });

  test("the broken image is in the list, and opening it is an error with the reason", async () => {
    const { files } = await beside();
    const list = await refusal(openTar(files));
    expect(list).toMatch(
      /^several-images: .*\n {2}0 {2}v1 {2}linux\/amd64 .*\n {2}1 {2}v2 {2}cannot be opened: .* is not JSON: /,
    );
    for (const wanted of ["v2", "1", digestOf(cut)])
      expect(await refusal(openTar(files, { image: wanted }))).toMatch(
        /^bad-json: .* blobs\/sha256\/\S+ is not JSON: /,
      );
  });

  test("a broken document of the selected image is an error", async () => {
    const { good } = await beside();
    const entries = [{ ...descriptor(MEDIA_TYPES.manifest, cut), ...on("amd64") }, listed(good, on("arm64"))];
    const files = layout(entries, [...blobsOf(good), cut]);
    expect(await opened(files, { platform: "linux/arm64" })).toBe(`linux/arm64 ${good.id}`);
    expect(await refusal(openTar(files))).toMatch(/^bad-json: /);
    const named = layout(
      [
        { ...entries[0], ...tagged("bad") },
        { ...entries[1], ...tagged("good") },
      ],
      [...blobsOf(good), cut],
    );
    expect(await refusal(openTar(named, { platform: "linux/amd64" }))).toMatch(/^bad-json: /);
    expect(await refusal(openTar(named, { platform: "linux/s390x" }))).toMatch(/^platform-mismatch: /);
  });

  test("the same for a cut config of another image in a docker archive", async () => {
    const [good, bad] = [
      await built("good", { references: ["good:1"] }),
      await built("bad", { references: ["bad:1"] }),
    ];
    const files = packings.podmanSave
      .files([good, bad])
      .map(([name, spec]): SpecPair => [name, name === `${hex(bad.id)}.json` ? "{" : spec]);
    expect(await opened(files, { image: "good:1" })).toBe(`linux/amd64 ${good.id}`);
    expect(await refusal(openTar(files, { image: "bad:1" }))).toMatch(/^bad-json: /);
    expect(await refusal(openTar(files))).toMatch(/bad:1 {2}cannot be opened: /);
  });

  test.each([
    [
      "of a layout",
      packings.ociArchive,
      (one: BuiltImage) => `blobs/sha256/${hex(digestOf(imageManifest(one)))}`,
    ],
    ["of a docker archive", packings.podmanSave, (one: BuiltImage) => `${hex(one.id)}.json`],
  ])("the same for a missing document of another image %s", async (_, packing, missing) => {
    const [good, bad] = [
      await built("good", { references: ["good:1"] }),
      await built("bad", { references: ["bad:1"] }),
    ];
    const files = packing.files([good, bad]).filter(([name]) => name !== missing(bad));
    expect(await opened(files, { image: "good:1" })).toBe(`linux/amd64 ${good.id}`);
    expect(await refusal(openTar(files, { image: "bad:1" }))).toMatch(/^missing-blob: /);
    expect(await refusal(openTar(files))).toMatch(/bad:1 {2}cannot be opened: the (?:manifest|config) /);
  });

  test("an error names the document that exceeds a limit", async () => {
    const one = await built("x");
    const files = packings.kaniko.files([one]);
    const said = await refusal(openTar(files, { limits: { jsonBytes: 10 } }));
    expect(said).toMatch(/^limit-passed: manifest\.json of image exceeds a limit/);
  });
});

describe("other contents than images are not listed as images:", () => {
  const artifact = (type: string) => {
    const body = Buffer.from(`{"payload":"${type}"}`);
    const config = jsonBytes({
      architecture: "",
      os: "",
      rootfs: { type: "layers", diff_ids: [digestOf(body)] },
    });
    const manifest = jsonBytes({
      schemaVersion: 2,
      config: descriptor(MEDIA_TYPES.config, config),
      layers: [descriptor(type, body)],
    });
    return { entry: descriptor(MEDIA_TYPES.manifest, manifest), blobs: [body, config, manifest] };
  };
  const types = [
    ["application/vnd.dev.cosign.simplesigning.v1+json", "a signature"],
    ["application/vnd.dsse.envelope.v1+json", "an attestation"],
    ["application/spdx+json", "a bill of materials (SBOM)"],
    ["application/vnd.docker.ai.gguf.v3", "a machine learning model"],
    ["application/vnd.acme.thing", "an artifact of type"],
  ];

  test.each(types)("a manifest with an image's config and a layer of type %s", async (type, kind) => {
    const { entry, blobs } = artifact(type);
    const said = await refusal(openTar(layout([entry], blobs)));
    expect(said).toMatch(/^is-artifact: /);
    expect(said).toContain(kind);
    expect(said).toContain(type);
    const one = await built("x");
    expect(await opened(layout([listed(one), entry], [...blobsOf(one), ...blobs]))).toBe(
      `linux/amd64 ${one.id}`,
    );
  });

  test("a manifest whose layers have no media type is an image", async () => {
    const one = await built("x");
    const manifest = JSON.parse(imageManifest(one).toString());
    for (const layer of manifest.layers) delete layer.mediaType;
    const bytes = jsonBytes(manifest);
    const files = layout([descriptor(MEDIA_TYPES.manifest, bytes)], [...blobsOf(one), bytes]);
    expect(await opened(files)).toBe(`linux/amd64 ${one.id}`);
  });

  test("an error names a build cache, alone and beside an image", async () => {
    const one = await built("x", { compression: "gzip" });
    const [layer] = one.layers;
    const table = Buffer.from('{"layers":[]}');
    const cache = jsonBytes({
      schemaVersion: 2,
      manifests: [
        descriptor(`${MEDIA_TYPES.layer}+gzip`, layer.blob),
        descriptor("application/vnd.buildkit.cacheconfig.v0", table),
      ],
    });
    const entry = { ...descriptor(MEDIA_TYPES.index, cache), ...tagged("cache") };
    expect(await refusal(openTar(layout([entry], [cache, table, layer.blob])))).toMatch(
      /^is-artifact: .* a BuildKit build cache /,
    );
    const files = layout([listed(one, tagged("v1")), entry], [...blobsOf(one), cache, table]);
    expect(await opened(files, { image: "v1" })).toBe(`linux/amd64 ${one.id}`);
    expect(await refusal(openTar(files, { image: "cache" }))).toMatch(
      /^is-artifact: cache in image .* a BuildKit build cache /,
    );
  });

  test("an attestation is not an image, also if its manifest is cut", async () => {
    const one = await built("x");
    const cut = Buffer.from("{");
    const annotations = { "vnd.docker.reference.type": "attestation-manifest" };
    const entry = { ...descriptor(MEDIA_TYPES.manifest, cut), annotations };
    expect(await opened(layout([listed(one), entry], [...blobsOf(one), cut]))).toBe(`linux/amd64 ${one.id}`);
  });

  test("an image for unknown/unknown is opened only if there is no other image", async () => {
    const none = { platform: { os: "unknown", architecture: "unknown" } };
    const [plain, other] = [await built("plain"), await built("other")];
    expect(await opened(layout([listed(plain, none)], blobsOf(plain)))).toBe(`linux/amd64 ${plain.id}`);
    const files = layout([listed(plain, none), listed(other)], [...blobsOf(plain), ...blobsOf(other)]);
    expect(await opened(files)).toBe(`linux/amd64 ${other.id}`);
  });
});

test("a blob that is a link out of the folder is an error that says so", async () => {
  const one = await built("x");
  const [outside, folder] = [tempDir(), tempDir()];
  const blob = `blobs/sha256/${hex(one.layers[0].digest)}`;
  await saveFolder(
    packings.ociLayout.files([one]).filter(([name]) => name !== blob),
    join(folder, "image"),
  );
  writeFileSync(join(outside, "layer"), one.layers[0].blob);
  mkdirSync(join(folder, "image", "blobs", "sha256"), { recursive: true });
  symlinkSync(join(outside, "layer"), join(folder, "image", blob));
  expect(await refusal(open(join(folder, "image")))).toMatch(/links out of the folder are not followed$/);
});
