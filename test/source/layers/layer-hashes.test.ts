import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { LayerHashes } from "../../../src/source/layers/layer-hashes.js";

const BYTES = Buffer.from("layer");
const digestIn = (algorithm: string) => `${algorithm}:${createHash(algorithm).update(BYTES).digest("hex")}`;
const KNOWN = `sha256:${"0".repeat(64)}`;

test.each([
  ["a known SHA-256 is used for a SHA-256", KNOWN, digestIn("sha256"), KNOWN],
  ["a known SHA-256 is used if no digest is promised", KNOWN, null, KNOWN],
  [
    "bytes with a promised SHA-512 are hashed, also if their SHA-256 is known",
    KNOWN,
    digestIn("sha512"),
    digestIn("sha512"),
  ],
  ["bytes are hashed if no digest is known", undefined, digestIn("sha256"), digestIn("sha256")],
  ["bytes with a promised SHA-512 are hashed by SHA-512", undefined, digestIn("sha512"), digestIn("sha512")],
])("%s", (_name, known, promised, expected) => {
  for (const inThread of [false, true]) {
    const hash = new LayerHashes().start({ promised, known, inThread });
    hash.update(BYTES);
    expect(hash.digest()).toBe(expected);
    hash.end();
  }
});

test("layers that are read at the same time have their own digests, also if one ends early", () => {
  const hashes = new LayerHashes();
  const start = () => hashes.start({ promised: null, known: undefined, inThread: true });
  const [first, second, third] = [start(), start(), start()];
  for (const hash of [first, second, third]) hash.update(BYTES);
  second.update(BYTES);
  third.end();
  expect(first.digest()).toBe(digestIn("sha256"));
  first.end();
  const twice = createHash("sha256").update(BYTES).update(BYTES).digest("hex");
  expect(second.digest()).toBe(`sha256:${twice}`);
  second.end();
});
