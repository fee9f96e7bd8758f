import { createHash } from "node:crypto";

/** A part of the images: shard `index`, from 1, of `total`. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}

/**
 * Returns the number of the shard of a repository, from 1 to `total`. It depends only on the name of the
 * repository and on `total`.
 */
export function shardOf(repository: string, total: number): number {
  const hash = createHash("sha256").update(repository, "utf8").digest();
  return (hash.readUIntBE(0, 6) % total) + 1;
}
