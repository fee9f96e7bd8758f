import { readdir } from "node:fs/promises";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../src/image/entry.js";
import type { Image } from "../../src/image/image.js";
import { platformName } from "../../src/image/platform.js";
import { imageOf } from "../../src/source/layers/image-of.js";
import { DEFAULT_LIMITS } from "../../src/source/limits.js";
import { list, openImage } from "../../src/source/open.js";
import { LAYER_COMPRESSIONS, type LayerCompression } from "../support/compression.js";
import { type BuiltImage, CREATED, digestOf, image } from "../support/fixture.js";
import { memberSpec, specPairs } from "../support/layer-spec.js";
import { EMPTY_CONFIG } from "../support/memory-image.js";
import { imageManifest } from "../support/oci.js";
import { type Packing, packings } from "../support/packings.js";
import { archive, pipe, save, type WholeCompression } from "../support/save.js";
import { StreamedSource } from "../support/streamed-source.js";
import { tempDir } from "../support/temp.js";
import { type Case, cases } from "./images.js";
import { listing, scanned, validateImage } from "./validate-image.js";

/** One way to open an image: its packing, the compression of layers and archive, and a path or a pipe. */
interface Way {
  readonly packing: Packing;
  readonly layers: LayerCompression;
  readonly whole: WholeCompression;
  readonly through: "path" | "pipe";
}

const byPath = { whole: "none", through: "path" } as const;
const ways: readonly Way[] = Object.values(packings).flatMap((packing): Way[] => {
  const stored = LAYER_COMPRESSIONS.map((layers): Way => ({ packing, layers, ...byPath }));
  if (packing.form === "folder") return stored;
  // The archive around the layers does not depend on their compression, so two compressions are enough here.
  const wrapped = (["none", "gzip"] as const).flatMap((layers): Way[] => [
    { packing, layers, whole: "none", through: "pipe" },
    { packing, layers, whole: "gzip", through: "path" },
    { packing, layers, whole: "gzip", through: "pipe" },
    { packing, layers, whole: "zstd", through: "path" },
    { packing, layers, whole: "zstd", through: "pipe" },
  ]);
  return [...stored, ...wrapped];
});

describe.each(cases)("$name", (declared) => {
  test.each(ways)(
    "the opened image is the declared one: $packing.name, layers $layers, whole $whole, by $through",
    (way) => check(declared, way),
  );
});

describe.each(cases)("$name", (declared) => {
  test.each(
    Object.values(packings).flatMap((packing) => LAYER_COMPRESSIONS.map((layers) => ({ packing, layers }))),
  )("an image that can only be streamed is the declared one: $packing.name, layers $layers", (way) =>
    checkStreamed(declared, way),
  );
});

/** Checks that the opened image is the declared one. */
async function check(declared: Case, way: Way): Promise<void> {
  const built = await image(declared.layers, { ...declared.options, compression: way.layers });
  const temporary = tempDir();
  const opened = await open(built, way, temporary);
  try {
    expect(described(opened)).toEqual(expected(declared, built, way.packing));
    const entries = await Promise.all(opened.layers.map((layer) => scanned(layer)));
    expect(entries.map((layer) => layer.map(listing))).toEqual(declared.entries);
    expect(await contentDigests(opened, entries)).toEqual(declaredDigests(declared));
    await validateImage(opened);
  } finally {
    await opened.close();
  }
  expect(await readdir(temporary), "temporary files that are left").toEqual([]);
}

/** The same check for a source that can only stream blobs. The compression of a layer is known after a scan. */
async function checkStreamed(declared: Case, { packing, layers }: Pick<Way, "packing" | "layers">) {
  const built = await image(declared.layers, { ...declared.options, compression: layers });
  const source = new StreamedSource(packing.files([built]), packing.form);
  const listed = await list(source, { forced: null, limits: DEFAULT_LIMITS });
  const opened = await imageOf(source, listed, { source: "streamed", host: { arch: "x64" } });
  const entries = await Promise.all(opened.layers.map((layer) => scanned(layer)));
  expect(Math.max(0, ...source.reads.values()), "reads of one blob").toBeLessThanOrEqual(
    mostLayersOfOneBlob(built),
  );
  expect(entries.map((layer) => layer.map(listing))).toEqual(declared.entries);
  expect(described(opened)).toEqual(expected(declared, built, packing));
  expect(await contentDigests(opened, entries)).toEqual(declaredDigests(declared));
  await validateImage(opened);
  await opened.close();
  expect({ openStreams: source.openStreams, closed: source.closed }).toEqual({
    openStreams: 0,
    closed: true,
  });
}

function mostLayersOfOneBlob({ layers }: BuiltImage): number {
  const counts = layers.map(({ digest }) => layers.filter((layer) => layer.digest === digest).length);
  return Math.max(0, ...counts);
}

async function open(built: BuiltImage, way: Way, temporary: string): Promise<Image> {
  const { packing, whole, through } = way;
  const options = { cwd: "/", host: { arch: "x64" }, tempDir: temporary };
  if (through === "path") {
    const path = await save(packing, [built], tempDir(), { whole });
    return openImage(path, { ...options, stdin: Readable.from([]) });
  }
  return openImage("-", { ...options, stdin: pipe(await archive(packing, [built], { whole })) });
}

/** The fields of an image, without the place where it was found. */
function described(opened: Image) {
  const { format, references, id, digest, config, history, parents, warnings } = opened;
  return {
    format,
    references,
    id,
    digest,
    platform: platformName(opened.platform),
    config,
    history: history.map((entry) => `${entry.layer ?? "-"} < ${entry.createdBy}`),
    parents,
    warnings,
    layers: opened.layers.map(
      ({ diffId, digest, mediaType, available, blobKey, compressedSize, storedSize }) => ({
        diffId,
        digest,
        mediaType,
        available,
        sameBlobAs: opened.layers.findIndex((layer) => layer.blobKey === blobKey),
        compressedSize,
        storedSize,
      }),
    ),
  };
}

function expected(declared: Case, built: BuiltImage, packing: Packing): ReturnType<typeof described> {
  return {
    format: packing.format,
    references: packing.tags ? built.references : [],
    id: built.id,
    digest: packing.manifest ? digestOf(imageManifest(built)) : null,
    platform: declared.platform ?? "linux/amd64",
    config: { ...EMPTY_CONFIG, created: CREATED, ...declared.config },
    history: [...(declared.history ?? declared.layers.map((_, n) => `${n} < RUN step ${n}`))],
    parents: [],
    warnings: [],
    layers: built.layers.map(({ diffId, digest, blob, compression }) => ({
      diffId,
      digest: packing.manifest ? digest : null,
      mediaType: packing.manifest ? mediaType(compression) : null,
      available: true,
      sameBlobAs: built.layers.findIndex((layer) => layer.digest === digest),
      compressedSize: compression === "none" ? null : blob.length,
      storedSize: blob.length,
    })),
  };
}

function mediaType(compression: LayerCompression): string {
  const suffix = compression === "none" ? "" : compression.startsWith("zstd") ? "+zstd" : "+gzip";
  return `application/vnd.oci.image.layer.v1.tar${suffix}`;
}

/** Digest of each file's content, layer by layer, in archive order. */
function contentDigests(opened: Image, entries: readonly Entry[][]): Promise<string[][]> {
  return Promise.all(
    opened.layers.map(async (layer, n) => {
      const digests = await layer.digests(entries[n].filter((entry) => entry.type === "file"));
      return digests.map((digest) => `sha256:${Buffer.from(digest).toString("hex")}`);
    }),
  );
}

function declaredDigests(declared: Case): string[][] {
  return declared.layers.map((layer) =>
    specPairs(layer).flatMap(([, spec]) => {
      const member = memberSpec(spec);
      return member.type === "file" ? [digestOf(Buffer.from(member.content))] : [];
    }),
  );
}
