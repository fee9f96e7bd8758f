import type { SortedPaths } from "../../image/members/sorted-paths.js";

/** Up to this number of bytes, a loop is faster than a call of `set`. */
const FEW_BYTES = 64;

/** Sorted paths that are appended one after the other, copied from other lists. */
export class GrowingPaths {
  private size = 0;
  private bytes = 0;
  private readonly parent: Int32Array;
  private readonly end: Int32Array;
  private readonly nameStart: Uint32Array;
  private readonly pool: Buffer;

  /** @param options the maximum number of nodes, and of bytes in their names */
  constructor({ nodes, bytes }: { readonly nodes: number; readonly bytes: number }) {
    this.parent = new Int32Array(nodes);
    this.end = new Int32Array(nodes);
    this.nameStart = new Uint32Array(nodes + 1);
    this.pool = Buffer.allocUnsafeSlow(bytes);
  }

  /** Appends one node with the name that it has in a list. `endHere` sets its end later. */
  add({ nameStart, pool }: SortedPaths, { node, parent }: { node: number; parent: number }): number {
    this.parent[this.size] = parent;
    this.nameStart[this.size] = this.bytes;
    for (let at = nameStart[node]; at < nameStart[node + 1]; at++) this.pool[this.bytes++] = pool[at];
    return this.size++;
  }

  /**
   * Appends siblings with all their contents. Their numbers are added to `numbers`, which already has the
   * number of their folder.
   */
  copy(
    { parent, end, nameStart, pool }: SortedPaths,
    { from, to, numbers }: { readonly from: number; readonly to: number; readonly numbers: Int32Array },
  ): void {
    const further = this.size - from;
    const firstByte = nameStart[from];
    const lastByte = nameStart[to];
    const bytesFurther = this.bytes - firstByte;
    const { parent: parents, end: ends, nameStart: nameStarts } = this;
    for (let node = from; node < to; node++) {
      const number = node + further;
      numbers[node] = number;
      parents[number] = numbers[parent[node]];
      ends[number] = end[node] + further;
      nameStarts[number] = nameStart[node] + bytesFurther;
    }
    if (lastByte - firstByte < FEW_BYTES) {
      for (let at = firstByte; at < lastByte; at++) this.pool[at + bytesFurther] = pool[at];
    } else {
      this.pool.set(pool.subarray(firstByte, lastByte), this.bytes);
    }
    this.bytes += lastByte - firstByte;
    this.size += to - from;
  }

  /** Ends a node: all its descendants were added. */
  endHere(node: number): void {
    this.end[node] = this.size;
  }

  finish(): SortedPaths {
    const { size, bytes } = this;
    this.nameStart[size] = bytes;
    return {
      parent: this.parent.subarray(0, size),
      end: this.end.subarray(0, size),
      nameStart: this.nameStart.subarray(0, size + 1),
      pool: this.pool.subarray(0, bytes),
    };
  }
}

export interface MergedPaths {
  readonly paths: SortedPaths;
  /** For each merged list, the new number of each of its nodes, in rising order. */
  readonly numbers: readonly Int32Array[];
}
