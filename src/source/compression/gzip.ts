import { pipeline } from "node:stream";
import { createGunzip, createInflateRaw, type Zlib } from "node:zlib";
import { type Blob, readRange } from "../blob.js";
import { Damage } from "../damage.js";

/** The number of stored bytes that were passed to the decompressor. */
export interface Taken {
  bytes: number;
}

export interface GunzipOptions {
  readonly taken: Taken;
  readonly signal?: AbortSignal;
}

/**
 * Large chunks double the speed. With room for several chunks, the next one is inflated while one is
 * processed. No stored chunk is requested before the last one was read: the next one may be in the same memory.
 */
const SETTINGS = { chunkSize: 512 * 1024, readableHighWaterMark: 2 * 1024 * 1024, writableHighWaterMark: 1 };

/**
 * Errors of zlib about a member's header. The first header was checked, so these errors are about data after
 * a member.
 */
const HEADER_ERRORS = new Set([
  "incorrect header check",
  "unknown compression method",
  "unknown header flags set",
  "header crc mismatch",
]);

/**
 * Yields the bytes of all members of a gzip blob. Zeros or other bytes after the last member are ignored.
 * @throws Damage
 */
export async function* gunzip(blob: Blob, options: GunzipOptions): AsyncGenerator<Buffer> {
  await memberHeader(blob, 0);
  let given = 0;
  try {
    for await (const chunk of through(createGunzip(SETTINGS), blob, 0, options)) {
      given += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
    if (!HEADER_ERRORS.has(error.message)) throw damage(error, blob, options);
    // zlib drops the output of the step in which it met the other bytes. That part is read again, member by
    // member.
    yield* afterJunk(blob, given, options);
  }
}

async function* afterJunk(blob: Blob, skip: number, options: GunzipOptions): AsyncGenerator<Buffer> {
  let passed = 0;
  for (let start: number | null = 0; start !== null; ) {
    const body: number | null = await memberHeader(blob, start);
    if (body === null) return;
    const inflate = createInflateRaw(SETTINGS);
    try {
      for await (const chunk of through(inflate, blob, body, options)) {
        const from = Math.max(0, skip - passed);
        passed += chunk.length;
        if (from < chunk.length) yield chunk.subarray(from);
      }
    } catch (error) {
      throw isZlibError(error) ? damage(error, blob, options) : error;
    }
    start = body + inflate.bytesWritten + TRAILER_BYTES;
  }
}

/** The size of a header with the longest extra field. */
export const HEADER_BYTES = 64 * 1024 + 12;
const TRAILER_BYTES = 8;
const FLAG_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;

/**
 * Returns the offset of the deflated data of the member at `start`; `null` if there is no member.
 * @throws Damage if the blob itself does not begin with a member. Source: RFC 1952, 2.3.
 */
async function memberHeader(blob: Blob, start: number): Promise<number | null> {
  const bytes = await readRange(blob, { from: start, length: HEADER_BYTES });
  const { length } = bytes;
  const flags = bytes[3];
  if (length < 18 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8 || (flags & 0xe0) !== 0) {
    if (start > 0) return null;
    if (length < 18) throw new Damage("truncated", length, "the gzip data ends within its header");
    throw new Damage("corrupt", 0, "the gzip header is not valid");
  }
  let at = 10;
  if (flags & FLAG_EXTRA) at += 2 + bytes.readUInt16LE(at);
  for (const flag of [FLAG_NAME, FLAG_COMMENT]) {
    if (flags & flag) at = bytes.indexOf(0, at) + 1 || length;
  }
  return start + (flags & FLAG_CRC ? at + 2 : at);
}

async function* through(
  inflate: Zlib & NodeJS.ReadWriteStream,
  blob: Blob,
  from: number,
  { taken, signal }: GunzipOptions,
): AsyncGenerator<Buffer> {
  async function* counted() {
    for await (const chunk of blob.chunks({ from, chunkBytes: 1024 * 1024, reuse: true, signal })) {
      yield chunk;
      taken.bytes = Math.max(taken.bytes, from + inflate.bytesWritten);
    }
  }
  // The reader gets errors from the stream itself.
  pipeline(counted(), inflate, () => undefined);
  try {
    for await (const chunk of inflate) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError("zlib returned no bytes");
      yield chunk;
    }
  } finally {
    taken.bytes = Math.max(taken.bytes, from + inflate.bytesWritten);
  }
}

function isZlibError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && /^Z_[A-Z]+_ERROR$/.test(String(error.code));
}

function damage(error: Error, blob: Blob, { taken }: GunzipOptions): Damage {
  return error.message === "unexpected end of file"
    ? new Damage("truncated", blob.available, "the gzip data ends before its end mark", error)
    : new Damage("corrupt", taken.bytes, `the gzip data is damaged: ${error.message}`, error);
}
