import { expect, test } from "vitest";
import type { Entry } from "../../../src/image/entry.js";
import type { LayerMembers } from "../../../src/image/members/members.js";
import type { SortedPaths } from "../../../src/image/members/sorted-paths.js";
import { decodePaths, encodePaths } from "../../../src/source/cache/layer-paths.js";
import { countAgain, decodeRows, encodeRows } from "../../../src/source/cache/layer-rows.js";
import { LimitPassed } from "../../../src/source/damage.js";
import { DEFAULT_LIMITS, type Limits } from "../../../src/source/limits.js";
import { Tally } from "../../../src/source/tally.js";
import type { RawPath } from "../../../src/text/escape.js";
import { buildTree } from "../../../src/tree/build/build.js";
import { entriesOf, membersOf, pathsOf, plain } from "../../support/members.js";

const raw = (text: string) => text as RawPath;
const plainFile: Entry = {
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
  headBlocks: 1,
  contentDigest: null,
};

const all: readonly Entry[] = [
  { ...plainFile, path: raw(""), type: "dir", mode: 0o755 },
  {
    ...plainFile,
    path: raw("a/\xff\xe9"),
    mtime: -5,
    mtimeNanos: 999_999_999,
    size: 7,
    stored: 7,
    contentDigest: new Uint8Array(32).fill(3),
  },
  { ...plainFile, path: raw("link"), type: "symlink", linkname: raw("../\xff"), offset: 2048 },
  { ...plainFile, path: raw("hard"), type: "hardlink", linkname: raw("a/\xff\xe9"), offset: 2048 },
  {
    ...plainFile,
    path: raw("null"),
    type: "char",
    device: { major: 1, minor: 3 },
    uid: 2 ** 40,
    gid: -1,
    offset: 2048,
  },
  {
    ...plainFile,
    path: raw("cap"),
    xattrs: new Map([["security.capability", raw("\x01\xff")]]),
    offset: 4096,
  },
  {
    ...plainFile,
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

/** Entries with a special name, or with a meaning that depends on their order. */
const oddities: readonly Entry[] = [
  { ...plainFile, path: raw("usr"), type: "symlink", linkname: raw("opt/real") },
  { ...plainFile, path: raw("usr/x") },
  { ...plainFile, path: raw("gone/.wh.file") },
  { ...plainFile, path: raw("opaque/.wh..wh..opq") },
  { ...plainFile, path: raw(".wh..wh.plnk/1") },
  { ...plainFile, path: raw("twice"), mode: 0o600 },
  { ...plainFile, path: raw("twice") },
  { ...plainFile, path: raw("lower"), type: "hardlink", linkname: raw("of/a/lower/layer") },
];

const SUMS = { entries: 7, textBytes: 30, sparseChunks: 2, contentBytes: 10_007 };

/** @returns the bytes of an entry in their own memory, as after reading a file. */
function own(bytes: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}

const rowsOf = (members: LayerMembers) => own(encodeRows({ members, sums: SUMS }));
const pathBytesOf = (members: LayerMembers) => own(encodePaths(members));

/** @returns the members in two entries; `null` if one of them is invalid. */
function decoded(rows: Buffer, paths: Buffer) {
  const found = decodeRows(rows);
  const members = found && decodePaths(paths, found.layer);
  return found && members && { members, sums: found.sums };
}

test("the entries of a layer are decoded to the same members", () => {
  for (const entries of [all, [], oddities, [plainFile], [plainFile, { ...plainFile, path: raw("g") }]]) {
    const members = membersOf(entries);
    const back = decoded(rowsOf(members), pathBytesOf(members));
    expect(back?.sums).toEqual(SUMS);
    expect(back && plain(back.members)).toEqual(plain(members));
  }
});

test("a column whose values are all equal takes the space of one value", () => {
  const files = (count: number) =>
    membersOf(Array.from({ length: count }, (_, i) => ({ ...plainFile, path: raw(`f${i}`), uid: 1000 })));
  // Only the offset and the size of each row.
  expect(rowsOf(files(1000)).length - rowsOf(files(500)).length).toBe(500 * 16);
});

test("a layer from the cache counts against the limits in the same way as a layer that is read", () => {
  const counting = (limits: Partial<Limits>) => () =>
    countAgain(SUMS, new Tally({ ...DEFAULT_LIMITS, ...limits }).part("layer"));
  expect(counting({})).not.toThrow();
  expect(counting({ entries: 6 })).toThrow(new LimitPassed("entries", 6));
  expect(counting({ textBytes: 29 })).toThrow(new LimitPassed("textBytes", 29));
});

test("an entry with missing or additional bytes is rejected", () => {
  const members = membersOf(all);
  const [rows, paths] = [rowsOf(members), pathBytesOf(members)];
  const isValid = {
    rows: (bytes: Buffer) => decoded(bytes, paths),
    paths: (bytes: Buffer) => decoded(rows, bytes),
  };
  for (const [decode, bytes] of [
    [isValid.rows, rows],
    [isValid.paths, paths],
  ] as const) {
    expect(decode(bytes)).not.toBeNull();
    for (const length of [0, 8, 63, 64, 128, bytes.length - 8])
      expect(decode(Buffer.from(bytes.subarray(0, length)))).toBeNull();
    const longer = Buffer.allocUnsafeSlow(bytes.length + 8).fill(0);
    bytes.copy(longer);
    expect(decode(longer)).toBeNull();
  }
});

test("an entry with any changed byte is rejected or has valid members", () => {
  const members = membersOf([...all, ...oddities]);
  const [rows, paths] = [rowsOf(members), pathBytesOf(members)];
  let sound = 0;
  for (const bytes of [rows, paths]) {
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 1, 0x2f, 0x7f, 0xff]) {
        const changed = own(bytes);
        changed[at] = value;
        const kept = bytes === rows ? decoded(changed, paths) : decoded(rows, changed);
        if (kept === null) continue;
        sound++;
        expectSound(kept.members);
      }
    }
  }
  expect(sound).toBeGreaterThan(100);
});

test("paths of another number of rows are rejected", () => {
  const [few, many] = [membersOf([plainFile]), membersOf(all)];
  expect(decoded(rowsOf(few), pathBytesOf(many))).toBeNull();
  expect(decoded(rowsOf(many), pathBytesOf(few))).toBeNull();
});

/** Checks that all rows and nodes exist, and that the tree can be built. */
function expectSound(members: LayerMembers): void {
  const paths = pathsOf(members.paths);
  const parts = paths.map((path) => path.split("/").join("\0"));
  expect(parts).toEqual([...new Set(parts)].sort());
  for (const path of paths.slice(1)) expect(path).not.toMatch(/(?:^|\/)\.{0,2}(?:\/|$)/);
  for (const { path, mode, offset, size, type } of entriesOf(members)) {
    expect(path).toBeTruthy();
    expect(mode).toBeLessThanOrEqual(0o7777);
    expect(Number.isSafeInteger(offset) && Number.isSafeInteger(size) && type !== undefined).toBe(true);
  }
  const tree = buildTree([members, membersOf(all)]);
  for (let row = 0; row < tree.entries.size; row++) {
    expect(tree.path(tree.entries.node[row])).toMatch(/^\/./);
    expect(tree.entries.inode[row]).toBeLessThan(tree.entries.size);
  }
}

const sorted = membersOf(all);
const withPaths = (change: Partial<SortedPaths>): LayerMembers => ({
  ...sorted,
  paths: { ...sorted.paths, ...change },
});
const renamed = (from: string, to: string) => {
  const pool = Buffer.from(sorted.paths.pool.toString("latin1").replace(from, to), "latin1");
  return withPaths({ pool });
};

test.each([
  ["a name with a slash", renamed("link", "li/k")],
  ["a name that is ..", membersOf([{ ...plainFile, path: raw("..") }])],
  ["siblings that are not sorted", renamed("hard", "zard")],
  ["a folder behind its contents", withPaths({ parent: sorted.paths.parent.map((at) => at + 1) })],
  ["a hard link out of the root", membersOf([{ ...plainFile, type: "hardlink", linkname: raw("../x") }])],
  [
    "a hard link that is missing in the list of links",
    { ...sorted, links: new Int32Array(0), linkNodes: new Int32Array(0) },
  ],
  ["a link to a node that does not exist", { ...sorted, linkNodes: Int32Array.of(-100) }],
  ["a whiteout of the root", { ...sorted, whiteouts: Int32Array.of(0) }],
  ["more rows than members", { ...sorted, memberCount: 1 }],
  ["another sum of the bytes", { ...sorted, rows: { ...sorted.rows, bytes: sorted.rows.bytes + 1 } }],
])("a layer with %s is rejected", (_, members) => {
  expect(decoded(rowsOf(sorted), pathBytesOf(sorted))).not.toBeNull();
  expect(decoded(rowsOf(members), pathBytesOf(members))).toBeNull();
});
