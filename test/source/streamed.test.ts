import { expect, test } from "vitest";
import type { Entry } from "../../src/image/entry.js";
import { imageOf } from "../../src/source/layers/image-of.js";
import { DEFAULT_LIMITS } from "../../src/source/limits.js";
import { list } from "../../src/source/open.js";
import { type LayerCompression, stargzFooter } from "../support/compression.js";
import { image } from "../support/fixture.js";
import type { SpecPair } from "../support/layer-spec.js";
import { packings } from "../support/packings.js";
import { StreamedSource } from "../support/streamed-source.js";

const CONTENT = "x".repeat(300_000);
const built = (compression: LayerCompression) => image([{ first: "1", big: CONTENT }], { compression });

async function opened(files: readonly SpecPair[]) {
  const source = new StreamedSource(files, "archive");
  const listing = await list(source, { forced: null, limits: DEFAULT_LIMITS });
  return { source, image: await imageOf(source, listing, { source: "streamed", host: { arch: "x64" } }) };
}

async function fileCalled(name: string, compression: LayerCompression): Promise<Entry> {
  const { image } = await opened(packings.podmanSave.files([await built(compression)]));
  const found: Entry[] = [];
  await image.layers[0].scan({ onEntry: (entry) => found.push(entry) });
  const file = found.find(({ path }) => path === name);
  if (file === undefined) throw new Error(`no file ${name}`);
  return file;
}

test.each(["none", "gzip", "zstd"] as const)(
  "a file of a streamed layer (%s) can be read before a scan, and only in part",
  async (compression) => {
    const file = await fileCalled("big", compression);
    const { source, image } = await opened(packings.podmanSave.files([await built(compression)]));
    let bytes = 0;
    for await (const chunk of image.layers[0].open(file)) bytes += chunk.length;
    expect(bytes).toBe(CONTENT.length);
    for await (const _ of image.layers[0].open(file)) break;
    expect(source.openStreams).toBe(0);
  },
);

test("an unsupported compression of a streamed layer is an error when it is read, and the stream is closed", async () => {
  const files = packings.podmanSave.files([await built("none")]);
  const layer = files.map(
    ([path, spec]): SpecPair =>
      String(path).endsWith(".tar") && spec instanceof Uint8Array
        ? [path, Buffer.concat([Buffer.from("BZh9"), Buffer.alloc(200_000)])]
        : [path, spec],
  );
  const { source, image } = await opened(layer);
  await expect(image.layers[0].scan({ onEntry: () => {} })).rejects.toMatchObject({
    code: "compression-unsupported",
  });
  expect(source.openStreams).toBe(0);
});

test("an eStargz layer whose table is elsewhere is recognized by its footer, also if the layer is streamed", async () => {
  const landmark = await image([{ a: "x", ".no.prefetch.landmark": "\x0f" }], { compression: "gzip" });
  const footer = stargzFooter("SG\x11\0STARGZEXTERNALTOC");
  const [layer] = landmark.layers;
  const files = packings.kaniko
    .files([landmark])
    .map(
      ([path, spec]): SpecPair => [path, spec === layer.blob ? Buffer.concat([layer.blob, footer]) : spec],
    );
  const { image: found } = await opened(files);
  const paths: string[] = [];
  await found.layers[0].scan({ onEntry: ({ path }) => paths.push(path) });
  expect(paths).toEqual(["a"]);
});

test("cancelling the scan of a streamed layer closes its stream", async () => {
  const { source, image } = await opened(packings.podmanSave.files([await built("none")]));
  const controller = new AbortController();
  const scan = image.layers[0].scan({
    onEntry: () => controller.abort(new Error("cancelled")),
    signal: controller.signal,
  });
  await expect(scan).rejects.toThrow("cancelled");
  expect(source.openStreams).toBe(0);
});
