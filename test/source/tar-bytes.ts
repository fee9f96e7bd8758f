import { type Blob, type SeekableBlob, seekableChunks } from "../../src/source/blob.js";

/** The fields of a tar header. Missing fields have the values of an empty file. */
export interface HeaderSpec {
  readonly name?: string;
  readonly mode?: string;
  readonly uid?: string | Buffer;
  readonly gid?: string;
  readonly size?: number | Buffer;
  readonly mtime?: string | Buffer;
  readonly flag?: string;
  readonly linkname?: string;
  readonly magic?: string;
  readonly prefix?: string;
  /** Bytes written over the block, by offset, before the checksum is computed. */
  readonly patches?: readonly (readonly [number, Buffer | string])[];
}

export const END = Buffer.alloc(1024);
export const GNU_MAGIC = "ustar  \0";
const USTAR_MAGIC = "ustar\x0000";

/** @returns one header block with a right checksum. */
export function header(spec: HeaderSpec): Buffer {
  const block = Buffer.alloc(512);
  const put = (offset: number, value: string | Buffer) =>
    typeof value === "string" ? block.write(value, offset, "latin1") : value.copy(block, offset);
  put(0, spec.name ?? "f");
  put(100, spec.mode ?? "0000644\0");
  put(108, spec.uid ?? "0000000\0");
  put(116, spec.gid ?? "0000000\0");
  put(124, typeof spec.size === "object" ? spec.size : `${(spec.size ?? 0).toString(8).padStart(11, "0")}\0`);
  put(136, spec.mtime ?? "00000000000\0");
  put(156, spec.flag ?? "0");
  put(157, spec.linkname ?? "");
  put(257, spec.magic ?? USTAR_MAGIC);
  put(345, spec.prefix ?? "");
  for (const [offset, value] of spec.patches ?? []) put(offset, value);
  block.write("        ", 148, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return block;
}

/** @returns a body, padded to whole blocks. */
export function body(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 511)]);
}

/** @returns a file with its header. */
export function file(name: string, content: Buffer | string, spec: HeaderSpec = {}): Buffer {
  return Buffer.concat([header({ name, size: Buffer.from(content).length, ...spec }), body(content)]);
}

/** @returns a PAX header (`x`, or `g` for a global one) with these records. */
export function pax(records: readonly (readonly [string, Buffer | string])[], flag = "x"): Buffer {
  const bytes = Buffer.concat(records.map(([key, value]) => record(key, Buffer.from(value))));
  return file("PaxHeader", bytes, { flag });
}

function record(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from("\n")]);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** @returns a blob in memory. It is truncated if `size` is larger than the bytes. */
export function memoryBlob(bytes: Buffer, size = bytes.length): Blob & { readonly seekable: SeekableBlob } {
  const available = bytes.length;
  const seekable: SeekableBlob = {
    available,
    readAt: (target, position) => bytes.copy(target, 0, position),
  };
  return { key: "memory", size, available, seekable, chunks: (range) => seekableChunks(seekable, range) };
}
