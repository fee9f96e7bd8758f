import type { SortedPaths } from "../../image/members/sorted-paths.js";
import { compareNames } from "./compare-names.js";

interface Merge {
  readonly paths: SortedPaths;
  /** The new number of each node of the first list, and of the second. */
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
}

/** The paths of two lists, each once. What only one of them has is copied as a whole: a folder with all its contents. */
export function mergeTwo(a: SortedPaths, b: SortedPaths): Merge {
  const target = new Target(a, b);
  const ofA = new Int32Array(a.parent.length);
  const ofB = new Int32Array(b.parent.length);
  const folders: Folder[] = [{ node: target.add(a, 0, -1), endA: a.end[0], endB: b.end[0] }];
  let atA = 1;
  let atB = 1;
  for (let folder = folders.at(-1); folder !== undefined; folder = folders.at(-1)) {
    const { node, endA, endB } = folder;
    if (atA === endA || atB === endB) {
      target.copy(a, { from: atA, to: endA, numbers: ofA });
      target.copy(b, { from: atB, to: endB, numbers: ofB });
      atA = endA;
      atB = endB;
      target.endHere(node);
      folders.pop();
      continue;
    }
    const order = compareNames(a, atA, b, atB);
    if (order < 0) {
      let to = a.end[atA];
      while (to < endA && compareNames(a, to, b, atB) < 0) to = a.end[to];
      target.copy(a, { from: atA, to, numbers: ofA });
      atA = to;
    } else if (order > 0) {
      let to = b.end[atB];
      while (to < endB && compareNames(a, atA, b, to) > 0) to = b.end[to];
      target.copy(b, { from: atB, to, numbers: ofB });
      atB = to;
    } else {
      const both = target.add(a, atA, node);
      ofA[atA] = both;
      ofB[atB] = both;
      folders.push({ node: both, endA: a.end[atA], endB: b.end[atB] });
      atA++;
      atB++;
    }
  }
  return { paths: target.finish(), ofA, ofB };
}

/** A folder that both lists have, and where its contents end in each. */
interface Folder {
  readonly node: number;
  readonly endA: number;
  readonly endB: number;
}

/** The merged list as it grows. */
class Target {
  private size = 0;
  private bytes = 0;
  private readonly parent: Int32Array;
  private readonly end: Int32Array;
  private readonly nameStart: Uint32Array;
  private readonly pool: Buffer;

  constructor(a: SortedPaths, b: SortedPaths) {
    const most = a.parent.length + b.parent.length;
    this.parent = new Int32Array(most);
    this.end = new Int32Array(most);
    this.nameStart = new Uint32Array(most + 1);
    this.pool = Buffer.allocUnsafeSlow(a.pool.length + b.pool.length);
  }

  /** Appends one node with the name that it has in a list. Its `end` is still to come. */
  add({ nameStart, pool }: SortedPaths, node: number, parent: number): number {
    this.parent[this.size] = parent;
    this.nameStart[this.size] = this.bytes;
    for (let at = nameStart[node]; at < nameStart[node + 1]; at++) this.pool[this.bytes++] = pool[at];
    return this.size++;
  }

  /** Appends siblings with all that they contain. Their folder must have its number already. */
  copy(
    { parent, end, nameStart, pool }: SortedPaths,
    { from, to, numbers }: { readonly from: number; readonly to: number; readonly numbers: Int32Array },
  ): void {
    if (from === to) return;
    const further = this.size - from;
    const firstByte = nameStart[from];
    const lastByte = nameStart[to];
    const bytesFurther = this.bytes - firstByte;
    for (let node = from; node < to; node++) {
      const number = node + further;
      numbers[node] = number;
      this.parent[number] = numbers[parent[node]];
      this.end[number] = end[node] + further;
      this.nameStart[number] = nameStart[node] + bytesFurther;
    }
    if (lastByte - firstByte < FEW_BYTES) {
      for (let at = firstByte; at < lastByte; at++) this.pool[at + bytesFurther] = pool[at];
    } else {
      this.pool.set(pool.subarray(firstByte, lastByte), this.bytes);
    }
    this.bytes = lastByte + bytesFurther;
    this.size = to + further;
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

/** A loop copies so few bytes faster than a call of `set`. */
const FEW_BYTES = 64;
