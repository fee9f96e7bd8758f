import { expect } from "vitest";
import type { Entry } from "../../src/image/entry.js";
import { BLOCK, padded } from "../../src/image/tar-block.js";
import { DEFAULT_LIMITS, type Limits } from "../../src/source/limits.js";
import { Tally } from "../../src/source/tally.js";
import { TarStream } from "../../src/source/tar/streamed-tar.js";
import { scanSeekable } from "../../src/source/tar/tar-seek.js";
import { memoryBlob } from "./tar-bytes.js";

function tallyOf(limits: Partial<Limits>) {
  return new Tally({ ...DEFAULT_LIMITS, ...limits }).part("");
}

/** @returns the entries of the archive, read by seeking, without content digests. */
export async function bySeeking(bytes: Buffer, limits: Partial<Limits> = {}): Promise<Entry[]> {
  const entries: Entry[] = [];
  const onEntry = (entry: Entry) => entries.push({ ...entry });
  await scanSeekable(memoryBlob(bytes).seekable, { tally: tallyOf(limits), onEntry });
  return entries;
}

/** @returns the entries of the archive, read from a stream in chunks of `chunkBytes` that are all in the same memory. */
export function byStreaming(bytes: Buffer, chunkBytes: number, limits: Partial<Limits> = {}): Entry[] {
  const entries: Entry[] = [];
  const stream = new TarStream(tallyOf(limits), (entry) => entries.push({ ...entry }), {
    digests: true,
  });
  const memory = Buffer.alloc(Math.min(chunkBytes, bytes.length));
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    stream.push(memory.subarray(0, bytes.copy(memory, 0, at, at + chunkBytes)));
    memory.fill(0xff);
  }
  stream.finish();
  return entries;
}

const plain = {
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: 0,
  mtimeNanos: 0,
  linkname: "",
  device: null,
  xattrs: null,
};

/** @returns an expected entry; `more` has the fields that differ from the usual values. */
export function entry(path: string, more: Partial<Record<keyof Entry, unknown>>) {
  const [size, type] = [more.size ?? 0, more.type ?? "file"];
  return { path, type, ...plain, size, stored: size, sparse: null, contentDigest: null, ...more };
}

/**
 * Checks that seeking and streaming, in chunks of several sizes, give the expected entries. The blocks of their headers are
 * not compared; but a member that can be copied must be the same entry in an archive of its own.
 */
export async function check(pieces: readonly Buffer[], expected: readonly object[]): Promise<void> {
  const bytes = Buffer.concat(pieces);
  const sought = await bySeeking(bytes);
  expect(sought.map(withoutHead)).toEqual(expected);
  for (const chunkBytes of [1, 511, 512, 700, bytes.length]) {
    const streamed = byStreaming(bytes, chunkBytes).map((found) => ({ ...found, contentDigest: null }));
    expect(streamed).toEqual(sought);
  }
  for (const found of sought.filter(({ headBlocks }) => headBlocks > 0)) {
    const copied = await bySeeking(copyOf(found, bytes));
    expect(copied).toEqual([{ ...found, offset: BLOCK * found.headBlocks }]);
  }
}

/** @returns an archive with only this member, as the copied blocks of its headers and content. */
function copyOf({ offset, headBlocks, stored }: Entry, bytes: Buffer): Buffer {
  const start = offset - BLOCK * headBlocks;
  const copied = Buffer.alloc(BLOCK * headBlocks + padded(stored) + 2 * BLOCK);
  bytes.copy(copied, 0, start, offset + stored);
  return copied;
}

function withoutHead({ headBlocks: _, ...entry }: Entry) {
  return entry;
}

/** Checks that seeking and streaming end in the same error. @returns the error. */
export async function refused(bytes: Buffer): Promise<unknown> {
  const seeking = await bySeeking(bytes).catch((error: unknown) => error);
  expect(() => byStreaming(bytes, 700)).toThrow(seeking instanceof Error ? seeking.message : "an error");
  return seeking;
}
