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
}));
const folders = Array.from({ length: 1000 }, (_, i) => ({
  ...markerMember(rawPath(`folder-${i}`)),
  type: "dir" as const,
}));
const plan = { folders, files: new Map([[0, files]]), rest: [] };
const layers = [layerOf(500_000)];

test("the batches joined are the archive, and the places of file data are in it", async () => {
  const batches: Buffer[] = [];
  const places = new Map<string, number>();
  const onFile = ({ member }: (typeof files)[number], layer: number, offset: number) => {
    expect(layer).toBe(0);
    places.set(member.path, offset);
  };
  for await (const batch of archiveBatches(plan, { layers, onFile })) batches.push(Buffer.concat(batch));
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

test("a file that is shorter than the size in its header is an error", async () => {
  const wrong = files.map((file) => ({ ...file, member: { ...file.member, size: file.member.size + 1 } }));
  const all = async () => {
    for await (const _ of archiveBatches({ ...plan, files: new Map([[0, wrong]]) }, { layers }));
  };
  await expect(all()).rejects.toThrow("left to be written");
});
