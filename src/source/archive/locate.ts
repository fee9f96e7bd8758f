import { closeSync, constants, createReadStream, fstatSync, openSync, type Stats, statSync } from "node:fs";
import type { Socket } from "node:net";
import { resolve } from "node:path";
import { fail, isSystemError } from "../../errors.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { FileBlob } from "../blob.js";
import { decompress, sniff } from "../compression/compression.js";
import { explain } from "../damage.js";
import { forStored, type Limits } from "../limits.js";
import { spool } from "../spool.js";
import { Tally } from "../tally.js";
import { isHeader } from "../tar/tar-header.js";
import { describe } from "./describe.js";

/** The place of the bytes: a folder, or an open file that contains an uncompressed tar. */
export type Located =
  | { readonly is: "folder"; readonly path: string }
  | {
      readonly is: "tar";
      readonly fd: number;
      readonly size: number;
      /** True for the user's own file, false for a temporary one. */
      readonly lasting: boolean;
    };

export interface LocateOptions {
  readonly input: Printable;
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream | null;
  readonly tempDir: string;
  readonly limits: Limits;
  onProgress?(progress: { phase: string; doneBytes: number; totalBytes: number | null }): void;
  readonly signal?: AbortSignal;
}

/**
 * Opens `path` (or `-`). A pipe, and an archive that is compressed as a whole, are written to a temporary
 * file.
 */
export async function locateArchive(path: string, options: LocateOptions): Promise<Located> {
  const { input, cwd, stdin } = options;
  if (path === "-") {
    if (stdin === null) fail("no-input");
    return tar(await spoolStream(stdin, options), options);
  }
  if (path === "" || path.includes("\0")) fail("not-found", { input });
  const full = resolve(cwd, path);
  const stat = statOrFail(full, input);
  if (stat.isDirectory()) return { is: "folder", path: full };
  if (!stat.isFile()) {
    const stream = stat.isFIFO() ? await namedPipe(full) : createReadStream(full);
    return tar(await spoolStream(stream, options), options);
  }
  try {
    const fd = openSync(full, constants.O_RDONLY);
    const located = await tar({ fd, size: fstatSync(fd).size }, options);
    return located.is === "tar" ? { ...located, lasting: located.fd === fd } : located;
  } catch (error) {
    return explain(error, { input, layer: null });
  }
}

function statOrFail(full: string, input: Printable): Stats {
  try {
    return statSync(full);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code !== "ENOENT" && error.code !== "ENOTDIR") return explain(error, { input, layer: null });
    fail("not-found", { input }, error);
  }
}

async function spoolStream(stream: NodeJS.ReadableStream, options: LocateOptions): Promise<OpenFile> {
  const { input, tempDir: folder, onProgress, signal } = options;
  async function* chunks() {
    let doneBytes = 0;
    for await (const chunk of stream) {
      signal?.throwIfAborted();
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
      doneBytes += bytes.length;
      onProgress?.({ phase: "reading", doneBytes, totalBytes: null });
      yield bytes;
    }
  }
  try {
    const head = (bytes: Buffer) => checkHead(bytes, { size: Number.POSITIVE_INFINITY, input, suffix: "" });
    return await spool(judged(abortable(chunks(), signal), head), { folder, input });
  } catch (error) {
    return explain(error, { input, layer: null });
  }
}

/** Opens a pipe as a socket, which waits by events. Ctrl-c cannot interrupt a thread that waits in a read. */
async function namedPipe(path: string): Promise<Socket> {
  const { Socket } = await import("node:net");
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

/** Yields chunks after the first bytes were checked, because input that is not an image may have no end. */
async function* judged(chunks: AsyncIterable<Buffer>, check: (head: Buffer) => void): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head !== null) {
      head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
      if (head.length === HEAD_BYTES) {
        check(head);
        head = null;
      }
    }
    yield chunk;
  }
}

/** Ends the wait for a pipe that sends nothing when the signal is aborted. */
async function* abortable(
  chunks: AsyncGenerator<Buffer>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  if (signal === undefined) {
    yield* chunks;
    return;
  }
  // A listener that is added after the event is not called.
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  aborted.catch(() => undefined);
  try {
    for (;;) {
      const next = await Promise.race([chunks.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

interface OpenFile {
  readonly fd: number;
  readonly size: number;
}

const HEAD_BYTES = 64 * 1024;

/**
 * Returns the file as an uncompressed tar.
 * @throws LayerxError that describes the file, if it is not one
 */
async function tar(file: OpenFile, options: LocateOptions): Promise<Located> {
  try {
    return { is: "tar", ...(await uncompressed(file, options)), lasting: false };
  } catch (error) {
    closeSync(file.fd);
    return explain(error, { input: options.input, layer: null });
  }
}

async function uncompressed(file: OpenFile, options: LocateOptions): Promise<OpenFile> {
  const { input, limits, signal, onProgress } = options;
  if (file.size === 0) fail("is-empty", { input });
  const blob = blobOf(file);
  const head = headOf(blob);
  checkHead(head, { size: file.size, input, suffix: "" });
  const compression = sniff(head);
  if (compression !== "gzip" && compression !== "zstd") return file;
  const bytes = decompress(blob, compression, {
    tally: new Tally(forStored(limits, file.size)).part(""),
    signal,
    onProgress: (doneBytes) => onProgress?.({ phase: "unpacking", doneBytes, totalBytes: file.size }),
  });
  const suffix = `, compressed with ${compression}`;
  const checkUnpacked = (unpacked: Buffer, size = Number.POSITIVE_INFINITY) =>
    checkHead(unpacked, { size, input, suffix, packed: true });
  const plain = await spool(judged(bytes, checkUnpacked), { folder: options.tempDir, input });
  try {
    if (plain.size === 0) fail("is-empty", { input });
    checkUnpacked(headOf(blobOf(plain)), plain.size);
  } catch (error) {
    closeSync(plain.fd);
    throw error;
  }
  closeSync(file.fd);
  return plain;
}

function blobOf({ fd, size }: OpenFile): FileBlob {
  return new FileBlob(fd, { key: "", start: 0, size, available: size });
}

function headOf(blob: FileBlob): Buffer {
  const head = Buffer.alloc(Math.min(HEAD_BYTES, blob.size));
  blob.readAt(head, 0);
  return head;
}

interface HeadOptions {
  /** Bytes of the whole input, infinite while it is still arriving. */
  readonly size: number;
  readonly input: Printable;
  /** Text that is added to the description of a file that is not an archive. */
  readonly suffix: string;
  /** True if the input was unpacked already. It is not unpacked again. */
  readonly packed?: boolean;
}

/** Throws an error with a description of the input if it is neither a tar archive nor compressed. */
function checkHead(head: Buffer, { size, input, suffix, packed = false }: HeadOptions): void {
  if (isHeader(head, 0)) return;
  const compression = sniff(head);
  if (compression === "bzip2" || compression === "xz") {
    fail("compression-unsupported", { where: input, kind: compression });
  }
  if (compression !== "none" && !packed) return;
  fail("not-an-image", { input, kind: escapeText(describe(head, size) + suffix) });
}
