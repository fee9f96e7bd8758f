import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { hashUnlessKnown } from "../../src/image/digest.js";

const BYTES = Buffer.from("layer");
const digestIn = (algorithm: string) => `${algorithm}:${createHash(algorithm).update(BYTES).digest("hex")}`;
const KNOWN = `sha256:${"0".repeat(64)}`;

test.each([
  ["a known SHA-256 is used for a SHA-256", KNOWN, digestIn("sha256"), KNOWN],
  ["a known SHA-256 is used if no digest is promised", KNOWN, null, KNOWN],
  [
    "bytes with a SHA-512 are hashed although their SHA-256 is known",
    KNOWN,
    digestIn("sha512"),
    digestIn("sha512"),
  ],
  ["bytes are hashed if no digest is known", undefined, digestIn("sha256"), digestIn("sha256")],
])("%s", (_name, known, promised, expected) => {
  const hash = hashUnlessKnown(known, promised);
  hash.update(BYTES);
  expect(hash.digest()).toBe(expected);
});
