import { readdir } from "node:fs/promises";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import type { Image } from "../../src/image/image.js";
import { openImage } from "../../src/source/open.js";
import { LAYER_COMPRESSIONS, type LayerCompression } from "../support/compression.js";
import { image } from "../support/fixture.js";
import { packings } from "../support/packings.js";
import { push } from "../support/push.js";
import { save } from "../support/save.js";
import { ScriptedRegistry } from "../support/scripted-registry.js";
import { tempDir } from "../support/temp.js";
import { type Case, cases } from "./images.js";
import { listing, scanned, validateImage } from "./validate-image.js";

describe.each(cases)("$name", (declared) => {
  test.each(
    LAYER_COMPRESSIONS.flatMap((layers) => [true, false].map((keepContent) => ({ layers, keepContent }))),
  )("a registry gives the same image as a local archive: layers $layers, content kept: $keepContent", (way) =>
    check(declared, way),
  );
});

/** Checks that an image from a registry equals the same image from a local archive. */
async function check(
  declared: Case,
  { layers, keepContent }: { layers: LayerCompression; keepContent: boolean },
): Promise<void> {
  const built = await image(declared.layers, { ...declared.options, compression: layers });
  const registry = await ScriptedRegistry.start();
  push(registry, built);
  const temporary = tempDir();
  const common = { cwd: "/", stdin: Readable.from([]), host: { arch: "x64" }, tempDir: temporary };
  const path = await save(packings.ociArchive, [built], tempDir());
  const local = await openImage(path, common);
  const remote = await openImage(`registry:${registry.host}/lab/app:1`, {
    ...common,
    network: { env: {} },
    keepContent,
  });
  try {
    expect(registry.requested.filter((url) => url.includes("/blobs/"))).toHaveLength(1);
    const entries = await Promise.all(remote.layers.map((layer) => scanned(layer)));
    expect(entries.map((layer) => layer.map(listing))).toEqual(declared.entries);
    expect(described(remote)).toEqual({
      ...described(local),
      format: "registry",
      references: [`${registry.host}/lab/app:1`],
    });
    const requests = registry.seen.length;
    await validateImage(remote);
    if (keepContent) expect(registry.seen).toHaveLength(requests);
  } finally {
    await Promise.all([local.close(), remote.close()]);
  }
  expect(await readdir(temporary), "temporary files that are left").toEqual([]);
}

function described({ format, references, id, digest, platform, config, history, layers, warnings }: Image) {
  const layerFields = layers.map(({ diffId, digest: stored, mediaType, compressedSize }) => ({
    diffId,
    stored,
    mediaType,
    compressedSize,
  }));
  return { format, references, id, digest, platform, config, history, layers: layerFields, warnings };
}
