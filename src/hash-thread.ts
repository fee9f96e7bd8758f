import { Worker } from "node:worker_threads";

/** The size of a block in bytes. */
const BLOCK_BYTES = 512 * 1024;
/**
 * The minimum number of bytes for a thread of its own. Starting a thread takes 30 ms, as long as hashing this
 * many bytes.
 */
export const OWN_THREAD_BYTES = 16 * 1024 * 1024;
/** The maximum number of blocks that wait to be hashed. */
const BLOCKS = 8;
/**
 * Indexes in `counts`: the number of blocks and requests that were sent, and the number of those that are
 * done.
 */
const PASSED = 0;
const DONE = 1;
/** The value in `lengths` for a request, instead of a block's length. */
const DIGEST_REQUEST = -1;
const DIGEST_BYTES = 32;
/** Longer than any answer takes. If the thread died, the wait must end. */
const LONGEST_WAIT_MS = 10_000;

/**
 * The thread's own program. It hashes the blocks of a ring in shared memory in their order: a message for each block would take
 * as long as a part of its hash.
 */
const PROGRAM = `
const { workerData: { blocks, lengths, streams, counts, digest } } = require("node:worker_threads");
const { createHash } = require("node:crypto");
const hashes = new Map();
for (let done = 0; ; done++) {
  while (Atomics.load(counts, ${PASSED}) === done) Atomics.wait(counts, ${PASSED}, done);
  const place = done % ${BLOCKS};
  const stream = streams[place];
  const hash = hashes.get(stream) ?? createHash("sha256");
  if (lengths[place] === ${DIGEST_REQUEST}) {
    digest.set(hash.digest());
    hashes.delete(stream);
  } else {
    hashes.set(stream, hash);
    hash.update(blocks.subarray(place * ${BLOCK_BYTES}, place * ${BLOCK_BYTES} + lengths[place]));
  }
  Atomics.store(counts, ${DONE}, done + 1);
  Atomics.notify(counts, ${DONE});
}`;

/** The SHA-256 of one of several streams of bytes. */
export interface StreamHash {
  /** Copies bytes, which the thread then hashes. */
  update(bytes: Uint8Array): void;
  /**
   * Hashes bytes without a copy. `read` fills memory of the thread, of at most `length` bytes.
   * @returns the number of these bytes
   */
  fill(length: number, read: (memory: Buffer) => void): number;
  /** Returns the digest in hexadecimal. It must be the last call but `end`. */
  digest(): string;
  /** Frees the hash if its digest was not requested. */
  end(): void;
}

/** Computes SHA-256 in a thread of its own, while this thread reads or writes the next bytes. */
export class HashThread {
  readonly #blocks = Buffer.from(new SharedArrayBuffer(BLOCKS * BLOCK_BYTES));
  /** The stream that each block belongs to. */
  readonly #streams = new Int32Array(new SharedArrayBuffer(BLOCKS * Int32Array.BYTES_PER_ELEMENT));
  readonly #lengths = new Int32Array(new SharedArrayBuffer(BLOCKS * Int32Array.BYTES_PER_ELEMENT));
  readonly #counts = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  readonly #digest = new Uint8Array(new SharedArrayBuffer(DIGEST_BYTES));
  readonly #worker: Worker;
  #passed = 0;
  /** The number of bytes that were copied into the next block, and the stream of these bytes. */
  #filled = 0;
  #filling = 0;
  #lastStream = 0;

  constructor() {
    const workerData = {
      blocks: this.#blocks,
      lengths: this.#lengths,
      streams: this.#streams,
      counts: this.#counts,
      digest: this.#digest,
    };
    this.#worker = new Worker(PROGRAM, { eval: true, workerData });
    // The thread must not keep the process alive after an error elsewhere.
    this.#worker.unref();
  }

  /** Starts the hash of a stream. */
  start(): StreamHash {
    this.#lastStream++;
    const stream = this.#lastStream;
    let ended = false;
    return {
      update: (bytes) => this.#copy(stream, bytes),
      fill: (length, read) => this.#fill(stream, length, read),
      digest: () => {
        ended = true;
        return this.#digestOf(stream);
      },
      end: () => {
        if (!ended) this.#request(stream);
        ended = true;
      },
    };
  }

  /** Ends the thread without waiting for its end, which takes some milliseconds. */
  stop(): void {
    void this.#worker.terminate();
  }

  #copy(stream: number, bytes: Uint8Array): void {
    if (stream !== this.#filling) this.#passFilled();
    this.#filling = stream;
    // From Node 22 on, `copy` writes to shared memory two to three times as fast as `set`.
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < source.length; ) {
      this.#waitFor(this.#passed - BLOCKS + 1);
      const target = (this.#passed % BLOCKS) * BLOCK_BYTES + this.#filled;
      const copied = source.copy(this.#blocks, target, at, at + BLOCK_BYTES - this.#filled);
      this.#filled += copied;
      at += copied;
      if (this.#filled === BLOCK_BYTES) this.#passFilled();
    }
  }

  #fill(stream: number, length: number, read: (memory: Buffer) => void): number {
    this.#passFilled();
    this.#waitFor(this.#passed - BLOCKS + 1);
    const start = (this.#passed % BLOCKS) * BLOCK_BYTES;
    const memory = this.#blocks.subarray(start, start + Math.min(length, BLOCK_BYTES));
    read(memory);
    this.#pass(stream, memory.length);
    return memory.length;
  }

  #digestOf(stream: number): string {
    this.#request(stream);
    this.#waitFor(this.#passed);
    return Buffer.from(this.#digest).toString("hex");
  }

  #request(stream: number): void {
    this.#passFilled();
    this.#waitFor(this.#passed - BLOCKS + 1);
    this.#pass(stream, DIGEST_REQUEST);
  }

  #passFilled(): void {
    const filled = this.#filled;
    this.#filled = 0;
    if (filled > 0) this.#pass(this.#filling, filled);
  }

  #pass(stream: number, length: number): void {
    this.#streams[this.#passed % BLOCKS] = stream;
    this.#lengths[this.#passed % BLOCKS] = length;
    this.#passed++;
    Atomics.store(this.#counts, PASSED, this.#passed);
    Atomics.notify(this.#counts, PASSED);
  }

  /** Waits until this many blocks and requests are done. */
  #waitFor(count: number): void {
    for (;;) {
      const done = Atomics.load(this.#counts, DONE);
      if (done >= count) return;
      if (Atomics.wait(this.#counts, DONE, done, LONGEST_WAIT_MS) === "timed-out")
        throw new Error("the hash thread does not answer");
    }
  }
}
