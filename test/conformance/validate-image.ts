import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { Entry } from "../../src/image/entry.js";
import type { Image } from "../../src/image/image.js";
import type { Layer } from "../../src/image/layer.js";
import { escapePath } from "../../src/text/escape.js";

/**
 * Checks what must be true for every image: its digests are right, its layers and history agree, and the
 * content of each file has the size and the digest that the layer names.
 */
export async function validateImage(image: Image): Promise<void> {
  expect(image.id).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(image.layers.map((layer) => layer.index)).toEqual([...image.layers.keys()]);
  const paired = image.history.flatMap((entry) => (entry.layer === null ? [] : [entry.layer]));
  expect(paired).toEqual([...paired.keys()]);
  expect(paired.length).toBeLessThanOrEqual(image.layers.length);
  for (const entry of image.history) expect(entry.emptyLayer && entry.layer !== null).toBe(false);
  for (const layer of image.layers) await validateLayer(layer);
  expect(image.warnings).toEqual([]);
}

async function validateLayer(layer: Layer): Promise<void> {
  const entries = await scanned(layer);
  expect(await scanned(layer), "a second scan returns the same entries").toEqual(entries);
  const undigested = entries.map((entry) => ({ ...entry, contentDigest: null }));
  expect(await scanned(layer, { digests: false }), "digests are computed on request").toEqual(undigested);
  const files = entries.filter((entry) => entry.type === "file");
  const contents = await Promise.all(files.map((file) => content(layer, file)));
  expect(contents.map((bytes) => bytes.length)).toEqual(files.map((file) => file.size));
  const digests = contents.map((bytes) => createHash("sha256").update(bytes).digest("hex"));
  // Backwards, and each file twice: the digests come in the order of the request.
  const answers = await layer.digests([...files.toReversed(), ...files]);
  expect(answers.map(hex)).toEqual([...digests.toReversed(), ...digests]);
  for (const [n, { contentDigest }] of files.entries()) {
    if (contentDigest !== null) expect(hex(contentDigest)).toBe(digests[n]);
  }
  await layer.verify({});
}

export async function scanned(layer: Layer, { digests } = { digests: true }): Promise<Entry[]> {
  const entries: Entry[] = [];
  await layer.scan({ onEntry: (entry) => entries.push(entry), digests });
  return entries;
}

async function content(layer: Layer, file: Entry): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of layer.open(file)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** One line for an entry: `type mode uid:gid size @mtime path -> linkname xattr=hex…`. */
export function listing(entry: Entry): string {
  const { path, type, mode, uid, gid, size, linkname, xattrs } = entry;
  const mtime = entry.mtime + entry.mtimeNanos / 1e9;
  const link = linkname === "" ? "" : ` -> ${escapePath(linkname)}`;
  const attributes = [...(xattrs ?? [])].map(
    ([name, value]) => ` ${name}=${hex(Buffer.from(value, "latin1"))}`,
  );
  return `${type} ${mode.toString(8)} ${uid}:${gid} ${size} @${mtime} ${escapePath(path)}${link}${attributes.join("")}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
