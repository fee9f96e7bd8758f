import { endsOf } from "../../image/members/pre-order.js";
import type { SortedPaths } from "../../image/members/sorted-paths.js";

type Column = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** Joins columns to bytes. Each begins at a multiple of 8. */
export function joinColumns(columns: readonly Column[]): Buffer {
  const out = Buffer.alloc(columns.reduce((sum, column) => sum + padded(column.byteLength), 0));
  let at = 0;
  for (const column of columns) {
    out.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += padded(column.byteLength);
  }
  return out;
}

/** Returns the columns of paths that are cached. The ends of folders are computed from them. */
export function pathColumns({ parent, nameStart, pool }: SortedPaths): Column[] {
  return [parent, nameStart, pool];
}

/** Returns the first value alone if all values of a column are equal. `ColumnReader.short` reads the result. */
export function shortened(column: Column): Column {
  const [first] = column;
  return column.length > 1 && column.every((value) => value === first) ? column.subarray(0, 1) : column;
}

/** The constructor of a type of columns. */
interface ColumnType<T extends Column> {
  new (length: number): T;
  new (buffer: ArrayBufferLike, offset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** Returns views of ranges of bytes, one after the other, each from a multiple of 8 on. */
export class ColumnReader {
  at = 0;
  private readonly source: Buffer;

  constructor(source: Buffer) {
    this.source = source;
  }

  /** Returns true if exactly all bytes were read. */
  get isAtEnd(): boolean {
    return this.at === this.source.length;
  }

  next<T extends Column>(Column: ColumnType<T>, length: number): T {
    const start = this.at;
    const bytes = length * Column.BYTES_PER_ELEMENT;
    this.at += padded(bytes);
    const fits = start + bytes <= this.source.length;
    return new Column(this.source.buffer, this.source.byteOffset + (fits ? start : 0), fits ? length : 0);
  }

  /** Returns a column of `count` values. All of them are stored, or only one if all are equal. */
  short<T extends Column>(Column: ColumnType<T>, stored: number, count: number): T {
    const column = this.next(Column, stored);
    if (stored === count) return column;
    const all = new Column(count);
    all.fill(column[0]);
    return all;
  }

  bytes(length: number): Buffer {
    const start = this.at;
    this.at += padded(length);
    return this.source.subarray(start, start + length);
  }

  /** Returns paths without the ends of folders: `withEnds` adds these when the paths are needed. */
  paths(count: number, nameBytes: number): Omit<SortedPaths, "end"> {
    const parent = this.next(Int32Array, count);
    const nameStart = this.next(Uint32Array, count + 1);
    return { parent, nameStart, pool: this.bytes(nameBytes) };
  }
}

export function withEnds(paths: Omit<SortedPaths, "end">): SortedPaths {
  return { ...paths, end: endsOf(paths.parent) };
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
