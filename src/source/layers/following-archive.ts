import { BLOCK } from "../../image/tar-block.js";
import { Damage } from "../damage.js";
import { decodeHeader } from "../tar/tar-header.js";

/**
 * Recognizes an archive that follows an empty one. An eStargz layer without files is so: its table of contents is an
 * archive of its own, which programs do not read. Other bytes after zeros belong to a filesystem, for example.
 */
export class FollowingArchive {
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

  /** True if the first bytes that are not zeros are the header of a member. */
  get isThere(): boolean {
    if (!this.isKnown) return false;
    try {
      return decodeHeader(this.block, 0, 0) !== null;
    } catch (error) {
      if (error instanceof Damage) return false;
      throw error;
    }
  }
}
