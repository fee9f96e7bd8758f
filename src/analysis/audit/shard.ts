import { createHash } from "node:crypto";

/** A part of the images: shard `index`, from 1, of `total`. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}

/**
 * The number of the shard that a repository belongs to, from 1 to `total`. It depends on nothing else: not on the
 * machine, the order of images, or the other images.
 */
export function shardOf(repository: string, total: number): number {
  const hash = createHash("sha256").update(repository, "utf8").digest();
  return (hash.readUIntBE(0, 6) % total) + 1;
}
