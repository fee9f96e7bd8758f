import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { HashThread } from "../../src/pack/hash-thread.js";
import { inBlocks } from "../../src/pack/write-archive.js";

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
