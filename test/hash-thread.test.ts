import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { HashThread } from "../src/hash-thread.js";

test("the hash thread computes SHA-256 of several streams at once, also if the caller reuses its buffers", () => {
  const thread = new HashThread();
  try {
    const streams = [[], [1], [600_000, 70_000, 0, 5], Array.from({ length: 60 }, () => 262_144)].map(
      (steps) => ({ steps, expected: createHash("sha256"), hash: thread.start() }),
    );
    const dropped = thread.start();
    for (let i = 0; i < 60; i++) {
      for (const { steps, expected, hash } of streams) {
        const bytes = randomBytes(steps[i] ?? 0);
        expected.update(bytes);
        for (let at = 0; i % 3 === 0 && at < bytes.length; )
          at += hash.fill(bytes.length - at, (memory) => bytes.copy(memory, 0, at));
        if (i % 3 !== 0) hash.update(bytes);
        bytes.fill(0);
      }
      dropped.update(randomBytes(1000));
    }
    dropped.end();
    for (const { expected, hash } of streams) expect(hash.digest()).toBe(expected.digest("hex"));
    for (const { hash } of streams) hash.end();
    expect(thread.start().digest()).toBe(createHash("sha256").digest("hex"));
  } finally {
    thread.stop();
  }
});
