import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { digestOf, hex, image, jsonBytes } from "../support/fixture.js";
import { type SpecPair, symlink } from "../support/layer-spec.js";
import { descriptor, imageManifest, indexDocument, MEDIA_TYPES } from "../support/oci.js";
import { type Packing, packings } from "../support/packings.js";
import { archive, save, saveFolder } from "../support/save.js";
import { ScriptedRegistry } from "../support/scripted-registry.js";
import { tempDir } from "../support/temp.js";
import { open, openTar, refusal, stdin } from "./opening.js";

const built = () => image([{ a: "one" }, { b: "two".repeat(500) }]);

describe("opening by a name or scheme:", () => {
  test("a missing file is an error", async () => {
    expect(await refusal(open("./gone.tar"))).toBe(
      "not-found: cannot open ./gone.tar, since there is no such file or folder",
    );
    for (const source of ["", "docker-archive:", "a\0b"])
      expect(await refusal(open(source))).toMatch(/^not-found: /);
  });

  test.each<[string, Packing]>([
    ["docker-archive", packings.dockerSave24],
    ["docker-archive", packings.dockerSave25],
    ["oci-archive", packings.dockerSave25],
    ["oci-archive", packings.ociArchive],
    ["oci-layout", packings.ociLayout],
    ["dir", packings.dir],
  ])("the scheme of %s opens an image of this format", async (format, packing) => {
    const path = await save(packing, [await built()], tempDir());
    const opened = await open(`${format === "oci-layout" ? "oci" : format}:${path}`);
    expect(opened.format).toBe(format);
    await opened.close();
  });

  test.each<[string, Packing, string]>([
    ["oci-archive", packings.podmanSave, "an OCI archive was expected, but it is a docker archive"],
    ["docker-archive", packings.ociArchive, "a docker archive was expected, but it is an OCI archive"],
    [
      "oci",
      packings.dir,
      "a folder with an OCI layout was expected, but it is a folder of skopeo's dir: form",
    ],
    [
      "dir",
      packings.ociLayout,
      "a folder of skopeo's dir: form was expected, but it is a folder with an OCI layout",
    ],
  ])(
    "%s: with an image of another format is an error that names both formats",
    async (scheme, packing, why) => {
      await save(packing, [await built()], tempDir(), { name: "image" }).then(async (path) => {
        const opening = open(`${scheme}:image`, { cwd: join(path, "..") });
        expect(await refusal(opening)).toBe(
          `wrong-kind: ${scheme}:image is not what its scheme says, since ${why}`,
        );
      });
    },
  );

  test("an endless pipe is refused by its first bytes", async () => {
    async function* yes() {
      for (;;) yield Buffer.from("y\n".repeat(10_000));
    }
    expect(await refusal(open("-", { stdin: Readable.from(yes()) }))).toBe(
      "not-an-image: standard input is not a container image, since it is plain text",
    );
  });

  test("- is standard input, also after a scheme; a missing or empty pipe is an error", async () => {
    const bytes = await archive(packings.ociArchive, [await built()]);
    const opened = await open("oci-archive:-", { stdin: stdin(bytes) });
    expect([opened.source, opened.format]).toEqual(["oci-archive:-", "oci-archive"]);
    await opened.close();
    expect(await refusal(open("-"))).toBe(
      "no-input: cannot read an image from standard input, since nothing is piped into it",
    );
    expect(await refusal(open("-", { stdin: stdin("") }))).toBe(
      "is-empty: standard input is empty, since it has 0 bytes",
    );
  });
});

describe("folders", () => {
  test("an unpacked docker archive is opened, also with links between its layers", async () => {
    const one = await image([{ a: "x" }, { b: "y" }, { a: "x" }]);
    const path = join(tempDir(), "image");
    await saveFolder(packings.dockerSave24.files([one]), path);
    const opened = await open(path);
    expect([opened.format, opened.id, opened.layers.map(({ diffId }) => diffId)]).toEqual([
      "docker-archive",
      one.id,
      one.layers.map(({ diffId }) => diffId),
    ]);
    await opened.close();
  });

  test("names and symlinks that lead out of the folder are not followed", async () => {
    const outside = tempDir();
    const one = await built();
    writeFileSync(join(outside, "c.json"), one.config);
    const folder = join(outside, "image");
    const item = (config: string) => jsonBytes([{ Config: config, RepoTags: null, Layers: [] }]);
    for (const [name, target] of [
      ["../c.json", null],
      ["link.json", "../c.json"],
      ["/c.json", join(outside, "c.json")],
    ]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "manifest.json"), item(String(name)));
      if (target !== null && name === "link.json") symlinkSync(target, join(folder, "link.json"));
      expect(await refusal(open(folder))).toMatch(
        name === "link.json"
          ? /^link-not-followed: .* since the config link\.json cannot be read: it is a link that leads out of the folder/
          : /^missing-blob: .* since the config \S*(?:c|link)\.json is not in it/,
      );
    }
  });
});

test("an index of skopeo's dir: form names its manifests NAME.manifest.json", async () => {
  const images = [await built(), await image([{ c: "z" }], { platform: "linux/arm64" })];
  const folder = tempDir();
  const entries = images.map((one) => {
    const manifest = imageManifest(one);
    writeFileSync(join(folder, `${hex(digestOf(manifest))}.manifest.json`), manifest);
    for (const blob of [one.config, ...one.layers.map((layer) => layer.blob)])
      writeFileSync(join(folder, hex(digestOf(blob))), blob);
    return descriptor(MEDIA_TYPES.manifest, manifest, { platform: one.platform });
  });
  writeFileSync(join(folder, "manifest.json"), indexDocument(entries));
  for (const one of images) {
    const opened = await open(folder, { platform: `linux/${one.platform.architecture}` });
    expect([opened.format, opened.id]).toEqual(["dir", one.id]);
    await opened.close();
  }
});

describe("an unusual image has a warning:", () => {
  test("a foreign layer without a blob in the archive is not available", async () => {
    const one = await built();
    const manifest = jsonBytes([
      {
        Config: "c.json",
        RepoTags: ["a:1"],
        Layers: ["0.tar", "1.tar"],
        LayerSources: {
          [one.layers[0].diffId]: {
            mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
            digest: one.layers[0].digest,
            urls: ["https://example.com/"],
          },
        },
      },
    ]);
    const opened = await openTar({
      "manifest.json": manifest,
      "c.json": one.config,
      "1.tar": one.layers[1].tar,
    });
    expect(opened.layers.map(({ available, storedSize }) => ({ available, storedSize }))).toEqual([
      { available: false, storedSize: 0 },
      { available: true, storedSize: one.layers[1].tar.length },
    ]);
    const message = "layer 0 is foreign: its blob is not in the archive, so its size is unknown";
    expect(opened.warnings).toEqual([{ code: "foreign-layer", message }]);
    await opened.close();
  });

  test.each([
    ["its URLs", { mediaType: MEDIA_TYPES.layer, urls: ["https://example.com/"] }],
    ["its media type", { mediaType: "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip" }],
  ])("a layer of a layout without a blob is foreign because of %s", async (_, more) => {
    const one = await built();
    const manifest = JSON.parse(imageManifest(one).toString());
    Object.assign(manifest.layers[0], more);
    const bytes = jsonBytes(manifest);
    const opened = await openTar({
      "index.json": indexDocument([descriptor(MEDIA_TYPES.manifest, bytes)]),
      ...Object.fromEntries(
        [bytes, one.config, one.layers[1].blob].map((blob) => [`blobs/sha256/${hex(digestOf(blob))}`, blob]),
      ),
    });
    expect(opened.layers.map(({ available }) => available)).toEqual([false, true]);
    expect(opened.warnings.map(({ code }) => code)).toEqual(["foreign-layer"]);
    await opened.close();
  });

  test.each([
    ["SHA-256", 64],
    ["SHA-512", 128],
  ])("the numbers of layers and diff IDs differ, and the config has another %s", async (_, digits) => {
    const one = await built();
    const name = `${"0".repeat(digits)}.json`;
    const manifest = jsonBytes([{ Config: name, RepoTags: null, Layers: ["0.tar"] }]);
    const opened = await openTar({
      "manifest.json": manifest,
      [name]: one.config,
      "0.tar": one.layers[0].tar,
    });
    expect(opened.warnings.map(({ code }) => code)).toEqual([
      "history-mismatch",
      "config-digest-mismatch",
      "layer-count-mismatch",
    ]);
    await opened.close();
  });
});

describe("an image without layers, whose lists programs in Go write as null, opens", () => {
  const config = jsonBytes({
    os: "linux",
    architecture: "amd64",
    rootfs: { type: "layers", diff_ids: null },
  });
  const manifest = jsonBytes({
    schemaVersion: 2,
    config: descriptor(MEDIA_TYPES.config, config),
    layers: null,
  });

  test("from a layout", async () => {
    const opened = await openTar({
      [`blobs/sha256/${hex(digestOf(config))}`]: config,
      [`blobs/sha256/${hex(digestOf(manifest))}`]: manifest,
      "index.json": indexDocument([descriptor(MEDIA_TYPES.manifest, manifest)]),
    });
    expect([opened.platform.architecture, opened.layers]).toEqual(["amd64", []]);
  });

  test("from a docker-archive", async () => {
    const listed = jsonBytes([{ Config: "config.json", RepoTags: null, Layers: null }]);
    const opened = await openTar({ "config.json": config, "manifest.json": listed });
    expect([opened.platform.architecture, opened.layers]).toEqual(["amd64", []]);
  });

  test("from a folder of skopeo", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "manifest.json"), manifest);
    writeFileSync(join(folder, hex(digestOf(config))), config);
    expect((await open(".", { cwd: folder })).layers).toEqual([]);
  });

  test("from a registry", async () => {
    const registry = await ScriptedRegistry.start();
    registry.blob(config);
    registry.manifest("lab/app", ["1"], String(manifest));
    const opened = await open(`registry:${registry.host}/lab/app:1`, { network: { env: {} } });
    expect(opened.layers).toEqual([]);
  });
});

test("a manifest that does not match its digest is a warning", async () => {
  const one = await built();
  const files = packings.ociArchive.files([one]).map(([name, spec]): SpecPair => {
    const promised = `blobs/sha256/${hex(digestOf(imageManifest(one)))}`;
    return name === promised ? [name, Buffer.concat([imageManifest(one), Buffer.from("\n")])] : [name, spec];
  });
  const opened = await openTar(files);
  await opened.close();
  expect(opened.warnings.map(({ code }) => code)).toEqual(["manifest-digest-mismatch"]);
});

test("parents that the archive names are listed, nearest first, each once", async () => {
  const [base, middle, top] = [await image([{ a: "" }]), await image([{ b: "" }]), await image([{ c: "" }])];
  const items = [top, middle, base].map((_, i, all) => ({
    Config: `${i}.json`,
    RepoTags: i === 0 ? ["top:1"] : null,
    Layers: [`${i}.tar`],
    // The last one names the first one: a circle.
    Parent: all[(i + 1) % 3].id,
  }));
  const files = [top, middle, base].flatMap((one, i): SpecPair[] => [
    [`${i}.json`, one.config],
    [`${i}.tar`, one.layers[0].tar],
  ]);
  const opened = await openTar([...files, ["manifest.json", jsonBytes(items)]], { image: "top:1" });
  expect(opened.parents).toEqual([middle.id, base.id]);
  await opened.close();
});

test("a layer can be a symlink or a hard link to another layer in the archive, but not a circle of links", async () => {
  const one = await image([{ a: "x" }]);
  const opened = await openTar([
    ["c.json", one.config],
    ["0/layer.tar", one.layers[0].tar],
    ["1/layer.tar", symlink("../0/layer.tar")],
    ["2/layer.tar", { type: "hardlink", target: "1/layer.tar" }],
    ["manifest.json", jsonBytes([{ Config: "c.json", RepoTags: null, Layers: ["./2/layer.tar"] }])],
  ]);
  const sizes = opened.layers.map(({ storedSize }) => storedSize);
  await opened.close();
  expect(sizes).toEqual([one.layers[0].tar.length]);
  const circle = openTar([
    ["c.json", one.config],
    ["0/layer.tar", symlink("../1/layer.tar")],
    ["1/layer.tar", symlink("../0/layer.tar")],
    ["manifest.json", jsonBytes([{ Config: "c.json", RepoTags: null, Layers: ["0/layer.tar"] }])],
  ]);
  expect(await refusal(circle)).toMatch(/^missing-blob: .* the layer 0 0\/layer\.tar is not in it/);
});

test("opening a compressed archive from a pipe leaves no temporary file, also after an error", async () => {
  const folder = tempDir();
  const bytes = await archive(packings.ociArchive, [await built()], { whole: "gzip" });
  const opened = await open("-", { stdin: stdin(bytes), tempDir: folder });
  expect(readdirSync(folder)).toEqual([]);
  await opened.close();
  await refusal(open("-", { stdin: stdin(gzipSync("no tar")), tempDir: folder }));
  expect(readdirSync(folder)).toEqual([]);
});

test("an error names a missing temporary folder", async () => {
  const opening = open("-", { stdin: stdin("x"), tempDir: "/nowhere/at/all" });
  expect(await refusal(opening)).toMatch(
    /^spool-failed: standard input cannot be copied to a temporary file, since in \/nowhere\/at\/all: the folder does not exist$/,
  );
});

test("an abort ends the wait for a pipe without data", async () => {
  const { PassThrough } = await import("node:stream");
  const controller = new AbortController();
  const opening = open("-", { stdin: new PassThrough(), signal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(opening).rejects.toThrow("enough");
});
