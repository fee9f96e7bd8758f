import { pipeline } from "node:stream";
import zlib from "node:zlib";
import { keepFreed } from "./chunk-memory.js";
import { DAMAGED, type Frame, FrameDamage, type FrameDecoder, WRONG_CHECKSUM } from "./zstd.js";
import type { FramePiece } from "./zstd-frames.js";

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
const isThere = "createZstdDecompress" in zlib;
/**
 * Each chunk comes from another thread, so chunks of 256 kB take a tenth more time than those of 1 MB. With room for several
 * chunks, the next ones are decompressed while one is processed. No piece is requested before the last one was read: the
 * next one may be in the same memory.
 */
const SETTINGS = {
  chunkSize: 2 * 1024 * 1024,
  readableHighWaterMark: 8 * 1024 * 1024,
  writableHighWaterMark: 1,
};

// When the module is loaded, so once in a process, before the first chunk.
if (isThere) keepFreed();

/**
 * Returns Node's own decoder, which runs in another thread and checks checksums; `null` before Node 22.15.
 */
export function nativeDecoder(): FrameDecoder | null {
  if (!isThere) return null;
  const node = zlib as unknown as NodeZstd;
  return { byBlocks: false, decode: (frame) => decode(node, frame) };
}

async function* decode(node: NodeZstd, frame: Frame): AsyncGenerator<Buffer> {
  const pieces = frame[Symbol.asyncIterator]();
  try {
    const { value: first } = await pieces.next();
    if (first === undefined) return;
    const whole = first.last && first.bytes.length <= SMALL_FRAME ? atOnce(node, first.bytes) : null;
    if (whole === null) yield* streamed(node, first, pieces);
    else if (whole.length > 0) yield whole;
  } catch (error) {
    throw isZstdError(error)
      ? new FrameDamage(error.code.includes("checksum") ? WRONG_CHECKSUM : DAMAGED, { cause: error })
      : error;
  } finally {
    await pieces.return?.();
  }
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

async function* streamed(
  node: NodeZstd,
  first: FramePiece,
  rest: AsyncIterator<FramePiece>,
): AsyncGenerator<Buffer> {
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
    if (!Buffer.isBuffer(chunk)) throw new TypeError("zstd returned no bytes");
    yield chunk;
  }
}

function isZstdError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && /^(?:ZSTD_error|Z_|ERR_ZSTD)/i.test(String(error.code));
}
