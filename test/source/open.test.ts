import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { hex, image, jsonBytes } from "../support/fixture.js";
import { type SpecPair, symlink } from "../support/layer-spec.js";
import { descriptor, indexDocument } from "../support/oci.js";
import { type Packing, packings } from "../support/packings.js";
import { archive, save, saveFolder } from "../support/save.js";
import { packTar } from "../support/tar.js";
import { tempDir } from "../support/temp.js";
import { open, openBytes, openTar, refusal, stdin } from "./opening.js";

const built = () => image([{ a: "one" }, { b: "two".repeat(500) }]);

/** The packing's files, some of them left out or with other bytes. */
async function altered(packing: Packing, change: (files: readonly SpecPair[]) => readonly SpecPair[]) {
  return change(packing.files([await built()]));
}

function without(pattern: RegExp) {
  return (files: readonly SpecPair[]) => files.filter(([name]) => !pattern.test(String(name)));
}

describe("what is no image says what it is", () => {
  test.each<[string, Buffer | string, string]>([
    [
      "a PNG",
      "\x89PNG\r\n\x1a\n\0\0",
      "not-an-image: image is no container image, since it is a PNG picture",
    ],
    ["plain text", "hello\n", "not-an-image: image is no container image, since it is plain text"],
    [
      "zeros",
      Buffer.alloc(10_240),
      "not-an-image: image is no container image, since it is nothing but zeros",
    ],
    [
      "a manifest alone",
      '{"schemaVersion":2}',
      "not-an-image: image is no container image, since it is a JSON document, not the archive that it may belong to",
    ],
    [
      "a Dockerfile",
      "# syntax\nFROM alpine\n",
      "not-an-image: image is no container image, since it is a Dockerfile, not an image built from it",
    ],
    [
      "compressed text",
      gzipSync("hello"),
      "not-an-image: image is no container image, since it is plain text, compressed with gzip",
    ],
    ["an empty file", "", "is-empty: image is empty, since it has no bytes at all"],
    ["compressed nothing", gzipSync(""), "is-empty: image is empty, since it has no bytes at all"],
    [
      "bzip2",
      "BZh91AY",
      "compression-unsupported: image cannot be decompressed, since it is compressed with bzip2, which is not supported",
    ],
    [
      "xz",
      Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
      "compression-unsupported: image cannot be decompressed, since it is compressed with xz, which is not supported",
    ],
  ])("%s", async (_, bytes, expected) => {
    expect(await refusal(openBytes(Buffer.from(bytes)))).toBe(expected.replace("\\n", ""));
  });

  test("a docker export is a root filesystem, and docker save is named", async () => {
    const opening = openTar({ ".dockerenv": "", "bin/sh": "", "etc/hosts": "", "usr/bin/env": "" });
    expect(await refusal(opening)).toBe(
      "root-filesystem: image is no container image, since it is a plain root filesystem (it holds bin, etc, usr), " +
        "as `docker export` writes it: without layers and history",
    );
  });

  test("a packaged Helm chart", async () => {
    const opening = openBytes(
      gzipSync(await packTar({ "web/Chart.yaml": "name: web", "web/values.yaml": "" })),
    );
    expect(await refusal(opening)).toBe(
      "is-artifact: image holds no container image, since it holds a packaged Helm chart",
    );
  });

  test("any other archive tells what it holds, escaped", async () => {
    expect(await refusal(openTar({ "a\x1b[31m": "", "b/c": "" }))).toBe(
      "no-manifest: image holds no image, since it has neither a manifest.json nor an index.json; it holds a\\x1b[31m, b/",
    );
  });

  test("a folder without a layout", async () => {
    const folder = tempDir();
    writeFileSync(join(folder, "notes"), "");
    expect(await refusal(open(".", { cwd: folder }))).toBe(
      "folder-no-layout: the folder . holds no image, since it has neither an index.json with oci-layout nor a " +
        "manifest.json; it holds notes",
    );
  });

  test.each([
    ["application/vnd.cncf.helm.config.v1+json", "a Helm chart (application/vnd.cncf.helm.config.v1+json)"],
    ["application/vnd.wasm.config.v0+json", "a WebAssembly module (application/vnd.wasm.config.v0+json)"],
    ["application/vnd.acme.thing", "an artifact of type application/vnd.acme.thing"],
  ])("an artifact with config %s", async (type, kind) => {
    const config = Buffer.from("{}");
    const manifest = jsonBytes({ schemaVersion: 2, config: descriptor(type, config), layers: [] });
    const described = descriptor("application/vnd.oci.image.manifest.v1+json", manifest);
    const opening = openTar({
      [`blobs/sha256/${hex(described.digest)}`]: manifest,
      [`blobs/sha256/${hex(descriptor(type, config).digest)}`]: config,
      "index.json": indexDocument([described]),
    });
    expect(await refusal(opening)).toBe(
      `is-artifact: image holds no container image, since it holds ${kind}`,
    );
  });
});

describe("names and schemes", () => {
  test("what is not there is not found, or may be a reference", async () => {
    expect(await refusal(open("./gone.tar"))).toBe(
      "not-found: cannot open ./gone.tar, since there is no such file or folder",
    );
    expect(await refusal(open("alpine:3.20"))).toBe(
      "looks-like-reference: cannot open alpine:3.20, since there is no such file or folder, and this version does " +
        "not ask engines or registries for references",
    );
  });

  test.each(["docker", "podman", "registry"])("%s: is for engines and registries", async (scheme) => {
    expect(await refusal(open(`${scheme}:alpine`))).toBe(
      `local-only: cannot open ${scheme}:alpine, since this version reads images from files, folders and pipes, not ` +
        "from an engine or a registry",
    );
  });

  test.each<[string, Packing]>([
    ["docker-archive", packings.dockerSave24],
    ["docker-archive", packings.dockerSave25],
    ["oci-archive", packings.dockerSave25],
    ["oci-archive", packings.ociArchive],
    ["oci-layout", packings.ociLayout],
    ["dir", packings.dir],
  ])("%s is what its scheme opens", async (format, packing) => {
    const path = await save(packing, [await built()], tempDir());
    const opened = await open(`${format === "oci-layout" ? "oci" : format}:${path}`);
    expect(opened.format).toBe(format);
    await opened.close();
  });

  test.each<[string, Packing, string]>([
    ["oci-archive", packings.podmanSave, "an OCI archive was asked for, and it is a docker archive"],
    ["docker-archive", packings.ociArchive, "a docker archive was asked for, and it is an OCI archive"],
    [
      "oci",
      packings.dir,
      "a folder with an OCI layout was asked for, and it is a folder of skopeo's dir: form",
    ],
    [
      "dir",
      packings.ociLayout,
      "a folder of skopeo's dir: form was asked for, and it is a folder with an OCI layout",
    ],
  ])("%s: of another kind is an error of its own", async (scheme, packing, why) => {
    await save(packing, [await built()], tempDir(), { name: "image" }).then(async (path) => {
      const opening = open(`${scheme}:image`, { cwd: join(path, "..") });
      expect(await refusal(opening)).toBe(`wrong-kind: image is not what its scheme says, since ${why}`);
    });
  });

  test("- is standard input, with a scheme too; nothing piped in, or nothing in the pipe, is an error", async () => {
    const bytes = await archive(packings.ociArchive, [await built()]);
    const opened = await open("oci-archive:-", { stdin: stdin(bytes) });
    expect([opened.source, opened.format]).toEqual(["oci-archive:-", "oci-archive"]);
    await opened.close();
    expect(await refusal(open("-"))).toBe(
      "no-input: cannot read an image from standard input, since nothing is piped into it",
    );
    expect(await refusal(open("-", { stdin: stdin("") }))).toBe(
      "is-empty: standard input is empty, since it has no bytes at all",
    );
  });
});

describe("what is missing or damaged", () => {
  test("a config that is not there", async () => {
    const opening = openTar(
      await altered(packings.podmanSave, without(/\.json$/)).then((files) => [
        ...files,
        ["manifest.json", '[{"Config":"gone.json","RepoTags":null,"Layers":[]}]'],
      ]),
    );
    expect(await refusal(opening)).toMatch(
      /^missing-blob: image is not complete, since the config gone\.json is not in it; it holds /,
    );
  });

  test("a layer that is not there", async () => {
    const one = await built();
    const name = `blobs/sha256/${hex(one.layers[1].digest)}`;
    const files = packings.ociArchive.files([one]).filter(([path]) => path !== name);
    expect(await refusal(openTar(files))).toBe(
      `missing-blob: image is not complete, since the layer 1 ${name} is not in it; it holds oci-layout, blobs/, index.json`,
    );
  });

  test("a manifest that is no JSON, escaped", async () => {
    expect(await refusal(openTar({ "manifest.json": "\x1b[31m" }))).toMatch(
      /^bad-json: image cannot be understood, since manifest\.json is no JSON: [^\x1b]*$/,
    );
  });

  test("a manifest without images, or of another shape", async () => {
    expect(await refusal(openTar({ "manifest.json": "[]" }))).toBe(
      "no-images: image holds no image, since manifest.json lists none",
    );
    expect(await refusal(openTar({ "manifest.json": '{"a":1}' }))).toBe(
      "bad-document: image cannot be understood, since manifest.json is no list of images",
    );
    expect(await refusal(openTar({ "manifest.json": '[{"RepoTags":["a"]}]' }))).toBe(
      "bad-document: image cannot be understood, since manifest.json lists an image without a config",
    );
  });

  test("a digest that is a path is never followed", async () => {
    const index = { manifests: [{ digest: "sha256:../../../etc/passwd" }] };
    expect(await refusal(openTar({ "index.json": jsonBytes(index) }))).toBe(
      "bad-document: image cannot be understood, since the index names something without a valid digest",
    );
  });

  test("an archive that is cut in a layer names the layer and the offset", async () => {
    const one = await built();
    const bytes = await packTar([
      ["manifest.json", jsonBytes([{ Config: "c.json", RepoTags: null, Layers: ["0.tar", "1.tar"] }])],
      ["c.json", one.config],
      ["0.tar", one.layers[0].tar],
      ["1.tar", one.layers[1].tar],
    ]);
    const cut = bytes.subarray(0, bytes.length - 1024 - 1000);
    const stored = one.layers[1].tar.length;
    expect(await refusal(openBytes(cut))).toBe(
      `layer-truncated: layer 1 of image is cut off, since it ends at byte ${stored - 1000}: it should have ${stored} bytes`,
    );
    const lost = bytes.subarray(0, bytes.length - 1024 - stored - 600);
    expect(await refusal(openBytes(lost))).toMatch(/^missing-blob|^archive-truncated/);
  });

  test("an archive that is cut before its manifest names the member and the offset", async () => {
    const bytes = await packTar({ "0.tar": "x".repeat(2000), "manifest.json": "[]" });
    expect(await refusal(openBytes(bytes.subarray(0, 1000)))).toBe(
      "archive-truncated: image is cut off, since it ends at byte 1000: the archive goes on to byte 2512 at least, " +
        "and its last member is 0.tar",
    );
    const compressed = gzipSync(bytes).subarray(0, -4);
    expect(await refusal(openBytes(compressed))).toBe(
      `archive-truncated: image is cut off, since it ends at byte ${compressed.length}: the gzip data ends before its end mark`,
    );
  });

  test("a document beyond its limit names the limit and its flag", async () => {
    const opening = openTar({ "manifest.json": " ".repeat(1001) }, { limits: { jsonBytes: 1000 } });
    expect(await refusal(opening)).toBe(
      "limit-passed: image goes beyond a limit, since the limit on a JSON document, in bytes is 1000",
    );
  });

  test("indexes within indexes end at their limit", async () => {
    const files: Record<string, Buffer> = {};
    let inner = indexDocument([]);
    for (let depth = 0; depth < 10; depth++) {
      const described = descriptor("application/vnd.oci.image.index.v1+json", inner);
      files[`blobs/sha256/${hex(described.digest)}`] = inner;
      inner = indexDocument([described]);
    }
    expect(await refusal(openTar({ ...files, "index.json": inner }))).toBe(
      "limit-passed: image goes beyond a limit, since the limit on the nesting of indexes is 8",
    );
  });

  test("entries are counted over the archive and over all layers", async () => {
    expect(await refusal(openTar({ a: "", b: "", c: "" }, { limits: { entries: 2 } }))).toBe(
      "limit-passed: image goes beyond a limit, since the limit on the number of entries is 2",
    );
  });
});

describe("folders", () => {
  test("an unpacked docker archive is a docker archive, links between its layers followed", async () => {
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

  test("no name and no symlink leads out of it", async () => {
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
      expect(await refusal(open(folder))).toMatch(/^missing-blob: .* since the config \S+c\.json|link\.json/);
    }
  });
});

describe("what is odd but readable is a warning", () => {
  test("a foreign layer whose blob is elsewhere is not available", async () => {
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

  test("another number of layers than of diff IDs, and a config with another digest", async () => {
    const one = await built();
    const name = `${"0".repeat(64)}.json`;
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

test("parents that the archive names are given, nearest first", async () => {
  const [base, middle, top] = [await image([{ a: "" }]), await image([{ b: "" }]), await image([{ c: "" }])];
  const items = [top, middle, base].map((one, i, all) => ({
    Config: `${i}.json`,
    RepoTags: i === 0 ? ["top:1"] : null,
    Layers: [`${i}.tar`],
    ...(i < 2 ? { Parent: all[i + 1].id } : {}),
  }));
  const files = [top, middle, base].flatMap((one, i): SpecPair[] => [
    [`${i}.json`, one.config],
    [`${i}.tar`, one.layers[0].tar],
  ]);
  const opened = await openTar([...files, ["manifest.json", jsonBytes(items)]], { image: "top" });
  expect(opened.parents).toEqual([middle.id, base.id]);
  await opened.close();
});

test("a layer that occurs twice is a symlink in old archives, a hard link in repacked ones", async () => {
  const one = await image([{ a: "x" }]);
  const opened = await openTar([
    ["c.json", one.config],
    ["0/layer.tar", one.layers[0].tar],
    ["1/layer.tar", symlink("../0/layer.tar")],
    ["2/layer.tar", { type: "hardlink", target: "1/layer.tar" }],
    ["manifest.json", jsonBytes([{ Config: "c.json", RepoTags: null, Layers: ["2/layer.tar"] }])],
  ]);
  const sizes = opened.layers.map(({ storedSize }) => storedSize);
  await opened.close();
  expect(sizes).toEqual([one.layers[0].tar.length]);
});

test("a pipe and a compressed archive leave no temporary file behind, opened or refused", async () => {
  const folder = tempDir();
  const bytes = await archive(packings.ociArchive, [await built()], { whole: "gzip" });
  const opened = await open("-", { stdin: stdin(bytes), tempDir: folder });
  expect(readdirSync(folder)).toEqual([]);
  await opened.close();
  await refusal(open("-", { stdin: stdin(gzipSync("no tar")), tempDir: folder }));
  expect(readdirSync(folder)).toEqual([]);
});

test("a temporary folder that is not there is named", async () => {
  const opening = open("-", { stdin: stdin("x"), tempDir: "/nowhere/at/all" });
  expect(await refusal(opening)).toMatch(
    /^spool-failed: standard input cannot be unpacked to a temporary file, since in \/nowhere\/at\/all: ENOENT/,
  );
});

test("an abort ends the wait for a pipe that says nothing", async () => {
  const { PassThrough } = await import("node:stream");
  const controller = new AbortController();
  const opening = open("-", { stdin: new PassThrough(), signal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(opening).rejects.toThrow("enough");
});
