import { createHash, randomBytes, randomFillSync } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { HashThread } from "../../src/hashing/hash-thread.js";
import type { LateDigest } from "../../src/hashing/late-hash.js";
import { tempDir } from "../support/temp.js";

test("the hash thread computes SHA-256 of several streams at once, from a file and from buffers that the caller reuses", () => {
  const thread = new HashThread();
  const fd = openSync(join(tempDir(), "file"), "w+");
  let size = 0;
  try {
    const streams = [[], [1], [600_000, 70_000, 0, 5], Array.from({ length: 60 }, () => 262_144)].map(
      (steps) => ({ steps, expected: createHash("sha256"), hash: thread.start() }),
    );
    const dropped = thread.start();
    for (let i = 0; i < 60; i++) {
      for (const { steps, expected, hash } of streams) {
        const bytes = randomBytes(steps[i] ?? 0);
        expected.update(bytes);
        const at = size;
        size += writeSync(fd, bytes, 0, bytes.length, at);
        if (i % 3 === 0) hash.addFromFile(fd, { from: at, to: size });
        else hash.update(bytes);
        bytes.fill(0);
      }
      dropped.update(randomBytes(1000));
    }
    dropped.end();
    for (const { expected, hash } of streams) expect(hash.digest()).toBe(expected.digest("hex"));
    for (const { hash } of streams) hash.end();
    expect(thread.start().digest()).toBe(createHash("sha256").digest("hex"));
  } finally {
    closeSync(fd);
    thread.stop();
  }
});

test("the hash thread computes digests of parts of its blocks, more than may wait at once, without a copy", () => {
  const thread = new HashThread();
  try {
    const stream = thread.start();
    const whole = createHash("sha256");
    const digests: { late: LateDigest; expected: Buffer }[] = [];
    for (let i = 0; i < 24; i++) {
      const block = thread.block();
      randomFillSync(block);
      for (let at = 0; at < block.length; ) {
        const bytes = block.subarray(at, at + 1 + ((at * 7) % 997));
        digests.push({ late: thread.hash(bytes), expected: createHash("sha256").update(bytes).digest() });
        stream.update(bytes);
        whole.update(bytes);
        at += bytes.length;
      }
    }
    expect(digests.length).toBeGreaterThan(20_000);
    const last = stream.later();
    expect(last.bytes).toBeNull();
    expect(last.wait()).toEqual(new Uint8Array(whole.digest()));
    expect(digests.filter(({ late, expected }) => !expected.equals(late.bytes ?? Buffer.alloc(0)))).toEqual(
      [],
    );
    expect(thread.isBehind).toBe(false);
  } finally {
    thread.stop();
  }
});

test("the hash thread takes memory at its end, and copies bytes whose memory does not end or is small", () => {
  const thread = new HashThread();
  try {
    const stream = thread.start();
    const expected = createHash("sha256");
    const taken: number[] = [];
    for (let i = 0; i < 40; i++) {
      const memory = Buffer.from(new ArrayBuffer(i % 4 === 0 ? 1000 : 600_000));
      randomFillSync(memory);
      const ends = i % 4 === 1 ? [1, 400_000] : [250, 1000, memory.length];
      const parts = ends.map((end, at) => memory.subarray(ends[at - 1] ?? i, end));
      for (const part of parts) expected.update(part);
      for (const part of parts) stream.take(part);
      if (i % 5 === 0) {
        expected.update("between");
        stream.update(Buffer.from("between"));
      }
      if (memory.length === 0) taken.push(i);
    }
    expect(taken).toEqual(Array.from({ length: 40 }, (_, i) => i).filter((i) => i % 4 > 1));
    expect(stream.digest()).toBe(expected.digest("hex"));
  } finally {
    thread.stop();
  }
});

test("the digest of a range that the file does not have is an error", () => {
  const fd = openSync(join(tempDir(), "short"), "w+");
  const thread = new HashThread();
  try {
    writeSync(fd, "short");
    const hash = thread.start();
    hash.addFromFile(fd, { from: 0, to: 6 });
    expect(() => hash.digest()).toThrow("the hash thread cannot read a file");
  } finally {
    thread.stop();
    closeSync(fd);
  }
});

test("the hash thread also hashes bytes outside of its blocks", () => {
  const thread = new HashThread();
  try {
    const bytes = randomBytes(700_000);
    const digests = [thread.hash(bytes), thread.hash(bytes.subarray(1, 2)), thread.hash(Buffer.alloc(0))];
    const copy = Buffer.from(bytes);
    bytes.fill(0);
    expect(digests.map((digest) => Buffer.from(digest.wait()).toString("hex"))).toEqual(
      [copy, copy.subarray(1, 2), Buffer.alloc(0)].map((part) =>
        createHash("sha256").update(part).digest("hex"),
      ),
    );
  } finally {
    thread.stop();
  }
});
