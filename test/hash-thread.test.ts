import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { HashThread } from "../src/hash-thread.js";
import { inBlocks } from "../src/pack/write-archive.js";

async function* parts(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 70_000) yield [bytes.subarray(at, at + 70_000)];
}

test("another thread computes the SHA-256 of each archive, and passes its bytes on unchanged", async () => {
  const thread = new HashThread();
  try {
    for (const size of [0, 1, 20_000_000, 524_288]) {
      const bytes = randomBytes(size);
      const copies: Buffer[] = [];
      for await (const block of thread.hashed(inBlocks(parts(bytes), thread)))
        copies.push(Buffer.from(block));
      expect(Buffer.concat(copies).equals(bytes)).toBe(true);
      expect(thread.digest()).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  } finally {
    thread.stop();
  }
});

test("another thread computes the SHA-256 of bytes that change afterwards", () => {
  const thread = new HashThread();
  try {
    for (const steps of [[], [1], [70_000, 600_000, 0, 5], Array.from({ length: 60 }, () => 262_144)]) {
      const hash = createHash("sha256");
      for (const step of steps) {
        const bytes = randomBytes(step);
        hash.update(bytes);
        thread.update(bytes);
        bytes.fill(0);
      }
      expect(thread.digest()).toBe(hash.digest("hex"));
    }
  } finally {
    thread.stop();
  }
});
