/** The size of a block of a tar archive, bytes. Headers and contents take whole blocks. */
export const BLOCK = 512;

/** Returns the bytes of the blocks that a content of `size` bytes takes. */
export function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
