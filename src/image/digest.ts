import { createHash, type Hash } from "node:crypto";

/** The supported algorithms, with the number of their hex digits. */
const ALGORITHMS: ReadonlyMap<string, number> = new Map([
  ["sha256", 64],
  ["sha384", 96],
  ["sha512", 128],
]);

/** Returns the part of a digest before its colon. */
export function algorithmOf(digest: string): string {
  return digest.slice(0, Math.max(digest.indexOf(":"), 0));
}

/** Returns true for a digest whose algorithm is supported. */
export function canCheck(digest: string): boolean {
  const algorithm = algorithmOf(digest);
  const digits = ALGORITHMS.get(algorithm);
  return digits !== undefined && digest.length === algorithm.length + 1 + digits;
}

interface Hashing {
  update(bytes: Uint8Array): void;
  digest(): string;
}

/**
 * Returns a hash of the digest's algorithm; SHA-256 if there is no digest or its algorithm is not supported.
 */
export function hashLike(digest: string | null): Hashing {
  const algorithm = digest !== null && canCheck(digest) ? algorithmOf(digest) : "sha256";
  const hash: Hash = createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => `${algorithm}:${hash.digest("hex")}`,
  };
}

/** Returns true if a digest has the algorithm of `hashLike(promised)`. */
export function isHashLike(digest: string, promised: string | null): boolean {
  return algorithmOf(digest) === (promised !== null && canCheck(promised) ? algorithmOf(promised) : "sha256");
}

/**
 * Returns the digest of some bytes, with the algorithm of the promised digest. If that algorithm is not
 * supported, returns the promised digest itself. Without a promised digest it is SHA-256.
 */
export function digestLike(bytes: Uint8Array, promised: string | null): string {
  if (promised !== null && !canCheck(promised)) return promised;
  const hash = hashLike(promised);
  hash.update(bytes);
  return hash.digest();
}
