import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { hex, image, jsonBytes } from "../support/fixture.js";
import type { SpecPair } from "../support/layer-spec.js";
import { descriptor, indexDocument } from "../support/oci.js";
import { type Packing, packings } from "../support/packings.js";
import { packTar } from "../support/tar.js";
import { openBytes, openTar, refusal } from "./opening.js";

const built = () => image([{ a: "one" }, { b: "two".repeat(500) }]);

/** @returns the files of the packing after `change`. */
async function altered(packing: Packing, change: (files: readonly SpecPair[]) => readonly SpecPair[]) {
  return change(packing.files([await built()]));
}

function without(pattern: RegExp) {
  return (files: readonly SpecPair[]) => files.filter(([name]) => !pattern.test(String(name)));
}

describe("an error names the part that is missing or damaged:", () => {
  test("a missing config", async () => {
    const opening = openTar(
      await altered(packings.podmanSave, without(/\.json$/)).then((files) => [
        ...files,
        ["manifest.json", '[{"Config":"gone.json","RepoTags":null,"Layers":[]}]'],
      ]),
    );
    expect(await refusal(opening)).toMatch(
      /^missing-blob: image is not complete, since the config gone\.json is not in it; it contains /,
    );
  });

  test("a missing config of a layout, and a manifest without a config", async () => {
    const one = await built();
    const name = `blobs/sha256/${hex(one.id)}`;
    const files = packings.ociArchive.files([one]).filter(([path]) => path !== name);
    expect(await refusal(openTar(files))).toMatch(
      new RegExp(`^missing-blob: image is not complete, since the config ${name} is not in it; it contains `),
    );
    for (const document of [{ layers: [] }, { config: { digest: one.id }, layers: 5 }, []]) {
      const manifest = descriptor("application/vnd.oci.image.manifest.v1+json", jsonBytes(document));
      const path = `blobs/sha256/${hex(manifest.digest)}`;
      const opening = openTar({ [path]: jsonBytes(document), "index.json": indexDocument([manifest]) });
      expect(await refusal(opening)).toBe(
        `bad-document: image cannot be understood, since ${path} is not an image manifest`,
      );
    }
  });

  test("a manifest that names a layer without a digest", async () => {
    const one = await built();
    const document = jsonBytes({ config: { digest: one.id }, layers: [{}] });
    const manifest = descriptor("application/vnd.oci.image.manifest.v1+json", document);
    const opening = openTar({
      [`blobs/sha256/${hex(one.id)}`]: one.config,
      [`blobs/sha256/${hex(manifest.digest)}`]: document,
      "index.json": indexDocument([manifest]),
    });
    expect(await refusal(opening)).toMatch(/^bad-document: .* names a layer without a valid digest$/);
  });

  test("a missing layer", async () => {
    const one = await built();
    const name = `blobs/sha256/${hex(one.layers[1].digest)}`;
    const files = packings.ociArchive.files([one]).filter(([path]) => path !== name);
    expect(await refusal(openTar(files))).toBe(
      `missing-blob: image is not complete, since the layer 1 ${name} is not in it; it contains oci-layout, blobs/, index.json`,
    );
  });

  test("a manifest that is not JSON, shown escaped", async () => {
    expect(await refusal(openTar({ "manifest.json": "\x1b[31m" }))).toMatch(
      /^bad-json: image cannot be understood, since manifest\.json is not JSON: [^\x1b]*$/,
    );
  });

  test("a manifest without images or with another structure", async () => {
    expect(await refusal(openTar({ "manifest.json": "[]" }))).toBe(
      "no-images: image contains no image, since manifest.json lists none",
    );
    expect(await refusal(openTar({ "manifest.json": '{"a":1}' }))).toBe(
      "bad-document: image cannot be understood, since manifest.json is not a list of images",
    );
    for (const [item, what] of [
      ['{"RepoTags":["a"]}', "lists an image without a config"],
      ['{"Config":"c","Layers":[5]}', "lists layers that are not names"],
      ['{"Config":"c","Layers":["a",""]}', "gives layer 1 an empty name"],
    ])
      expect(await refusal(openTar({ "manifest.json": `[${item}]`, c: "{}" }))).toBe(
        `bad-document: image cannot be understood, since manifest.json ${what}`,
      );
  });

  test("a digest that is a path, which is not opened", async () => {
    const index = { manifests: [{ digest: "sha256:../../../etc/passwd" }] };
    expect(await refusal(openTar({ "index.json": jsonBytes(index) }))).toBe(
      "bad-document: image cannot be understood, since the index lists an entry without a valid digest",
    );
  });

  test("the layer and the offset at which an archive ends", async () => {
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
    const layout = packings.ociLayout.files([one]).map(([name, spec]): SpecPair => {
      const isCut = String(name).endsWith(hex(one.layers[1].digest));
      return [name, isCut ? one.layers[1].blob.subarray(0, -1000) : spec];
    });
    expect(await refusal(openTar(layout))).toBe(
      `layer-truncated: layer 1 of image is cut off, since it ends at byte ${stored - 1000}: it should have ${stored} bytes`,
    );
    const lost = bytes.subarray(0, bytes.length - 1024 - stored - 512);
    expect(await refusal(openBytes(lost))).toBe(
      "missing-blob: image is not complete, since the layer 1 1.tar is not in it; it contains manifest.json, c.json, 0.tar",
    );
  });

  test("the member and the offset at which an archive ends before its manifest", async () => {
    const bytes = await packTar({ "0.tar": "x".repeat(2000), "manifest.json": "[]" });
    expect(await refusal(openBytes(bytes.subarray(0, 1000)))).toBe(
      "archive-truncated: image is cut off, since it ends at byte 1000: its entries need at least 2512 bytes, " +
        "and its last member is 0.tar",
    );
    const within = await packTar({ "manifest.json": `[${" ".repeat(1998)}]` });
    expect(await refusal(openBytes(within.subarray(0, 1000)))).toBe(
      "archive-truncated: image is cut off, since it ends at byte 1000: its entries need at least 2512 bytes, " +
        "and its last member is manifest.json",
    );
    const compressed = gzipSync(bytes).subarray(0, -4);
    expect(await refusal(openBytes(compressed))).toBe(
      `archive-truncated: image is cut off, since it ends at byte ${compressed.length}: the gzip data ends before its end mark`,
    );
  });

  test("the limit that a JSON document exceeds", async () => {
    const opening = openTar({ "manifest.json": " ".repeat(1001) }, { limits: { jsonBytes: 1000 } });
    expect(await refusal(opening)).toBe(
      "limit-passed: manifest.json of image exceeds a limit, since the limit on a JSON document, in bytes is 1000",
    );
  });

  test("the limit that nested indexes exceed", async () => {
    const files: Record<string, Buffer> = {};
    let inner = indexDocument([]);
    for (let depth = 0; depth < 10; depth++) {
      const described = descriptor("application/vnd.oci.image.index.v1+json", inner);
      files[`blobs/sha256/${hex(described.digest)}`] = inner;
      inner = indexDocument([described]);
    }
    expect(await refusal(openTar({ ...files, "index.json": inner }))).toBe(
      "limit-passed: image exceeds a limit, since the limit on the nesting of indexes is 8",
    );
  });

  test("the limit that the number of manifests exceeds", async () => {
    const images = await Promise.all(["a", "b", "c"].map((name) => image([{ [name]: name }])));
    for (const packing of [packings.podmanSave, packings.ociArchive, packings.ociNested]) {
      expect(await refusal(openTar(packing.files(images), { limits: { manifests: 2 } }))).toBe(
        "limit-passed: image exceeds a limit, since the limit on the number of manifests is 2",
      );
    }
  });

  test("the limit that a compressed archive exceeds when it is unpacked", async () => {
    const bytes = gzipSync(await packTar({ a: "x".repeat(5000) }));
    expect(await refusal(openBytes(bytes, { limits: { expandedBytes: 5000 } }))).toBe(
      "limit-passed: image exceeds a limit, since the limit on what compressed data expands to, in bytes is 5000",
    );
  });

  test("the limit that the entries of the archive exceed", async () => {
    expect(await refusal(openTar({ a: "", b: "", c: "" }, { limits: { entries: 2 } }))).toBe(
      "limit-passed: image exceeds a limit, since the limit on the number of entries is 2",
    );
  });
});
