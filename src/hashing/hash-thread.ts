import { Worker } from "node:worker_threads";
import { JobQueue } from "./job-queue.js";
import type { LateDigest, StreamHash } from "./late-hash.js";
import { BLOCK_BYTES, END_OF_STREAM, NO_FILE, NO_STREAM, PROGRAM, SENT } from "./thread-program.js";

/**
 * The minimum number of bytes for a thread of its own. Starting a thread takes 30 ms, as long as hashing this
 * many bytes.
 */
export const OWN_THREAD_BYTES = 16 * 1024 * 1024;
/** The number of blocks in the memory of the thread. With 8 of them, the caller waits more often for the thread. */
const BLOCKS = 16;
/** The number of blocks that may wait before a caller hashes files itself. */
const BLOCKS_BEHIND = 4;
/** The maximum number of taken memories that are not hashed. */
const MEMORIES = 8;

/** Computes SHA-256 in a thread of its own, while this thread reads or writes the next bytes. */
export class HashThread {
  readonly #blocks = Buffer.from(new SharedArrayBuffer(BLOCKS * BLOCK_BYTES));
  readonly #jobs = new JobQueue();
  readonly #worker: Worker;
  /** The index of the current block, and the number of jobs that need the bytes of each block. */
  #block = 0;
  readonly #neededBy = new Array<number>(BLOCKS).fill(0);
  /** The copied bytes in the current block that have no job yet, and their stream. */
  #copied = { from: BLOCK_BYTES, to: BLOCK_BYTES, stream: NO_STREAM };
  #lastStream = NO_STREAM;
  /** The number of jobs that must be done before a memory is sent, for the next ones in turn. */
  readonly #sentBefore = new Array<number>(MEMORIES).fill(0);
  #sent = 0;

  constructor() {
    const workerData = { blocks: this.#blocks, ...this.#jobs.shared };
    this.#worker = new Worker(PROGRAM, { eval: true, workerData });
    // The thread must not keep the process alive after an error elsewhere.
    this.#worker.unref();
  }

  /**
   * Returns memory for the next bytes, which are then hashed without a copy. The caller may use it until the
   * next call of this function.
   */
  block(): Buffer {
    this.#passCopied();
    this.#neededBy[this.#block] = this.#jobs.added;
    this.#block = (this.#block + 1) % BLOCKS;
    this.#jobs.pass();
    this.#jobs.waitFor(this.#neededBy[this.#block]);
    this.#copied = { from: BLOCK_BYTES, to: BLOCK_BYTES, stream: NO_STREAM };
    return this.#blocks.subarray(this.#block * BLOCK_BYTES, (this.#block + 1) * BLOCK_BYTES);
  }

  /** Starts the hash of a stream. */
  start(): StreamHash {
    this.#lastStream++;
    const stream = this.#lastStream;
    let ended = false;
    /** Taken bytes before the end of their memory. */
    let kept: Buffer | null = null;
    const add = (bytes: Uint8Array) => {
      if (this.#has(bytes)) this.#jobs.add(stream, inBlocks(bytes.byteOffset, bytes.length));
      else this.#copy(stream, bytes);
    };
    const addKept = () => {
      if (kept !== null) add(kept);
      kept = null;
    };
    const later = () => {
      ended = true;
      addKept();
      this.#passCopied();
      return this.#jobs.request(stream, { start: 0, length: END_OF_STREAM, fd: NO_FILE });
    };
    return {
      update: (bytes) => {
        addKept();
        add(bytes);
      },
      take: (bytes) => {
        let all = bytes;
        if (kept !== null && isBefore(kept, bytes)) all = joined(kept, bytes);
        else addKept();
        kept = null;
        // Sending a small memory takes longer than copying it.
        if (all.buffer.byteLength < BLOCK_BYTES) add(all);
        else if (all.byteOffset + all.length < all.buffer.byteLength) kept = all;
        else this.#send(stream, all);
      },
      addFromFile: (fd, { from, to }) => {
        addKept();
        this.#passCopied();
        this.#jobs.add(stream, { start: from, length: to - from, fd });
        this.#jobs.pass();
      },
      later,
      digest: () => Buffer.from(later().wait()).toString("hex"),
      end: () => {
        if (!ended) later();
        this.#jobs.pass();
      },
    };
  }

  /** Requests the digest of some bytes. They are copied if they are not in the last `block`. */
  hash(bytes: Uint8Array): LateDigest {
    if (this.#has(bytes)) return this.#jobs.request(NO_STREAM, inBlocks(bytes.byteOffset, bytes.length));
    const stream = this.start();
    stream.update(bytes);
    return stream.later();
  }

  /** True if more than a few blocks wait to be hashed. */
  get isBehind(): boolean {
    const earlier = (this.#block + BLOCKS - BLOCKS_BEHIND) % BLOCKS;
    return this.#jobs.done < this.#neededBy[earlier];
  }

  /** Sets the requested digests that are computed. */
  collect(): void {
    this.#jobs.collect();
  }

  /** Ends the thread without waiting for its end, which takes some milliseconds. */
  stop(): void {
    void this.#worker.terminate();
  }

  #has({ buffer }: Uint8Array): boolean {
    return buffer === this.#blocks.buffer;
  }

  #copy(stream: number, bytes: Uint8Array): void {
    if (stream !== this.#copied.stream) this.#passCopied();
    for (let at = 0; at < bytes.length; ) {
      if (this.#copied.to === BLOCK_BYTES) {
        this.block();
        this.#copied = { from: 0, to: 0, stream };
      }
      this.#copied.stream = stream;
      const part = bytes.subarray(at, at + BLOCK_BYTES - this.#copied.to);
      this.#blocks.set(part, this.#block * BLOCK_BYTES + this.#copied.to);
      this.#copied.to += part.length;
      at += part.length;
      if (this.#copied.to === BLOCK_BYTES) this.#passCopied();
    }
  }

  /** Sends the memory of bytes to the thread. */
  #send(stream: number, { buffer, byteOffset, length }: Buffer): void {
    this.#passCopied();
    this.#jobs.waitFor(this.#sentBefore[this.#sent]);
    this.#worker.postMessage(buffer, [buffer as ArrayBuffer]);
    this.#jobs.add(stream, { start: byteOffset, length, fd: SENT });
    this.#sentBefore[this.#sent] = this.#jobs.added;
    this.#sent = (this.#sent + 1) % MEMORIES;
    this.#jobs.pass();
  }

  #passCopied(): void {
    const { from, to, stream } = this.#copied;
    if (from === to) return;
    this.#jobs.add(stream, inBlocks(this.#block * BLOCK_BYTES + from, to - from));
    this.#copied.from = to;
    this.#jobs.pass();
  }
}

/** Returns true if bytes follow others in the same memory. */
function isBefore({ buffer, byteOffset, length }: Buffer, next: Buffer): boolean {
  return buffer === next.buffer && byteOffset + length === next.byteOffset;
}

/** Returns bytes and those that follow them in their memory. */
function joined(bytes: Buffer, next: Buffer): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, next.byteOffset + next.length - bytes.byteOffset);
}

function inBlocks(start: number, length: number) {
  return { start, length, fd: NO_FILE };
}
