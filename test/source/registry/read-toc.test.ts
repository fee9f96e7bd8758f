import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { NO_CACHE } from "../../../src/source/cache/cache.js";
import { DEFAULT_LIMITS } from "../../../src/source/limits.js";
import { readToc, type TocClaim, tocClaim } from "../../../src/source/registry/toc/read-toc.js";
import { parseToc } from "../../../src/source/registry/toc/toc.js";
import { zstdFrame } from "../../support/compression.js";
import { ScriptedRegistry } from "../../support/scripted-registry.js";
import { END_OF_ARCHIVE, packMembers } from "../../support/tar.js";
import { clientOf } from "./client-of.js";

const MIB = 1024 * 1024;
const DIGEST = `sha256:${"1".repeat(64)}`;
const TABLE = Buffer.from(JSON.stringify({ version: 1, entries: [{ name: "a", type: "dir" }] }));

interface Estargz {
  readonly size: number;
  readonly zeros?: number;
  readonly offset?: number;
  readonly json?: Buffer;
}

/** A layer of `size` bytes that ends with a table of eStargz, and a footer that says where it begins. */
async function estargz({ size, zeros = 0, offset, json = TABLE }: Estargz) {
  const members = await packMembers([["stargz.index.json", json]]);
  const table = gzipSync(Buffer.concat([...members, END_OF_ARCHIVE, Buffer.alloc(zeros)]));
  const begins = offset ?? size - table.length - 51;
  const footer = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 26, 0, 0x53, 0x47, 22, 0]),
    Buffer.from(`${begins.toString(16).padStart(16, "0")}STARGZ`),
    Buffer.from([1, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]),
  ]);
  const end = Buffer.concat([table, footer]);
  const digest = sha256(json);
  const claim: TocClaim = { form: "estargz", digest };
  return { claim, end, size };
}

/** Reads a table of a layer whose other bytes are zeros. @returns the requested ranges, and the error. */
async function reading(
  { claim, end, size }: { claim: TocClaim; end: Buffer; size: number },
  jsonBytes = 4 * MIB,
) {
  const registry = await ScriptedRegistry.start();
  registry.answerer = ({ headers }, response) => {
    const [from, to] = /(\d+)-(\d+)/
      .exec(headers.range ?? "")
      ?.slice(1)
      .map(Number) ?? [0, size - 1];
    const bytes = Buffer.alloc(to + 1 - from);
    if (to >= size - end.length)
      end.copy(bytes, Math.max(size - end.length - from, 0), Math.max(from - (size - end.length), 0));
    response.writeHead(206, {
      "content-range": `bytes ${from}-${to}/${size}`,
      "content-length": bytes.length,
    });
    response.end(bytes);
    return true;
  };
  const { client } = clientOf(registry);
  const limits = { ...DEFAULT_LIMITS, jsonBytes };
  const error = await readToc(claim, { client, digest: DIGEST, size, limits, cache: NO_CACHE }).then(
    ({ entries }) => `${entries.length} entry`,
    (thrown) => `${thrown.name}: ${thrown.message}`,
  );
  return { error, ranges: registry.seen.map(({ headers }) => headers.range) };
}

describe("the table of an eStargz layer", () => {
  test.each([
    [5000, 51],
    [51 * 256, 51],
    [MIB, 4096],
    [256 * MIB, MIB],
    [1024 * MIB, MIB],
  ])("of %i bytes is first requested with the last %i bytes", async (size, tail) => {
    const { error, ranges } = await reading(await estargz({ size }));
    expect([error, ranges[0]]).toEqual(["1 entry", `bytes=${size - tail}-${size - 1}`]);
  });

  test.each([
    [0, "the layer has no valid footer"],
    [1, "it is too long"],
    [10 * MIB, "the layer has no valid footer"],
    [10 * MIB - 51, "the layer has no valid footer"],
  ])("that begins at byte %i of 10 MiB is not requested: %s", async (offset, reason) => {
    const { error, ranges } = await reading(await estargz({ size: 10 * MIB, offset }));
    expect([error, ranges.length]).toEqual([`UnusableToc: ${reason}`, 1]);
  });

  test("is not used if it expands over the limit for JSON, even with the right digest", async () => {
    const layer = await estargz({ size: MIB, zeros: 8 * MIB });
    expect((await reading(layer, 4 * MIB)).error).toBe("UnusableToc: it is damaged");
    expect((await reading(layer, 16 * MIB)).error).toBe("1 entry");
  });
});

test.each([
  ["{", "it is damaged"],
  ["[]", "it is of another version"],
  ['{"version": 2, "entries": []}', "it is of another version"],
  ['{"version": 1}', "it is of another version"],
])("a table with the right digest and the content %s is not used", async (text, reason) => {
  const json = Buffer.from(text);
  expect((await reading(await estargz({ size: 5000, json }))).error).toBe(`UnusableToc: ${reason}`);
  const end = zstdFrame(json);
  const claim: TocClaim = {
    ...{ form: "zstd:chunked", digest: sha256(end), offset: 5000 - end.length, length: end.length },
    uncompressed: json.length,
  };
  expect((await reading({ claim, end, size: 5000 })).error).toBe(`UnusableToc: ${reason}`);
});

test("a table of zstd:chunked that is damaged, or longer than it says, is not used", async () => {
  const opened = async (end: Buffer, uncompressed: number) => {
    const claim: TocClaim = {
      ...{ form: "zstd:chunked", digest: sha256(end), offset: 5000 - end.length, length: end.length },
      uncompressed,
    };
    return (await reading({ claim, end, size: 5000 })).error;
  };
  expect(await opened(zstdFrame(TABLE), TABLE.length)).toBe("1 entry");
  expect(await opened(zstdFrame(TABLE), TABLE.length - 1)).toBe("UnusableToc: it is longer than it says");
  expect(await opened(Buffer.from("no zstd frame, but the right digest"), 100)).toBe(
    "UnusableToc: it is damaged",
  );
});

test("a table may have as many rows as an image may have entries", () => {
  const rows = Array.from({ length: 6 }, (_, n) => ({ name: `d${n}`, type: "dir" }));
  const parsed = (entries: number) =>
    parseToc({ version: 1, entries: rows }, { end: 100, limits: { ...DEFAULT_LIMITS, entries } });
  expect(parsed(6).entries).toHaveLength(6);
  expect(() => parsed(5)).toThrow("it has too many rows");
});

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

describe("the place of a table of zstd:chunked", () => {
  const place = "io.github.containers.zstd-chunked.manifest-position";
  const annotations = { "io.github.containers.zstd-chunked.manifest-checksum": DIGEST };
  const claim = (position: string) => tocClaim({ annotations: { ...annotations, [place]: position } });

  test("has an offset, two lengths and the version 1", () => {
    expect(claim("100:20:300:1")).toMatchObject({ offset: 100, length: 20, uncompressed: 300 });
    for (const position of ["100:20:300:2", "100:20:300", "-1:20:300:1", "100:20:1e9:1", "1:2:3:1:1", ""])
      expect([position, claim(position)]).toEqual([position, null]);
  });

  test.each([
    ["990:20:300:1", "it is outside of the layer"],
    ["100:0:300:1", "it is outside of the layer"],
    ["100:20:3000000:1", "it is too long"],
  ])("is not requested if it is %s", async (position, reason) => {
    const found = claim(position);
    if (found === null) throw new Error("no claim");
    const { error, ranges } = await reading({ claim: found, end: Buffer.alloc(0), size: 1000 }, 2 * MIB);
    expect([error, ranges]).toEqual([`UnusableToc: ${reason}`, []]);
  });
});
