const BLOCK_BYTES = 512 * 1024;

/**
 * Joins many small parts to large blocks. A part must stay as it is until the next list of parts is requested; a block stays
 * as it is until the next block but one is requested, so that one block can be written while the next one is filled.
 */
export async function* inBlocks(lists: AsyncIterable<readonly Uint8Array[]>): AsyncGenerator<Uint8Array> {
  let [block, other] = [Buffer.allocUnsafeSlow(BLOCK_BYTES), Buffer.allocUnsafeSlow(BLOCK_BYTES)];
  let filled = 0;
  for await (const parts of lists) {
    for (const part of parts) {
      for (let at = 0; at < part.length; ) {
        const piece = part.subarray(at, at + BLOCK_BYTES - filled);
        block.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled < BLOCK_BYTES) continue;
        yield block;
        [block, other] = [other, block];
        filled = 0;
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
