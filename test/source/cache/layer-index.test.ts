import { expect, test } from "vitest";
import type { Entry } from "../../../src/image/entry.js";
import { IndexRecorder, LayerIndex } from "../../../src/source/cache/layer-index.js";
import { LimitPassed } from "../../../src/source/image/damage.js";
import { Tally } from "../../../src/source/image/tally.js";
import { DEFAULT_LIMITS } from "../../../src/source/limits.js";
import type { RawPath } from "../../../src/text/escape.js";

const raw = (text: string) => text as RawPath;
const plain: Entry = {
  path: raw("f"),
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: 0,
  mtimeNanos: 0,
  linkname: raw(""),
  device: null,
  xattrs: null,
  offset: 512,
  size: 0,
  stored: 0,
  sparse: null,
  contentDigest: null,
};

const all: readonly Entry[] = [
  { ...plain, path: raw(""), type: "dir", mode: 0o755 },
  {
    ...plain,
    path: raw("a/\xff\xe9"),
    mtime: -5,
    mtimeNanos: 999_999_999,
    size: 7,
    stored: 7,
    contentDigest: new Uint8Array(32).fill(3),
  },
  { ...plain, path: raw("link"), type: "symlink", linkname: raw("../\xff"), offset: 2048 },
  { ...plain, path: raw("hard"), type: "hardlink", linkname: raw("a/\xff\xe9"), offset: 2048 },
  {
    ...plain,
    path: raw("null"),
    type: "char",
    device: { major: 1, minor: 3 },
    uid: 2 ** 40,
    gid: -1,
    offset: 2048,
  },
  { ...plain, path: raw("cap"), xattrs: new Map([["security.capability", raw("\x01\xff")]]), offset: 4096 },
  {
    ...plain,
    path: raw("holes"),
    offset: 8192,
    size: 10_000,
    stored: 20,
    sparse: [
      { offset: 100, length: 10 },
      { offset: 5000, length: 10 },
    ],
  },
];

const SUMS = { entries: 7, textBytes: 30, sparseChunks: 2, contentBytes: 10_007 };

function indexOf(entries: readonly Entry[]): LayerIndex {
  const recorder = new IndexRecorder();
  for (const entry of entries) recorder.add(entry);
  return recorder.finish(SUMS);
}

function replayed(index: LayerIndex | null, limits = DEFAULT_LIMITS): Entry[] {
  const found: Entry[] = [];
  index?.replay((entry) => found.push(entry), new Tally(limits).part("layer"));
  return found;
}

/** Bytes of an index in memory of their own, as they are read from a file. */
function encoded(entries: readonly Entry[]): Buffer {
  const bytes = indexOf(entries).encode();
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}

test("each member comes back as it was read, in the order of the archive", () => {
  const back = replayed(LayerIndex.decode(encoded(all)));
  const digests = back.map((entry) => ({
    ...entry,
    contentDigest: entry.contentDigest && new Uint8Array(entry.contentDigest),
  }));
  expect(digests).toEqual(all);
  expect(replayed(LayerIndex.decode(encoded([])))).toEqual([]);
});

test("a replay counts against the limits as reading does", () => {
  const index = LayerIndex.decode(encoded(all));
  expect(() => replayed(index, { ...DEFAULT_LIMITS, entries: 6 })).toThrow(new LimitPassed("entries", 6));
  expect(() => replayed(index, { ...DEFAULT_LIMITS, textBytes: 29 })).toThrow(
    new LimitPassed("textBytes", 29),
  );
});

test("an index that is cut, or has bytes too many, is none", () => {
  const bytes = encoded(all);
  for (const length of [0, 8, 63, 64, 200, bytes.length - 8]) {
    expect(LayerIndex.decode(Buffer.from(bytes.subarray(0, length)))).toBeNull();
  }
  const longer = Buffer.allocUnsafeSlow(bytes.length + 8).fill(0);
  bytes.copy(longer);
  expect(LayerIndex.decode(longer)).toBeNull();
});

test("any changed number gives an index with sound members, or none", () => {
  const bytes = encoded(all);
  for (let at = 0; at < bytes.length; at++) {
    for (const value of [0, 0x7f, 0xff]) {
      const changed = Buffer.allocUnsafeSlow(bytes.length);
      bytes.copy(changed);
      changed[at] = value;
      for (const { path, mode, offset, size, type } of replayed(LayerIndex.decode(changed))) {
        expect(path).not.toMatch(/(?:^|\/)\.{1,2}(?:\/|$)|^\/|\/\/|\/$/);
        expect(mode).toBeLessThanOrEqual(0o7777);
        expect(Number.isSafeInteger(offset) && Number.isSafeInteger(size) && type !== undefined).toBe(true);
      }
    }
  }
});

test.each([
  ["a path with ..", { path: raw("../x") }],
  ["a path that begins with /", { path: raw("/x") }],
  ["a hard link out of the root", { type: "hardlink", linkname: raw("../x") }],
  ["offsets that fall", { offset: 0 }],
] as const)("an index with %s is none", (_, change) => {
  expect(LayerIndex.decode(encoded([plain, { ...plain, ...change }]))).toBeNull();
});
