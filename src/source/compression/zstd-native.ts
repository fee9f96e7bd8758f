import { pipeline } from "node:stream";
import zlib from "node:zlib";
import { DAMAGED, type Frame, FrameDamage, type FrameDecoder, WRONG_CHECKSUM } from "./zstd.js";

/** The functions of Node 22.15 and later. */
interface NodeZstd {
  createZstdDecompress(options: object): NodeJS.ReadWriteStream & AsyncIterable<unknown>;
  zstdDecompressSync(bytes: Uint8Array, options: object): Buffer;
  readonly constants: { readonly ZSTD_d_windowLogMax: number };
}

/**
 * The maximum size of a small frame in bytes. Creating a stream takes longer than decompressing such a frame.
 */
const SMALL_FRAME = 64 * 1024;
const MOST_AT_ONCE = 1024 * 1024;
const BATCH_BYTES = 512 * 1024;
/** Each chunk comes from another thread, so chunks of 256 kB take a tenth more time. */
const SETTINGS = { chunkSize: 1024 * 1024, readableHighWaterMark: 2048 * 1024 };

/**
 * Returns Node's own decoder, which runs in another thread and checks checksums; `null` before Node 22.15.
 */
export function nativeDecoder(): FrameDecoder | null {
  if (!("createZstdDecompress" in zlib)) return null;
  const node = zlib as unknown as NodeZstd;
  return async function* decode(frame: Frame) {
    const batches = inBatches(frame);
    try {
      const { value: first } = await batches.next();
      if (first === undefined) return;
      const whole = first.last && first.bytes.length <= SMALL_FRAME ? atOnce(node, first.bytes) : null;
      if (whole === null) yield* streamed(node, first, batches);
      else if (whole.length > 0) yield whole;
    } catch (error) {
      throw isZstdError(error)
        ? new FrameDamage(error.code.includes("checksum") ? WRONG_CHECKSUM : DAMAGED, { cause: error })
        : error;
    } finally {
      await batches.return(undefined);
    }
  };
}

interface Batch {
  readonly bytes: Buffer;
  readonly last: boolean;
  readonly windowBytes: number;
}

/** Joins pieces, because each write switches to another thread and back. */
async function* inBatches(frame: Frame): AsyncGenerator<Batch> {
  let held: Buffer[] = [];
  let length = 0;
  for await (const { bytes, last, windowBytes } of frame) {
    const before = held.at(-1);
    const joined = before === undefined ? null : neighbours(before, bytes);
    if (joined === null) held.push(bytes);
    else held[held.length - 1] = joined;
    length += bytes.length;
    if (length < BATCH_BYTES && !last) continue;
    yield { bytes: held.length === 1 ? held[0] : Buffer.concat(held), last, windowBytes };
    held = [];
    length = 0;
  }
}

/** Returns two buffers as one without a copy; `null` if they are not neighbours in memory. */
function neighbours(first: Buffer, second: Buffer): Buffer | null {
  const follows = first.buffer === second.buffer && first.byteOffset + first.length === second.byteOffset;
  return follows ? Buffer.from(first.buffer, first.byteOffset, first.length + second.length) : null;
}

/** Decompresses a small frame; `null` if its content is large. */
function atOnce(node: NodeZstd, bytes: Buffer): Buffer | null {
  try {
    return node.zstdDecompressSync(bytes, { maxOutputLength: MOST_AT_ONCE, chunkSize: 64 * 1024 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") return null;
    throw error;
  }
}

async function* streamed(node: NodeZstd, first: Batch, rest: AsyncGenerator<Batch>): AsyncGenerator<Buffer> {
  const windowLog = Math.max(27, Math.ceil(Math.log2(first.windowBytes)));
  const params = { [node.constants.ZSTD_d_windowLogMax]: windowLog };
  const stream = node.createZstdDecompress({ ...SETTINGS, params });
  async function* stored() {
    yield first.bytes;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value.bytes;
  }
  // The reader gets errors from the stream itself.
  pipeline(stored(), stream, () => undefined);
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("zstd gave no bytes");
    yield chunk;
  }
}

function isZstdError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && /^(?:ZSTD_error|Z_|ERR_ZSTD)/i.test(String(error.code));
}
