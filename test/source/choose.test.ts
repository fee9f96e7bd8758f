import { describe, expect, test } from "vitest";
import { type ImageChoice, UnclearChoice } from "../../src/image/choice.js";
import { platformName } from "../../src/image/platform.js";
import { type BuiltImage, digestOf, hex, image, jsonBytes } from "../support/fixture.js";
import type { SpecPair } from "../support/layer-spec.js";
import { descriptor, imageManifest, indexDocument, MEDIA_TYPES } from "../support/oci.js";
import { packings } from "../support/packings.js";
import { openTar, refusal, type Wish } from "./opening.js";

const build = (platform: string, references: string[] = []) =>
  image([{ [platform]: "x" }], { platform, references });

/** @returns the platform and the first reference of the opened image. */
async function opened(files: readonly SpecPair[], wish: Wish = {}): Promise<string> {
  const chosen = await openTar(files, wish);
  await chosen.close();
  return `${platformName(chosen.platform)} ${chosen.references[0] ?? "-"}`;
}

describe("an archive with several images", () => {
  const references = ["alpine:latest", "docker.io/library/redis:7", "ghcr.io/acme/app:v1"];
  const images = () =>
    Promise.all(references.map((name, i) => image([{ a: String(i) }], { references: [name] })));
  const files = async () => packings.podmanSave.files(await images());
  const list = async () =>
    (await images())
      .map(({ id }, i) => `  ${i}  ${references[i]}  linux/amd64  ${id.slice(0, 19)}`)
      .join("\n");

  test("lists them with number, name, platform and digest if no image is selected", async () => {
    expect(await refusal(openTar(await files()))).toBe(
      `several-images: image contains several images, since choose one of these:\n${await list()}`,
    );
  });

  test.each([
    ["0", 0],
    ["2", 2],
    ["alpine:latest", 0],
    ["alpine", 0],
    ["docker.io/library/alpine", 0],
    ["redis:7", 1],
    ["ghcr.io/acme/app:v1", 2],
  ])("--image %s opens image number %i", async (wanted, number) => {
    expect(await opened(await files(), { image: wanted })).toBe(`linux/amd64 ${references[number]}`);
  });

  test("an ID selects its image, complete or shortened, with or without its algorithm", async () => {
    const [, second] = await images();
    for (const wanted of [second.id, hex(second.id), hex(second.id).slice(0, 12), second.id.slice(0, 13)]) {
      expect(await opened(await files(), { image: wanted })).toBe("linux/amd64 docker.io/library/redis:7");
    }
  });

  test("an error for an unknown name lists the images", async () => {
    for (const wanted of ["3", "redis", "abc"]) {
      expect(await refusal(openTar(await files(), { image: wanted }))).toBe(
        `no-such-image: image contains no image ${wanted}, since it contains:\n${await list()}`,
      );
    }
  });

  test("an error for a name of several images lists these with their numbers", async () => {
    const [a, b] = [
      await image([{ a: "1" }], { references: ["x:1"] }),
      await image([{ a: "2" }], { references: ["y:1"] }),
    ];
    const twice = await image([{ a: "3" }], { references: ["y:1"] });
    expect(await refusal(openTar(packings.podmanSave.files([a, b, twice]), { image: "y:1" }))).toBe(
      "ambiguous-image: y:1 names several images of image, since these fit:\n" +
        `  1  y:1  linux/amd64  ${b.id.slice(0, 19)}\n` +
        `  2  y:1  linux/amd64  ${twice.id.slice(0, 19)}`,
    );
  });

  test("two tags of one image count as one image", async () => {
    const one = await image([{ a: "x" }], { references: ["a:1", "b:2"] });
    const chosen = await openTar(packings.ociArchive.files([one]));
    await chosen.close();
    expect(chosen.references).toEqual(["a:1", "b:2"]);
  });
});

describe("an image for several platforms", () => {
  const platforms = ["linux/amd64", "linux/arm64/v8", "linux/arm/v6", "linux/arm/v7"];
  const files = async () => packings.ociNested.files(await Promise.all(platforms.map((name) => build(name))));

  test("is opened for linux on the host's architecture", async () => {
    expect(await opened(await files())).toBe("linux/amd64 -");
    expect(await opened(await files(), { host: { arch: "arm64" } })).toBe("linux/arm64/v8 -");
  });

  test.each([
    ["linux/amd64", "linux/amd64"],
    ["linux/x86_64", "linux/amd64"],
    ["linux/arm64", "linux/arm64/v8"],
    ["linux/arm64/v8", "linux/arm64/v8"],
    ["linux/arm", "linux/arm/v7"],
    ["linux/arm/v6", "linux/arm/v6"],
  ])("--platform %s opens %s", async (platform, expected) => {
    expect(await opened(await files(), { platform })).toBe(`${expected} -`);
  });

  test("lists its platforms if none is for the host", async () => {
    const built = await Promise.all(platforms.map((name) => build(name)));
    const digests = built.map((one) => digestOf(imageManifest(one)).slice(0, 19));
    expect(await refusal(openTar(await files(), { host: { arch: "s390x" } }))).toBe(
      "several-platforms: image contains an image for several platforms, since none of them is this machine's " +
        `(linux/s390x):\n${platforms.map((name, i) => `  ${i}  ${name}  ${digests[i]}`).join("\n")}`,
    );
  });

  test("names its platforms in the error if the requested platform is missing", async () => {
    expect(await refusal(openTar(await files(), { platform: "windows/amd64" }))).toBe(
      "platform-mismatch: image contains no image for windows/amd64, since it is for linux/amd64, linux/arm64/v8, " +
        "linux/arm/v6, linux/arm/v7",
    );
  });

  test("can list its platforms directly in index.json", async () => {
    const flat = packings.ociArchive.files(await Promise.all(platforms.map((name) => build(name))));
    expect(await opened(flat, { platform: "linux/arm/v7" })).toBe("linux/arm/v7 -");
  });

  test("is opened without the platforms that have no saved manifest", async () => {
    const [amd, arm] = [await build("linux/amd64"), await build("linux/arm64")];
    const manifest = `blobs/sha256/${hex(digestOf(imageManifest(amd)))}`;
    const left = packings.ociNested.files([amd, arm]).filter(([name]) => name !== manifest);
    expect(await opened(left)).toBe("linux/arm64 -");
  });
});

test("--platform selects among images with the same name", async () => {
  const built = [await build("linux/arm64", ["m:1"]), await build("linux/amd64", ["m:1"])];
  const files = packings.podmanSave.files(built);
  expect(await opened(files, { platform: "linux/arm64" })).toBe("linux/arm64 m:1");
  expect(await opened(files, { platform: "arm64", image: "m:1" })).toBe("linux/arm64 m:1");
  expect(await refusal(openTar(files))).toMatch(/^several-images: /);
  expect(await refusal(openTar(files, { image: "m:1" }))).toMatch(/^ambiguous-image: /);
});

test("--platform selects among images with different names", async () => {
  const built = [await build("linux/s390x", ["a:1"]), await build("linux/amd64", ["b:1"])];
  const files = packings.podmanSave.files(built);
  expect(await opened(files, { platform: "linux/s390x" })).toBe("linux/s390x a:1");
  expect(await refusal(openTar(files, { platform: "linux/386" }))).toMatch(/^platform-mismatch: /);
});

test("an image that nested indexes list many times counts once", async () => {
  const built = await build("linux/amd64", ["a:1"]);
  const manifest = imageManifest(built);
  const files = new Map<string, Buffer>();
  for (const [path, bytes] of packings.ociArchive.files([built])) {
    if (typeof path === "string" && Buffer.isBuffer(bytes)) files.set(path, bytes);
  }
  let inner = descriptor(MEDIA_TYPES.manifest, manifest);
  for (let depth = 0; depth < 7; depth++) {
    const index = indexDocument(Array.from({ length: 30 }, () => inner));
    files.set(`blobs/sha256/${hex(digestOf(index))}`, index);
    inner = descriptor(MEDIA_TYPES.index, index);
  }
  files.set("index.json", indexDocument([inner]));
  expect(await opened([...files])).toBe("linux/amd64 -");
});

test("a single image of any platform is opened, unless --platform names another platform", async () => {
  const files = packings.podmanSave.files([await build("linux/s390x", ["a:1"])]);
  expect(await opened(files)).toBe("linux/s390x a:1");
  expect(await refusal(openTar(files, { platform: "linux/amd64" }))).toBe(
    "platform-mismatch: image contains no image for linux/amd64, since it is for linux/s390x",
  );
});

test("an invalid --platform is an error that shows it escaped", async () => {
  const files = packings.podmanSave.files([await build("linux/amd64")]);
  for (const platform of ["linux", "linux/", "a/b/c/d", "\x1b/x"]) {
    expect(await refusal(openTar(files, { platform }))).toMatch(
      /^bad-platform: [^\x1b]+ is not a platform, since /,
    );
  }
});

describe("an error about an unclear choice contains the choices:", () => {
  async function unclear(files: readonly SpecPair[], wish: Wish = {}): Promise<readonly ImageChoice[]> {
    try {
      await openTar(files, wish);
    } catch (error) {
      if (error instanceof UnclearChoice) return error.choices;
    }
    throw new Error("it was clear");
  }

  test("for images: names, platforms, stored bytes and the option that selects each", async () => {
    const built = [await build("linux/amd64", ["a:1", "a:2"]), await build("linux/arm64/v8", ["b:1"])];
    const files = packings.ociArchive.files(built);
    expect(await unclear(files)).toEqual(
      built.map((one, number) => ({
        references: one.references,
        id: one.id,
        digest: digestOf(imageManifest(one)),
        platforms: [{ variant: null, ...one.platform }],
        osVersion: null,
        storedBytes: one.layers[0].blob.length,
        problem: null,
        wish: { image: String(number) },
      })),
    );
    expect((await unclear(packings.dockerSave24.files(built))).map(({ storedBytes }) => storedBytes)).toEqual(
      built.map(({ layers }) => layers[0].blob.length),
    );
  });

  test("for platforms: the option that selects each", async () => {
    const built = [await build("linux/s390x"), await build("linux/arm/v7")];
    const choices = await unclear(packings.ociNested.files(built));
    expect(choices.map(({ wish }) => wish)).toEqual([
      { platform: "linux/s390x" },
      { platform: "linux/arm/v7" },
    ]);
  });

  test("the user first selects the image, then its platform", async () => {
    const [a, b] = [await build("linux/amd64", ["a:1"]), await build("linux/s390x", ["b:1"])];
    const files = packings.ociArchive.files([a, b, await build("linux/arm64", ["b:1"])]);
    const codes: string[] = [];
    const image = await openTar(files, {
      pick: async ({ code, choices }) => {
        codes.push(code);
        return choices[1];
      },
    });
    await image.close();
    expect([codes, platformName(image.platform), image.references]).toEqual([
      ["several-images", "several-platforms"],
      "linux/arm64",
      ["b:1"],
    ]);
  });
});

test("other platforms of a hybrid archive are found in its OCI layout", async () => {
  const [amd, arm] = [await build("linux/amd64", ["a:1"]), await build("linux/arm64", ["a:1"])];
  const files: readonly SpecPair[] = [
    ...packings.ociNested.files([amd, arm]),
    ["manifest.json", jsonBytes([dockerItem(amd)])],
  ];
  expect(await opened(files)).toBe("linux/amd64 a:1");
  expect(await opened(files, { platform: "linux/arm64" })).toBe("linux/arm64 a:1");
});

test("signatures and attestations beside an image are not images", async () => {
  const one = await build("linux/amd64");
  const config = Buffer.from("{}");
  const signature = jsonBytes({
    schemaVersion: 2,
    config: descriptor(MEDIA_TYPES.config, config),
    layers: [descriptor("application/vnd.dev.cosign.simplesigning.v1+json", config)],
  });
  const described = [imageManifest(one), signature].map((bytes) => descriptor(MEDIA_TYPES.manifest, bytes));
  const files = packings.ociArchive.files([one]).filter(([name]) => name !== "index.json");
  const all: readonly SpecPair[] = [
    ...files,
    [`blobs/sha256/${hex(described[1].digest)}`, signature],
    [`blobs/sha256/${hex(digestOf(config))}`, config],
    ["index.json", indexDocument(described)],
  ];
  expect(await opened(all)).toBe("linux/amd64 -");
});

function dockerItem(one: BuiltImage) {
  return {
    Config: `blobs/sha256/${hex(one.id)}`,
    RepoTags: one.references,
    Layers: one.layers.map(({ digest }) => `blobs/sha256/${hex(digest)}`),
  };
}
