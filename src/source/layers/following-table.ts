import { BLOCK } from "../../image/tar-block.js";
import { TABLE } from "../compression/estargz.js";
import { Damage } from "../damage.js";
import { decodeHeader } from "../tar/tar-header.js";

/**
 * Recognizes the table of contents of an eStargz layer without files. It is an archive of its own after the
 * empty one, and programs do not read it. Any other bytes after zeros show that the layer is not a tar archive.
 */
export class FollowingTable {
  /** The first block with data, as far as it was read. */
  private readonly block = Buffer.alloc(BLOCK);
  private filled = 0;
  private seen = 0;

  /** Takes the next bytes, from a multiple of the block size on. */
  add(bytes: Buffer): void {
    let from = 0;
    if (this.filled === 0) {
      const first = bytes.findIndex((byte) => byte !== 0);
      // A header begins with a name.
      from = first < 0 || (this.seen + first) % BLOCK !== 0 ? bytes.length : first;
      if (first >= 0 && from !== first) this.filled = BLOCK;
    }
    this.seen += bytes.length;
    this.filled += bytes.copy(this.block, this.filled, from);
  }

  /** True if enough bytes were read. */
  get isKnown(): boolean {
    return this.filled === BLOCK;
  }

  /** True if the first bytes that are not zeros are the header of the table. */
  get isThere(): boolean {
    if (!this.isKnown) return false;
    try {
      return decodeHeader(this.block, 0, 0)?.name === TABLE;
    } catch (error) {
      if (error instanceof Damage) return false;
      throw error;
    }
  }
}
