import type { SortedPaths } from "../../image/members/sorted-paths.js";

/** A loop copies so few bytes faster than a call of `set`. */
const FEW_BYTES = 64;

/** Sorted paths that grow at their end, copied from other lists. */
export class GrowingPaths {
  private size = 0;
  private bytes = 0;
  private readonly parent: Int32Array;
  private readonly end: Int32Array;
  private readonly nameStart: Uint32Array;
  private readonly pool: Buffer;

  /** @param nodes the most that it can have. @param bytes the most that its names can have */
  constructor({ nodes, bytes }: { readonly nodes: number; readonly bytes: number }) {
    this.parent = new Int32Array(nodes);
    this.end = new Int32Array(nodes);
    this.nameStart = new Uint32Array(nodes + 1);
    this.pool = Buffer.allocUnsafeSlow(bytes);
  }

  /** Appends one node with the name that it has in a list. Its end comes with `endHere`. */
  add({ nameStart, pool }: SortedPaths, { node, parent }: { node: number; parent: number }): number {
    this.parent[this.size] = parent;
    this.nameStart[this.size] = this.bytes;
    for (let at = nameStart[node]; at < nameStart[node + 1]; at++) this.pool[this.bytes++] = pool[at];
    return this.size++;
  }

  /** Appends siblings with all that they contain. `numbers` has the number of their folder, and gets theirs. */
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

  /** Nothing more comes below the node. */
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
  /** For each of the lists that were merged, the new number of each of its nodes. It rises. */
  readonly numbers: readonly Int32Array[];
}
