import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { loadTree } from "../../../src/tree/load.js";
import { digestOf, hex, jsonBytes } from "../../support/fixture.js";
import type { SpecPair } from "../../support/layer-spec.js";
import { descriptor, MEDIA_TYPES } from "../../support/oci.js";
import { packTar } from "../../support/tar.js";
import { openTar, refusal } from "../opening.js";
import { END, file } from "../tar-bytes.js";

const EROFS = Buffer.concat([Buffer.alloc(1024), Buffer.from("e2e1f5e0", "hex"), Buffer.alloc(5000, 1)]);
const NOISE = Buffer.concat([1, 2, 3].map((n) => createHash("sha512").update(`${n}`).digest()));
const TAR = MEDIA_TYPES.layer;

/** An OCI archive with a layer of these bytes, and plain layers above it. */
function archive(blob: Buffer, mediaType = TAR, above: readonly Buffer[] = []): SpecPair[] {
  const diffIds = [blob, ...above].map(digestOf);
  const config = jsonBytes({ os: "linux", architecture: "amd64", rootfs: { diff_ids: diffIds } });
  const manifest = jsonBytes({
    schemaVersion: 2,
    config: descriptor(MEDIA_TYPES.config, config),
    layers: [descriptor(mediaType, blob), ...above.map((bytes) => descriptor(TAR, bytes))],
  });
  const index = jsonBytes({ manifests: [{ digest: digestOf(manifest), size: manifest.length }] });
  return [
    ["oci-layout", jsonBytes({ imageLayoutVersion: "1.0.0" })],
    ["index.json", index],
    ...[config, manifest, blob, ...above].map(
      (bytes): SpecPair => [`blobs/sha256/${hex(digestOf(bytes))}`, bytes],
    ),
  ];
}

async function reading(files: SpecPair[]): Promise<string> {
  const opening = openTar(files).then(async (opened) => {
    try {
      const tree = await loadTree(opened);
      return Object.assign(opened, { size: tree.entries.size });
    } finally {
      await opened.close();
    }
  });
  return refusal(opening).catch(String);
}

const said = (kind: string) =>
  `layer-no-tar: layer 0 of image cannot be read, since it is ${kind}, not a tar archive`;

describe("an error names the kind of a layer that is not a tar archive:", () => {
  test.each<[string, Buffer, string]>([
    ["EROFS", EROFS, "an EROFS filesystem"],
    ["squashfs", Buffer.concat([Buffer.from("hsqs"), Buffer.alloc(2000, 7)]), "a squashfs filesystem"],
    ["wasm", Buffer.concat([Buffer.from("\0asm\x01\0\0\0"), Buffer.alloc(600, 7)]), "a WebAssembly module"],
    ["gguf", Buffer.concat([Buffer.from("GGUF"), Buffer.alloc(600, 7)]), "a GGUF model"],
    [
      "zeros, then data",
      Buffer.concat([Buffer.alloc(512), NOISE, NOISE, NOISE]),
      "zeros, and other bytes after them",
    ],
    [
      "a block of zeros, then a tar archive",
      Buffer.concat([Buffer.alloc(512), file("a", "x"), END]),
      "zeros, and other bytes after them",
    ],
    [
      "zeros, then data far away",
      Buffer.concat([Buffer.alloc(900_000), NOISE]),
      "zeros, and other bytes after them",
    ],
    ["text", Buffer.from("hello\n".repeat(200)), "plain text"],
    ["a short document", Buffer.from('{"a":1}'), "a JSON document, not the archive that it may belong to"],
  ])("%s", async (_, bytes, kind) => {
    expect(await reading(archive(bytes))).toBe(said(kind));
    expect(await reading(archive(gzipSync(bytes)))).toBe(said(kind));
  });

  test.each<[string, string, ...Buffer[]]>([
    [`${TAR}+gzip+encrypted`, "encrypted"],
    ["application/vnd.oci.image.layer.nydus.blob.v1", "a nydus blob"],
    ["application/vnd.example.squashfs", "a squashfs filesystem"],
    ["application/vnd.example.layer.erofs", "an EROFS filesystem"],
    // Without a layer of an image, these two would be artifacts.
    ["application/wasm", "a WebAssembly module", END],
    ["application/vnd.docker.ai.gguf.v3", "a GGUF model", END],
  ])("%s, from the media type if the bytes do not show it", async (mediaType, kind, ...above) => {
    expect(await reading(archive(NOISE, mediaType, above))).toBe(said(kind));
    const likeZstd = Buffer.concat([Buffer.from("28b52ffd", "hex"), NOISE]);
    expect(await reading(archive(likeZstd, mediaType, above))).toBe(said(kind));
  });

  test.each([
    ["fd377a585a00", "compressed with xz"],
    ["425a6839", "compressed with bzip2"],
  ])("%s within gzip", async (magic, kind) => {
    const bytes = Buffer.concat([Buffer.from(magic, "hex"), NOISE]);
    expect(await reading(archive(gzipSync(bytes)))).toBe(said(kind));
  });
});

test("the bytes of a layer show its compression, not its media type", async () => {
  const tar = await packTar({ a: "x" });
  const zipped = gzipSync(tar);
  for (const [blob, mediaType, compressedSize] of [
    [tar, `${TAR}+gzip`, null],
    [zipped, TAR, zipped.length],
    [zipped, `${TAR}+zstd`, zipped.length],
  ] as const) {
    const opened = await openTar(archive(blob, mediaType));
    expect((await loadTree(opened)).entries.size).toBe(1);
    expect(opened.layers[0].compressedSize).toBe(compressedSize);
    await opened.close();
  }
});

test("a tar archive is read, also with the media type of an encrypted layer", async () => {
  const tar = await packTar({ a: "x" });
  expect(await reading(archive(tar, `${TAR}+encrypted`))).toBe("it was opened");
});

test.each([0, 100, 512, 1024, 10_240, 1_048_576])("a layer of %i zeros is empty", async (length) => {
  expect(await reading(archive(Buffer.alloc(length)))).toBe("it was opened");
  expect(await reading(archive(gzipSync(Buffer.alloc(length))))).toBe("it was opened");
});

test("an eStargz layer without files is empty: its table follows an empty archive", async () => {
  const table = await packTar({ "stargz.index.json": "{}" });
  for (const zeros of [1024, 10_240, 300_000 - (300_000 % 512)]) {
    const bytes = Buffer.concat([Buffer.alloc(zeros), table]);
    for (const layer of [bytes, gzipSync(bytes)]) {
      const opened = await openTar(archive(layer));
      expect((await loadTree(opened)).entries.size).toBe(0);
      await opened.close();
      // Not at the start of a block, and another archive than a table.
      for (const other of [Buffer.alloc(1), await packTar({ a: "hidden" })]) {
        const behind = Buffer.concat([Buffer.alloc(zeros), other, table]);
        expect(await reading(archive(layer === bytes ? behind : gzipSync(behind)))).toBe(
          said("zeros, and other bytes after them"),
        );
      }
    }
  }
});

test.each([
  ["plain", (bytes: Buffer) => bytes],
  ["gzip", (bytes: Buffer) => gzipSync(bytes)],
])("more than 1 MiB of data after the end of an archive is a warning (%s)", async (_, packed) => {
  const tar = await packTar({ a: "x" });
  const warnings = async (behind: Buffer) => {
    const opened = await openTar(archive(packed(Buffer.concat([tar, behind]))));
    const tree = await loadTree(opened);
    expect(tree.entries.size).toBe(1);
    await opened.close();
    return opened.warnings
      .filter(({ code }) => code === "bytes-behind-archive")
      .map(({ message }) => message);
  };
  const more = Buffer.alloc(1024 * 1024 + 1, 7);
  expect(await warnings(Buffer.concat([more, Buffer.alloc(100)]))).toEqual([
    "layer 0: more than 1 MB follows the end of its archive and is not read",
  ]);
  expect(await warnings(more.subarray(1))).toEqual([]);
  expect(await warnings(Buffer.alloc(2 * 1024 * 1024).fill("\0\x07"))).toEqual([]);
  expect(await warnings(Buffer.alloc(3 * 1024 * 1024))).toEqual([]);
});
