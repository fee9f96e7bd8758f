import { expect, test } from "vitest";
import type { FileBytes } from "../../src/image/entry.js";
import type { Layer, StoredPiece } from "../../src/image/layer.js";
import { markerMember } from "../../src/pack/member.js";
import { archiveBatches, archiveChunks } from "../../src/pack/write-archive.js";
import { type RawPath, rawPath } from "../../src/text/escape.js";
import { bySeeking } from "../source/decoded.js";

const BYTE = 7;

/** A layer that returns its files in pieces of this size. All pieces use the same memory, as in real layers. */
function layerOf(pieceBytes: number): Layer {
  const memory = Buffer.alloc(pieceBytes);
  async function* pieces(files: readonly FileBytes[]): AsyncGenerator<StoredPiece[]> {
    for (const [index, { stored }] of files.entries()) {
      for (let at = 0; at < stored; at += pieceBytes) {
        memory.fill(BYTE + index);
        yield [{ index, bytes: memory.subarray(0, Math.min(pieceBytes, stored - at)) }];
        memory.fill(0);
      }
    }
  }
  return { pieces } as Partial<Layer> as Layer;
}

const xattrs = new Map([["user.large", "x".repeat(2_000_000) as RawPath]]);
const files = [0, 1, 512, 3_000_000, 700_000].map((size, offset) => ({
  member: { ...markerMember(rawPath(`file-${size}`)), size, xattrs: size === 512 ? xattrs : null },
  data: { offset, size, stored: size, sparse: null },
  fileBytes: size,
}));
const folders = Array.from({ length: 1000 }, (_, i) => ({
  ...markerMember(rawPath(`folder-${i}`)),
  type: "dir" as const,
}));
const plan = { folders, parts: new Map([[0, files]]), rest: [] };
const layers = [layerOf(500_000)];

test("the batches joined are the archive, and the places of file data are in it", async () => {
  const batches: Buffer[] = [];
  const places = new Map<string, number>();
  const onData = (data: FileBytes, layer: number, offset: number) => {
    expect(layer).toBe(0);
    places.set(files[data.offset].member.path, offset);
  };
  for await (const batch of archiveBatches(plan, { layers, onData })) batches.push(Buffer.concat(batch));
  const tar = Buffer.concat(batches);
  const entries = await bySeeking(tar);
  expect(entries.map(({ path }) => path).sort()).toEqual(
    [...folders, ...files.map(({ member }) => member)].map(({ path }) => path).sort(),
  );
  for (const { path, type, size, offset } of entries.filter(({ size }) => size > 0)) {
    expect(type).toBe("file");
    expect(places.get(path)).toBe(offset);
    const index = files.filter(({ data }) => data.size > 0).findIndex(({ member }) => member.path === path);
    expect(tar.subarray(offset, offset + size).equals(Buffer.alloc(size, BYTE + index))).toBe(true);
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of archiveChunks(plan, { layers })) chunks.push(chunk);
  expect(Buffer.concat(chunks).equals(tar)).toBe(true);
});

test("copied members have no new header, and are padded to whole blocks", async () => {
  const copied = {
    member: null,
    data: { offset: 0, size: 1300, stored: 1300, sparse: null },
    fileBytes: 276,
  };
  const chunks: Uint8Array[] = [];
  const copies = { folders: [], parts: new Map([[0, [copied]]]), rest: [] };
  for await (const chunk of archiveChunks(copies, { layers })) chunks.push(chunk);
  expect(Buffer.concat(chunks)).toEqual(Buffer.concat([Buffer.alloc(1300, BYTE), Buffer.alloc(236 + 1024)]));
});

test("a layer that gives fewer bytes than were planned is an error", async () => {
  const { pieces } = layerOf(500_000);
  const short: Partial<Layer> = {
    async *pieces(wanted) {
      for await (const batch of pieces(wanted)) yield batch.slice(0, -1);
    },
  };
  const all = async () => {
    for await (const _ of archiveBatches(plan, { layers: [short as Layer] }));
  };
  await expect(all()).rejects.toThrow("left to be written");
});
