import { createCipheriv, createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { type Compression, decompress, sniff } from "../../src/source/compression/compression.js";
import { ZstdFrames } from "../../src/source/compression/zstd-frames.js";
import { wasmDecoder } from "../../src/source/compression/zstd-wasm.js";
import { Damage, LimitPassed } from "../../src/source/damage.js";
import { DEFAULT_LIMITS, type Limits } from "../../src/source/limits.js";
import { Tally } from "../../src/source/tally.js";
import { skippableFrame, zstdFrame } from "../support/compression.js";
import { memoryBlob } from "./tar-bytes.js";

function tallyOf(limits: Partial<Limits>) {
  return new Tally({ ...DEFAULT_LIMITS, ...limits }).part("");
}

/** Bytes that do not compress. */
function noise(length: number, seed: number): Buffer {
  return createCipheriv("aes-128-ctr", Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const COMPRESSED =
  "KLUv/QRotQEA1AJ0aGUgcXVpY2sgYnJvd24gZm94IGp1bXBzIG92ZXIgdGhlIGxhenkgZG9nLCABAMUXkFdlporY7A==";

async function expand(bytes: Buffer, limits: Partial<Limits> = {}, size = bytes.length): Promise<string> {
  const compression = sniff(bytes);
  if (compression !== "gzip" && compression !== "zstd") throw new Error(`it is ${compression}`);
  const options = { tally: tallyOf(limits) };
  const chunks: Buffer[] = [];
  for await (const chunk of decompress(memoryBlob(bytes, size), compression, options)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("latin1");
}

test.each(["gzip", "zstd"] as const)(
  "a %s blob of several chunks can be read with reused memory",
  async (kind) => {
    const parts = [700_000, 40, 1_500_000, 3].map((length, seed) => noise(length, seed));
    const stored = parts.flatMap((part) =>
      kind === "gzip" ? [gzipSync(part)] : [zstdFrame(part), skippableFrame(Buffer.alloc(7))],
    );
    const hash = createHash("sha256");
    const options = { tally: tallyOf({}), reuse: true };
    for await (const chunk of decompress(memoryBlob(Buffer.concat(stored)), kind, options))
      hash.update(chunk);
    expect(hash.digest("hex")).toBe(sha256(Buffer.concat(parts)));
  },
);

test.each<[string, number[], Compression]>([
  ["gzip", [0x1f, 0x8b, 8], "gzip"],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd], "zstd"],
  ["a skippable zstd frame", [0x5e, 0x2a, 0x4d, 0x18], "zstd"],
  ["bzip2", [0x42, 0x5a, 0x68], "bzip2"],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz"],
  ["anything else", [0x2e, 0x2f], "none"],
])("the first bytes identify %s", (_, head, expected) => {
  expect(sniff(Buffer.from(head))).toBe(expected);
});

describe("gzip", () => {
  const one = gzipSync("one".repeat(1000));
  const text = "one".repeat(1000);

  test("can have several members, also empty ones", async () => {
    expect(await expand(Buffer.concat([one, gzipSync(""), one, gzipSync("two")]))).toBe(`${text}${text}two`);
  });

  test("can end with zeros or other bytes of any length", async () => {
    const ends = [Buffer.alloc(700), Buffer.from("junk"), Buffer.alloc(300_000, "junk")];
    for (const end of ends) expect(await expand(Buffer.concat([one, one, end]))).toBe(text + text);
    const odd = Buffer.concat([
      one,
      Buffer.from([0x1f, 0x8b, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    ]);
    expect(await expand(odd)).toBe(text);
  });

  test("can have a name, a comment, an extra field and a header checksum", async () => {
    const head = Buffer.from([0x1f, 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 3, 2, 0, 1, 2, 0x61, 0, 0x62, 0]);
    const { crc32 } = await import("node:zlib");
    const sum = Buffer.alloc(2);
    sum.writeUInt16LE(crc32(head) & 0xffff);
    const whole = Buffer.concat([head, sum, one.subarray(10)]);
    expect(await expand(whole)).toBe(text);
    expect(await expand(Buffer.concat([whole, Buffer.from("junkjunkjunkjunkjunk")]))).toBe(text);
  });

  test("is damaged if it ends within its data, trailer or header", async () => {
    const reason = "the gzip data ends before its end mark";
    for (const length of [one.length - 9, one.length - 1, 20]) {
      await expect(expand(one.subarray(0, length))).rejects.toEqual(new Damage("truncated", length, reason));
    }
    const short = new Damage("truncated", 12, "the gzip data ends within its header");
    await expect(expand(one.subarray(0, 12))).rejects.toEqual(short);
    const second = Buffer.concat([one, gzipSync("two").subarray(0, 15)]);
    await expect(expand(second)).rejects.toEqual(new Damage("truncated", second.length, reason));
  });

  test("with a wrong checksum is an error", async () => {
    const bytes = Buffer.from(one);
    bytes[bytes.length - 6] ^= 1;
    await expect(expand(bytes)).rejects.toThrow("the gzip data is damaged: incorrect data check");
  });

  test("is truncated if the blob is shorter than its size, also if the data is complete", async () => {
    const damage = new Damage("truncated", one.length, "9000 bytes were to be stored");
    await expect(expand(one, {}, 9000)).rejects.toEqual(damage);
  });

  test("expands only up to the limit", async () => {
    await expect(expand(gzipSync(Buffer.alloc(5000)), { expandedBytes: 4999 })).rejects.toEqual(
      new LimitPassed("expandedBytes", 4999),
    );
  });
});

describe("zstd", () => {
  const raw = (content: string) => zstdFrame(Buffer.from(content));

  test("can have several frames, with skippable frames before, between and after them", async () => {
    const skip = skippableFrame(Buffer.from("skipped"));
    const empty = skippableFrame(Buffer.alloc(0), 0x5f);
    const bytes = Buffer.concat([skip, raw("one"), skip, empty, raw(""), raw("two"), skip]);
    expect(await expand(bytes)).toBe("onetwo");
  });

  test("can have many small frames", async () => {
    const frames = Array.from({ length: 20_000 }, (_, i) => raw(String(i % 10)));
    expect(await expand(Buffer.concat(frames))).toBe("0123456789".repeat(2000));
  });

  test("can have compressed blocks, blocks of one repeated byte and a checksum", async () => {
    // `zstd -19 --check` of the text, made once.
    const compressed = Buffer.from(COMPRESSED, "base64");
    const text = "the quick brown fox jumps over the lazy dog, ".repeat(200);
    expect(await expand(Buffer.concat([compressed, compressed]))).toBe(text + text);
    const repeated = Buffer.from([
      0x28,
      0xb5,
      0x2f,
      0xfd,
      0x20,
      100,
      (100 << 3) | (1 << 1) | 1,
      100 >> 5,
      0,
      0x61,
    ]);
    expect(await expand(repeated)).toBe("a".repeat(100));
  });

  test("with content that does not match its checksum is an error", async () => {
    const bytes = Buffer.from(COMPRESSED, "base64");
    // Bytes of the literals, and of the checksum: both decode without complaint.
    for (const at of [12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] ^= 1;
      await expect(expand(Buffer.concat([bytes, changed]))).rejects.toThrow(
        "the checksum of a zstd frame does not match",
      );
    }
  });

  test("can end with zeros, but not with other bytes", async () => {
    expect(await expand(Buffer.concat([raw("one"), Buffer.alloc(20)]))).toBe("one");
    await expect(expand(Buffer.concat([raw("one"), Buffer.from("junk")]))).rejects.toThrow(
      "the bytes after a zstd frame are not a frame",
    );
  });

  test("is truncated if it ends anywhere within a frame", async () => {
    const bytes = Buffer.concat([raw("one"), raw("two")]);
    for (const length of [5, 11, 14, raw("one").length + 2, bytes.length - 1]) {
      const damage = new Damage("truncated", length, "the zstd data ends within a frame");
      await expect(expand(bytes.subarray(0, length))).rejects.toEqual(damage);
    }
    const skip = skippableFrame(Buffer.from("skipped"));
    await expect(expand(skip.subarray(0, -1))).rejects.toThrow("the zstd data ends within a frame");
  });

  test("is decompressed block by block, also if a small input expands to a lot", async () => {
    const rle = Buffer.from([2, 0, 16, 0x61]);
    const end = Buffer.from([3, 0, 16, 0x61]);
    const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38]);
    const bytes = Buffer.concat([head, ...Array.from({ length: 2000 }, () => rle), end]);
    const chunks: number[] = [];
    for await (const chunk of decompress(memoryBlob(bytes), "zstd", { tally: tallyOf({}) })) {
      chunks.push(chunk.length);
      if (chunks.length === 3) break;
    }
    expect(Math.max(...chunks)).toBeLessThanOrEqual(2 * 1024 * 1024);
    await expect(expand(bytes, { expandedBytes: 1_000_000 })).rejects.toEqual(
      new LimitPassed("expandedBytes", 1_000_000),
    );
  });

  test("with a window over the limit is refused before memory is allocated", async () => {
    const bytes = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xff, 1, 0, 0]);
    await expect(expand(bytes)).rejects.toEqual(new LimitPassed("zstdWindow", 128 * 1024 * 1024));
  });
});

describe("zstd in WebAssembly (for Node before 22.15)", () => {
  async function decoded(
    bytes: Buffer,
    { chunkBytes = bytes.length, chunks = Number.POSITIVE_INFINITY } = {},
  ) {
    const { decode, byBlocks } = await wasmDecoder();
    const frames = new ZstdFrames({ byBlocks });
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        yield* frames.pieces(bytes.subarray(at, at + chunkBytes));
      }
    }
    const out: Buffer[] = [];
    for await (const chunk of decode(pieces())) {
      out.push(chunk);
      if (out.length === chunks) break;
    }
    return Buffer.concat(out).toString("latin1");
  }

  const text = "the quick brown fox jumps over the lazy dog, ".repeat(200);
  const compressed = Buffer.from(COMPRESSED, "base64");

  test("decodes a frame from chunks of any size", async () => {
    for (const chunkBytes of [1, 7, compressed.length]) {
      expect(await decoded(compressed, { chunkBytes })).toBe(text);
    }
    const blocks = zstdFrame(Buffer.alloc(700_000, "abc"));
    expect(await decoded(blocks, { chunkBytes: 1000 })).toBe("abc".repeat(233_334).slice(0, 700_000));
  });

  test("reports a damaged frame and content that does not match its checksum", async () => {
    const changed = Buffer.from(compressed);
    changed[changed.length - 1] ^= 1;
    await expect(decoded(changed)).rejects.toThrow("the checksum of a zstd frame does not match");
    // A block of the reserved type, with many good ones behind it.
    const good = Buffer.from([2, 0, 16, 0x61]);
    const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38]);
    const blocks = [good, Buffer.from([6, 0, 0]), ...Array.from({ length: 500 }, () => good)];
    const bytes = Buffer.concat([head, ...blocks, Buffer.from([3, 0, 16, 0x61])]);
    await expect(decoded(bytes)).rejects.toThrow("the zstd data is damaged");
  });

  test("frees its memory if reading stops in the middle of a frame", async () => {
    const rle = Buffer.from([2, 0, 16, 0x61]);
    // The window has 64 MiB, so a decoder that keeps its memory would soon use all of it.
    const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x80]);
    const end = Buffer.from([3, 0, 16, 0x61]);
    const bytes = Buffer.concat([head, ...Array.from({ length: 20 }, () => rle), end]);
    for (let i = 0; i < 100; i++) expect(await decoded(bytes, { chunks: 2 })).toHaveLength(2 * 131_072);
    expect(await decoded(bytes)).toHaveLength(21 * 131_072);
  });
});
