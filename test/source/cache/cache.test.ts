import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Cache } from "../../../src/source/cache/cache.js";
import { cacheFolder } from "../../../src/source/cache/cache-folder.js";
import { Store, VERSION } from "../../../src/source/cache/cache-store.js";
import { fileMemory } from "../../../src/source/cache/file-memory.js";
import { cacheUse, clear, prune, trimIfDue } from "../../../src/source/cache/upkeep.js";
import { digestOf } from "../../support/fixture.js";
import { membersOf } from "../../support/members.js";
import { tempDir } from "../../support/temp.js";

/** The bytes of an entry before its content. */
const HEAD_BYTES = 80;
const NOW = Date.UTC(2030, 0, 1);
const DIFF_ID = digestOf(Buffer.from("layer"));
const NONE = { entries: 0, textBytes: 0, sparseChunks: 0, contentBytes: 0 };

function cacheIn(folder: string, now = NOW, uid?: number) {
  const lines: string[] = [];
  const store = new Store({ folder, uid, pid: 4711, now: () => now, debug: (line) => lines.push(line) });
  return { cache: new Cache(store), store, lines };
}

function entriesOf(folder: string): string[] {
  return readdirSync(join(folder, VERSION)).map((name) => join(folder, VERSION, name));
}

const LAYER = { diffId: DIFF_ID, estargz: false };
const index = () => ({ members: membersOf([]), sums: NONE });

test("an entry is written under a new temporary name with the ID of the process, and then renamed", async () => {
  const folder = join(tempDir(), "cache");
  const { store } = cacheIn(folder);
  const name = `layer-${"0".repeat(64)}`;
  const temporary = new Set<string>();
  const sizes = new Set<number>();
  for (let write = 0; write < 2; write++) {
    let isDone = false;
    const writing = store.put(name, Buffer.alloc(20_000_000)).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      for (const path of existsSync(join(folder, VERSION)) ? entriesOf(folder) : []) {
        if (basename(path) === name) sizes.add(statSync(path).size);
        else temporary.add(basename(path));
      }
      await new Promise(setImmediate);
    }
    expect(await writing).toBe(true);
  }
  expect([...temporary]).toEqual(
    [1, 2].map(() => expect.stringMatching(/^layer-0{64}\.4711\.[0-9a-f]{16}\.tmp$/)),
  );
  expect([...sizes]).toEqual([statSync(join(folder, VERSION, name)).size]);
  expect(entriesOf(folder).map((path) => basename(path))).toEqual([name]);
});

test("another run finds each entry of the cache, and only under its own key", async () => {
  const folder = join(tempDir(), "a", "b");
  const { cache } = cacheIn(folder);
  const document = Buffer.from("{}");
  const archive = {
    documents: new Map([
      ["manifest.json", digestOf(document)],
      ["index.json", null],
    ]),
    blobs: new Map([
      ["layer.tar", { id: DIFF_ID, key: "512", size: 3, compression: "gzip" as const }],
      ["absent", null],
    ]),
    present: new Map([["oci-layout", false]]),
  };
  const stamp = { dev: 1n, ino: 2n, size: 3n, mtimeNs: 4n, ctimeNs: 5n };
  await cache.keepLayer(LAYER, index());
  await cache.keepDocument(document);
  await cache.keepLayerOfBlob("sha256:blob", LAYER);
  await cache.keepLayerInFile(stamp, "512", LAYER);
  await cache.keepArchive(["sha256:id", "linux/amd64"], archive);

  const { cache: other } = cacheIn(folder);
  expect((await other.layer(LAYER))?.members.rows.count).toBe(0);
  expect(await other.layer({ ...LAYER, diffId: digestOf(document) })).toBeNull();
  expect(await other.layer({ ...LAYER, estargz: true })).toBeNull();
  expect([await other.hasLayer(LAYER), await other.hasLayer({ ...LAYER, estargz: true })]).toEqual([
    true,
    false,
  ]);
  expect(await other.document(digestOf(document))).toEqual(document);
  expect(await other.layerOfBlob("sha256:blob")).toEqual(LAYER);
  expect(await other.layerOfBlob("sha256:other")).toBeNull();
  expect(await other.layerInFile(stamp, "512")).toEqual(LAYER);
  for (const part of ["dev", "ino", "size", "mtimeNs", "ctimeNs"])
    expect([part, await other.layerInFile({ ...stamp, [part]: 6n }, "512")]).toEqual([part, null]);
  expect(await other.layerInFile(stamp, "1024")).toBeNull();
  expect(await other.archive(["sha256:id", "linux/amd64"])).toEqual(archive);
  expect(await other.archive(["sha256:id", "linux/arm64"])).toBeNull();
});

test("a document in the cache is written again only if it is damaged", async () => {
  const folder = tempDir();
  const document = Buffer.from("{}");
  await cacheIn(folder).cache.keepDocument(document);
  const { cache, store } = cacheIn(folder);
  expect([await cache.keepDocument(document), store.writtenBytes]).toEqual([digestOf(document), 0]);
  const [entry] = entriesOf(folder);
  writeFileSync(entry, "damaged");
  await cache.keepDocument(document);
  expect(store.writtenBytes).toBeGreaterThan(0);
  expect(await cacheIn(folder).cache.document(digestOf(document))).toEqual(document);
});

test("only the owner can read the cache, and CACHEDIR.TAG marks the folder as a cache", async () => {
  const folder = join(tempDir(), "cache");
  await cacheIn(folder).cache.keepDocument(Buffer.from("x"));
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect([mode(folder), mode(join(folder, VERSION))]).toEqual([0o700, 0o700]);
  expect([...entriesOf(folder), join(folder, "CACHEDIR.TAG")].map(mode)).toEqual([0o600, 0o600]);
  expect(readFileSync(join(folder, "CACHEDIR.TAG"), "utf8")).toMatch(
    /^Signature: 8a477f597d28d172789f06886806bc55/,
  );
});

test("the folders and entries have their modes under any umask", async () => {
  const folder = join(tempDir(), "a", "cache");
  const before = process.umask(0o277);
  try {
    await cacheIn(folder).cache.keepDocument(Buffer.from("x"));
  } finally {
    process.umask(before);
  }
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect([join(folder, ".."), folder, join(folder, VERSION)].map(mode)).toEqual([0o700, 0o700, 0o700]);
  expect(await cacheIn(folder).cache.document(digestOf(Buffer.from("x")))).toEqual(Buffer.from("x"));
});

/** @returns a function that gives an entry another length of its first part. */
const withLength = (length: number) => (bytes: Buffer) => {
  bytes.writeDoubleLE(length, 40);
  return bytes;
};

test.each([
  ["a changed byte", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([1])])],
  ["its end missing", (bytes: Buffer) => bytes.subarray(0, -8)],
  ["only its beginning", (bytes: Buffer) => bytes.subarray(0, 5)],
  ["other magic bytes", (bytes: Buffer) => Buffer.concat([Buffer.from("nonsense"), bytes.subarray(8)])],
  ["a length beyond its end", withLength(1e9)],
  ["no valid length", withLength(Number.NaN)],
  ["no bytes", () => Buffer.alloc(0)],
])("an entry with %s is removed and counts as missing", async (_, damaged) => {
  const folder = tempDir();
  const { cache, lines } = cacheIn(folder);
  await cache.keepLayer(LAYER, index());
  const [path] = entriesOf(folder);
  writeFileSync(path, damaged(readFileSync(path)));
  expect(await cache.layer(LAYER)).toBeNull();
  expect(existsSync(path)).toBe(false);
  expect(lines).toHaveLength(1);
});

test("an entry of two parts is used only if the parts that are read are not damaged", async () => {
  const folder = tempDir();
  const { store } = cacheIn(folder);
  const name = `layer-${"0".repeat(64)}`;
  const path = join(store.folder, name);
  const read = async (second: boolean) => {
    const parts = await cacheIn(folder).store.parts(name, { second });
    return parts === null ? null : [parts.first.toString(), second ? parts.second.toString() : ""];
  };
  const damaged = async (change: (bytes: Buffer) => void) => {
    await store.put(name, Buffer.from("first"), Buffer.from("second"));
    const bytes = readFileSync(path);
    change(bytes);
    writeFileSync(path, bytes);
    return [await read(false), await read(true), existsSync(path)];
  };
  expect(await damaged(() => undefined)).toEqual([["first", ""], ["first", "second"], true]);
  const last = (bytes: Buffer) => bytes.write("X", bytes.length - 1);
  expect(await damaged(last)).toEqual([["first", ""], null, false]);
  expect(await damaged((bytes) => bytes.write("X", bytes.indexOf("first")))).toEqual([null, null, false]);
  for (const length of [-1, 0.5, 6, 1e15, Number.NaN, Number.POSITIVE_INFINITY]) {
    const changed = await damaged((bytes) => bytes.writeDoubleLE(length, lengthAt(bytes)));
    expect([length, ...changed]).toEqual([length, null, null, false]);
  }
});

/** @returns the place of the length of `first` in an entry. */
function lengthAt(bytes: Buffer): number {
  const length = Buffer.alloc(8);
  length.writeDoubleLE("first".length);
  return bytes.indexOf(length);
}

test("an entry that is complete but contains nonsense is removed, and the layer counts as missing", async () => {
  const folder = tempDir();
  const { cache, store, lines } = cacheIn(folder);
  await cache.keepLayer(LAYER, index());
  const path = entriesOf(folder).find((entry) => basename(entry).startsWith("layer-")) ?? "";
  await store.put(basename(path), Buffer.from("nonsense"));
  expect(await cache.layer(LAYER)).toBeNull();
  expect(existsSync(path)).toBe(false);
  expect(lines).toEqual([`cache: ${basename(path)} is removed: it is not the members of a layer`]);
});

test("an entry under the name of another entry counts as missing", async () => {
  const folder = tempDir();
  const { cache } = cacheIn(folder);
  await cache.keepLayerOfBlob("sha256:a", LAYER);
  const [a] = entriesOf(folder);
  await cache.keepLayerOfBlob("sha256:b", { ...LAYER, diffId: digestOf(Buffer.from("b")) });
  const b = entriesOf(folder).find((path) => path !== a) ?? "";
  writeFileSync(b, readFileSync(a));
  expect(await cache.layerOfBlob("sha256:b")).toBeNull();
  expect(await cache.layerOfBlob("sha256:a")).toEqual(LAYER);
});

test.each<[string, (path: string, other: string) => void]>([
  ["a link to another file", (path, other) => symlinkSync(other, path)],
  ["a pipe", (path) => void execFileSync("sh", ["-c", 'mkfifo "$1"', "sh", path])],
  ["a folder", (path) => mkdirSync(path)],
  [
    "a file of more than 1 GiB",
    (path) => {
      writeFileSync(path, "");
      truncateSync(path, 2 ** 30 + 1);
    },
  ],
])("an entry that is %s counts as missing, and is not read", async (_, make) => {
  const folder = tempDir();
  const { cache } = cacheIn(folder);
  await cache.keepLayerOfBlob("sha256:a", LAYER);
  const [path] = entriesOf(folder);
  const other = join(tempDir(), "other");
  renameSync(path, other);
  make(path, other);
  expect(await cacheIn(folder).cache.layerOfBlob("sha256:a")).toBeNull();
  expect([existsSync(other), lstatSync(path).isFile()]).toEqual([true, _.includes("GiB")]);
});

test("an entry that cannot be put into its place leaves no temporary file", async () => {
  const folder = tempDir();
  const { store, cache } = cacheIn(folder);
  await cache.keepDocument(Buffer.from("x"));
  const name = `map-${"0".repeat(64)}`;
  mkdirSync(join(folder, VERSION, name));
  expect(await store.put(name, Buffer.from("y"))).toBe(false);
  expect(entriesOf(folder)).toHaveLength(2);
});

test("a document under the digest of another document counts as missing", async () => {
  const folder = tempDir();
  const { cache } = cacheIn(folder);
  await cache.keepDocument(Buffer.from("a"));
  const [a] = entriesOf(folder);
  await cache.keepDocument(Buffer.from("b"));
  writeFileSync(a, readFileSync(entriesOf(folder).find((path) => path !== a) ?? ""));
  expect(await cache.document(digestOf(Buffer.from("a")))).toBeNull();
  expect(await cache.document(digestOf(Buffer.from("b")))).toEqual(Buffer.from("b"));
});

test("the layer in a local file is not used if the file changed within the same second", async () => {
  const path = join(tempDir(), "image.tar");
  writeFileSync(path, "one");
  const fd = openSync(path, "r");
  onTestFinished(() => closeSync(fd));
  utimesSync(path, 1000, 1000.25);
  const { cache } = cacheIn(tempDir());
  // The clock of the file system moves in steps, so the change is repeated until it has another time.
  const wait = async () => {
    const { ctimeNs } = fstatSync(fd, { bigint: true });
    do utimesSync(path, 1000, 1000.75);
    while (fstatSync(fd, { bigint: true }).ctimeNs === ctimeNs);
  };
  await fileMemory(fd, { cache, blob: "512" }).keep(LAYER);
  expect(await fileMemory(fd, { cache, blob: "512" }).find()).toEqual(LAYER);
  await wait();
  expect(await fileMemory(fd, { cache, blob: "512" }).find()).toBeNull();
});

test("the layer in a local file is not cached if the file changed while it was read", async () => {
  const path = join(tempDir(), "image.tar");
  writeFileSync(path, "one");
  const fd = openSync(path, "r");
  onTestFinished(() => closeSync(fd));
  const { cache } = cacheIn(tempDir());
  const memory = fileMemory(fd, { cache, blob: "512" });
  writeFileSync(path, "twenty");
  await memory.keep(LAYER);
  expect([await memory.find(), await fileMemory(fd, { cache, blob: "512" }).find()]).toEqual([null, null]);
  const now = fileMemory(fd, { cache, blob: "512" });
  await now.keep(LAYER);
  expect(await now.find()).toEqual(LAYER);
});

describe("without an error, the cache saves nothing in a folder that cannot be used:", () => {
  test.each([
    ["a file in its place", (path: string) => writeFileSync(path, "")],
    ["a file in the place of its parent", (path: string) => writeFileSync(join(path, ".."), "")],
  ])("%s", async (_, make) => {
    const folder = join(tempDir(), "parent", "cache");
    if (!_.includes("parent")) mkdirSync(join(folder, ".."));
    make(folder);
    const { cache } = cacheIn(folder);
    await cache.keepDocument(Buffer.from("x"));
    expect(await cache.document(digestOf(Buffer.from("x")))).toBeNull();
  });

  test("a folder below /proc", async () => {
    const { cache } = cacheIn("/proc/layerx/cache");
    await cache.keepDocument(Buffer.from("x"));
    expect(await cache.document(digestOf(Buffer.from("x")))).toBeNull();
  });

  test("a folder of another user, which --debug says once", async () => {
    const folder = join(tempDir(), "cache");
    await cacheIn(folder).cache.keepDocument(Buffer.from("x"));
    const { uid } = statSync(folder);
    const { cache, lines } = cacheIn(folder, NOW, uid + 1);
    expect(await cache.document(digestOf(Buffer.from("x")))).toBeNull();
    await cache.keepDocument(Buffer.from("y"));
    expect(entriesOf(folder)).toHaveLength(1);
    expect(lines).toEqual([`cache: ${folder} is not used: it belongs to the user ${uid}`]);
  });

  test("an empty folder of another user", async () => {
    const folder = tempDir();
    const { cache } = cacheIn(folder, NOW, statSync(folder).uid + 1);
    await cache.keepDocument(Buffer.from("x"));
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a link in the place of the folder with the entries", async () => {
    const [folder, other] = [tempDir(), tempDir()];
    await cacheIn(other).cache.keepDocument(Buffer.from("x"));
    symlinkSync(join(other, VERSION), join(folder, VERSION));
    const { cache } = cacheIn(folder);
    expect(await cache.document(digestOf(Buffer.from("x")))).toBeNull();
    await cache.keepDocument(Buffer.from("y"));
    expect(entriesOf(other)).toHaveLength(1);
  });

  // Only root can give a folder to another user.
  test.runIf(process.getuid?.() === 0)("a folder whose entries belong to another user", async () => {
    const folder = tempDir();
    await cacheIn(folder).cache.keepDocument(Buffer.from("x"));
    for (const [path, other] of [
      [folder, join(folder, VERSION)],
      [join(folder, VERSION), folder],
    ]) {
      chownSync(path, 4711, 4711);
      chownSync(other, 0, 0);
      const { cache } = cacheIn(folder, NOW, 0);
      expect(await cache.document(digestOf(Buffer.from("x")))).toBeNull();
      await cache.keepDocument(Buffer.from("y"));
      expect(entriesOf(folder)).toHaveLength(1);
    }
  });

  test("a folder with entries that cannot be opened", async () => {
    const folder = tempDir();
    const { cache } = cacheIn(folder);
    await cache.keepDocument(Buffer.from("x"));
    chmodSync(entriesOf(folder)[0], 0);
    mkdirSync(`${entriesOf(folder)[0]}-folder`);
    await expect(cache.document(digestOf(Buffer.from("y")))).resolves.toBeNull();
  });
});

test("the time of the last use of an entry is updated at most once an hour", async () => {
  const folder = tempDir();
  await cacheIn(folder).cache.keepDocument(Buffer.from("x"));
  const [path] = entriesOf(folder);
  const usedAt = (ms: number) => utimesSync(path, ms / 1000, ms / 1000);
  usedAt(NOW - 30 * 60_000);
  await cacheIn(folder).cache.document(digestOf(Buffer.from("x")));
  expect(statSync(path).mtimeMs).toBe(NOW - 30 * 60_000);
  usedAt(NOW - 90 * 60_000);
  await cacheIn(folder).cache.document(digestOf(Buffer.from("x")));
  expect(statSync(path).mtimeMs).toBe(NOW);
});

describe("cleaning the cache:", () => {
  async function filled(sizes: readonly number[]): Promise<string> {
    const folder = join(tempDir(), "cache");
    const { cache } = cacheIn(folder);
    for (const [i, size] of sizes.entries()) {
      const before = existsSync(join(folder, VERSION)) ? entriesOf(folder) : [];
      await cache.keepDocument(Buffer.alloc(size - HEAD_BYTES, i));
      const path = entriesOf(folder).find((name) => !before.includes(name)) ?? "";
      utimesSync(path, i + 1, i + 1);
    }
    return folder;
  }

  test("pruning removes the least recently used entries first", async () => {
    const folder = await filled([1000, 2000, 3000]);
    expect(await cacheUse(folder)).toEqual({ entries: 3, bytes: 6000 });
    expect(await prune(folder, { bytes: 5500, now: NOW })).toEqual({ entries: 1, bytes: 1000 });
    expect(await prune(folder, { bytes: 3000, now: NOW })).toEqual({ entries: 1, bytes: 2000 });
    expect(await prune(folder, { bytes: 0, now: NOW })).toEqual({ entries: 1, bytes: 3000 });
  });

  test("pruning removes all entries that were used before the first one that does not fit", async () => {
    const folder = await filled([1000, 3000, 1000]);
    expect(await prune(folder, { bytes: 2500, now: NOW })).toEqual({ entries: 2, bytes: 4000 });
  });

  test("clearing keeps folders, links and a CACHEDIR.TAG of other programs", async () => {
    const folder = await filled([1000]);
    const other = await filled([1000]);
    const [entry] = entriesOf(other);
    mkdirSync(join(folder, "notes"));
    writeFileSync(join(folder, "notes", basename(entry)), "mine");
    symlinkSync(join(other, VERSION), join(folder, "v9"));
    writeFileSync(join(folder, "CACHEDIR.TAG"), "of another program");
    expect(await clear(folder)).toEqual({ entries: 1, bytes: 1000 });
    expect(readdirSync(folder).sort()).toEqual(["CACHEDIR.TAG", "notes", "v9"]);
    expect([readdirSync(join(folder, "notes")), existsSync(entry)]).toEqual([[basename(entry)], true]);
  });

  test("clearing also removes the time of the last trim", async () => {
    const folder = await filled([1000]);
    await trimIfDue(folder, { bound: 500, now: NOW, written: true });
    expect(entriesOf(folder).map((path) => basename(path))).toEqual(["trimmed"]);
    await clear(folder);
    expect(existsSync(folder)).toBe(false);
  });

  test("trimming leaves 80 % of the limit", async () => {
    const folder = await filled(new Array<number>(20).fill(1000));
    await trimIfDue(folder, { bound: 10_000, now: NOW, written: true });
    expect(await cacheUse(folder)).toEqual({ entries: 8, bytes: 8000 });
  });

  test("pruning removes older formats and temporary files older than a day, but no foreign files", async () => {
    const folder = await filled([1000]);
    mkdirSync(join(folder, "v0"));
    const name = "layer-".padEnd(70, "0");
    writeFileSync(join(folder, "v0", name), "old");
    for (const [file, age] of [
      ["1", 3_600_000],
      ["2", 25 * 3_600_000],
    ] as const) {
      const path = join(folder, VERSION, `${name}.4711.${file.repeat(16)}.tmp`);
      writeFileSync(path, "12345");
      utimesSync(path, (NOW - age) / 1000, (NOW - age) / 1000);
    }
    writeFileSync(join(folder, "notes"), "mine");
    expect(await prune(folder, { bytes: 1000, now: NOW })).toEqual({ entries: 2, bytes: 8 });
    expect(readdirSync(folder).sort()).toEqual(["CACHEDIR.TAG", "notes", VERSION]);
    expect(entriesOf(folder)).toHaveLength(2);
  });

  test("clearing keeps foreign files, and removes the folder if it is empty", async () => {
    const folder = await filled([1000, 1000]);
    writeFileSync(join(folder, VERSION, "notes"), "mine");
    expect(await clear(folder)).toEqual({ entries: 2, bytes: 2000 });
    expect(readdirSync(folder)).toEqual([VERSION]);
    const own = await filled([1000]);
    await clear(own);
    expect(existsSync(own)).toBe(false);
    expect(await clear(own)).toEqual({ entries: 0, bytes: 0 });
  });

  test("a cache over its limit is reduced to 80 % after a write; without a write it is checked once a day", async () => {
    const folder = await filled([1000, 1000, 1000, 1000, 1000]);
    await trimIfDue(folder, { bound: 5000, now: NOW, written: true });
    expect((await cacheUse(folder)).entries).toBe(5);
    await trimIfDue(folder, { bound: 4500, now: NOW, written: false });
    expect((await cacheUse(folder)).entries).toBe(5);
    await trimIfDue(folder, { bound: 4500, now: NOW + 25 * 3_600_000, written: false });
    expect((await cacheUse(folder)).entries).toBe(3);
    await trimIfDue(folder, { bound: 2000, now: NOW + 25 * 3_600_000, written: true });
    expect((await cacheUse(folder)).entries).toBe(1);
  });

  test("trimming a cache below its limit removes no entry while another run writes", async () => {
    const folder = await filled(new Array<number>(100).fill(1000));
    const { store } = cacheIn(folder);
    let trimming = true;
    const trimmed = trimIfDue(folder, { bound: 1e9, now: NOW, written: true }).then(() => {
      trimming = false;
    });
    let added = 0;
    for (; trimming; added++)
      await store.put(`layer-${added.toString(16).padStart(64, "f")}`, Buffer.alloc(1000));
    await trimmed;
    expect(added).toBeGreaterThan(1);
    expect((await cacheUse(folder)).entries).toBe(100 + added);
  });
});

describe("the cache folder", () => {
  const at = (env: Record<string, string>, os = "linux", folder?: string) =>
    cacheFolder({ env, os, cwd: "/project", folder });

  test("is the option, else the variable, else the usual folder of the system", () => {
    const all = { LAYERX_CACHE_DIR: "/l", XDG_CACHE_HOME: "/x", HOME: "/h" };
    expect(at(all, "linux", "mine")).toBe("/project/mine");
    expect(at(all)).toBe("/l");
    expect(at({ ...all, LAYERX_CACHE_DIR: "" })).toBe("/x/layerx");
    expect(at({ XDG_CACHE_HOME: "x", HOME: "/h" })).toBe("/h/.cache/layerx");
    expect(at({ HOME: "/h" }, "darwin")).toBe("/h/Library/Caches/layerx");
    expect(at({ LOCALAPPDATA: "C:\\u" }, "win32")).toBe("C:\\u\\layerx\\Cache");
  });

  test("does not exist without a home folder", () => {
    expect(at({})).toBeNull();
    expect(at({ HOME: "" })).toBeNull();
    expect(at({ HOME: "relative" })).toBeNull();
    expect(at({}, "win32")).toBeNull();
  });
});

test("a process finds entries that another process added later, also if the folder was missing at first", async () => {
  const folder = join(tempDir(), "new");
  const [early, other] = [cacheIn(folder).store, cacheIn(folder).store];
  expect([await early.get("map-x"), await early.has("map-x")]).toEqual([null, false]);
  await other.put("map-x", Buffer.from("kept"));
  expect([String(await early.get("map-x")), await early.has("map-x")]).toEqual(["kept", true]);
});
