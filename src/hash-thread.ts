import { Worker } from "node:worker_threads";

/** The size of a block in bytes. */
export const BLOCK_BYTES = 512 * 1024;
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
/** The maximum number of jobs that are not done. */
const JOBS = 8192;
/** The numbers of a job: its stream, the place and the length of its bytes, and the file that has them. */
const JOB_FIELDS = 4;
/** The file of a job whose bytes are in the blocks. */
const NO_FILE = -1;
/** The file of a job whose bytes are in the next memory that is sent to the thread. */
const SENT = -2;
/** Indexes in `counts`: the number of jobs that were passed to the thread, of those that are done, and 1 if it failed. */
const PASSED = 0;
const DONE = 1;
const FAILED = 2;
/** The stream of a job that requests the digest of its own bytes. */
const NO_STREAM = 0;
/** The length of a job that requests the digest of its stream. */
const END_OF_STREAM = -1;
const DIGEST_BYTES = 32;
/** Longer than any answer takes. If the thread died, the wait must end. */
const LONGEST_WAIT_MS = 10_000;

/**
 * The thread's own program. It does the jobs of a ring in shared memory in their order: a message for each job would take
 * as long as a part of its hash.
 */
const PROGRAM = `
const { parentPort, receiveMessageOnPort, workerData } = require("node:worker_threads");
const crypto = require("node:crypto");
const fs = require("node:fs");
const { blocks, jobs, counts, digests } = workerData;
const hashes = new Map();
let memory = null;
function updateFromFile(hash, fd, start, end) {
  memory ??= Buffer.allocUnsafeSlow(${BLOCK_BYTES});
  for (let at = start; at < end; ) {
    const read = fs.readSync(fd, memory, 0, Math.min(memory.length, end - at), at);
    if (read === 0) throw new Error("the file became shorter");
    hash.update(memory.subarray(0, read));
    at += read;
  }
}
function updateFromSent(hash, start, length) {
  const memory = receiveMessageOnPort(parentPort).message;
  hash.update(new Uint8Array(memory, start, length));
  memory.transfer?.(0);
}
function work() {
  for (let done = 0; ; done++) {
    while (Atomics.load(counts, ${PASSED}) === done) Atomics.wait(counts, ${PASSED}, done);
    const place = done % ${JOBS};
    const job = place * ${JOB_FIELDS};
    const stream = jobs[job], start = jobs[job + 1], length = jobs[job + 2], fd = jobs[job + 3];
    if (stream === ${NO_STREAM}) {
      digests.set(crypto.hash("sha256", blocks.subarray(start, start + length), "buffer"), place * ${DIGEST_BYTES});
    } else {
      const hash = hashes.get(stream) ?? crypto.createHash("sha256");
      if (length === ${END_OF_STREAM}) {
        digests.set(hash.digest(), place * ${DIGEST_BYTES});
        hashes.delete(stream);
      } else {
        hashes.set(stream, hash);
        if (fd === ${NO_FILE}) hash.update(blocks.subarray(start, start + length));
        else if (fd === ${SENT}) updateFromSent(hash, start, length);
        else updateFromFile(hash, fd, start, start + length);
      }
    }
    Atomics.store(counts, ${DONE}, done + 1);
    Atomics.notify(counts, ${DONE});
  }
}
try {
  work();
} catch {
  Atomics.store(counts, ${FAILED}, 1);
  Atomics.notify(counts, ${DONE});
}`;

/** A SHA-256 that may not be computed yet. */
export interface LateDigest {
  /** `null` until `HashThread.collect` or `wait` sets it. */
  readonly bytes: Uint8Array | null;
  /** Returns the digest when it is computed. */
  wait(): Uint8Array;
}

/** The SHA-256 of a stream of bytes, without waiting for it. */
export interface LateHash {
  update(bytes: Uint8Array): void;
  /** Returns the digest. It must be the last call. */
  later(): LateDigest;
}

/** The SHA-256 of one of several streams of bytes. */
export interface StreamHash extends LateHash {
  /** Adds bytes, which the thread then hashes. They are copied if they are not in the last `block`. */
  update(bytes: Uint8Array): void;
  /**
   * Adds bytes that nobody needs any more, in memory of their own. When they reach the end of that memory, the thread
   * takes it, and the bytes are not copied. Until then they must not change.
   */
  take(bytes: Buffer): void;
  /**
   * Adds a range of an open file, which the thread reads itself. The caller never waits for it. The range must not change before
   * the digest is there.
   */
  addFromFile(fd: number, range: { readonly from: number; readonly to: number }): void;
  /** Returns the digest in hexadecimal. It must be the last call but `end`. */
  digest(): string;
  /** Frees the hash if its digest was not requested. */
  end(): void;
}

/** Computes SHA-256 in a thread of its own, while this thread reads or writes the next bytes. */
export class HashThread {
  readonly #blocks = Buffer.from(new SharedArrayBuffer(BLOCKS * BLOCK_BYTES));
  readonly #jobs = new Float64Array(
    new SharedArrayBuffer(JOBS * JOB_FIELDS * Float64Array.BYTES_PER_ELEMENT),
  );
  readonly #digests = new Uint8Array(new SharedArrayBuffer(JOBS * DIGEST_BYTES));
  readonly #counts = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  readonly #worker: Worker;
  #jobCount = 0;
  /** The index of the current block, and the number of jobs that need the bytes of each block. */
  #block = 0;
  readonly #neededBy = new Array<number>(BLOCKS).fill(0);
  /** The copied bytes in the current block that have no job yet, and their stream. */
  #copied = { from: BLOCK_BYTES, to: BLOCK_BYTES, stream: NO_STREAM };
  #lastStream = NO_STREAM;
  /** The number of jobs that must be done before a memory is sent, for the next ones in turn. */
  readonly #sentBefore = new Array<number>(MEMORIES).fill(0);
  #sent = 0;
  /** The digests that were requested, in the order of their jobs. `#collected` of them are set. */
  #requests: Request[] = [];
  #collected = 0;

  constructor() {
    const workerData = {
      blocks: this.#blocks,
      jobs: this.#jobs,
      counts: this.#counts,
      digests: this.#digests,
    };
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
    this.#neededBy[this.#block] = this.#jobCount;
    this.#block = (this.#block + 1) % BLOCKS;
    this.#pass();
    this.#waitFor(this.#neededBy[this.#block]);
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
      if (this.#has(bytes)) this.#add(stream, inBlocks(bytes.byteOffset, bytes.length));
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
      return this.#request(stream, { start: 0, length: END_OF_STREAM, fd: NO_FILE });
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
        this.#add(stream, { start: from, length: to - from, fd });
        this.#pass();
      },
      later,
      digest: () => Buffer.from(later().wait()).toString("hex"),
      end: () => {
        if (!ended) later();
        this.#pass();
      },
    };
  }

  /** Requests the digest of some bytes. They are copied if they are not in the last `block`. */
  hash(bytes: Uint8Array): LateDigest {
    if (this.#has(bytes)) return this.#request(NO_STREAM, inBlocks(bytes.byteOffset, bytes.length));
    const stream = this.start();
    stream.update(bytes);
    return stream.later();
  }

  /** True if more than a few blocks wait to be hashed. */
  get isBehind(): boolean {
    const earlier = (this.#block + BLOCKS - BLOCKS_BEHIND) % BLOCKS;
    return Atomics.load(this.#counts, DONE) < this.#neededBy[earlier];
  }

  /** Sets the requested digests that are computed. */
  collect(): void {
    const done = Atomics.load(this.#counts, DONE);
    for (; this.#collected < this.#requests.length; this.#collected++) {
      const request = this.#requests[this.#collected];
      if (request.job >= done) return;
      const at = (request.job % JOBS) * DIGEST_BYTES;
      request.bytes = this.#digests.slice(at, at + DIGEST_BYTES);
    }
    this.#requests = [];
    this.#collected = 0;
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
    // From Node 22 on, `copy` writes to shared memory two to three times as fast as `set`.
    const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < source.length; ) {
      if (this.#copied.to === BLOCK_BYTES) {
        this.block();
        this.#copied = { from: 0, to: 0, stream };
      }
      this.#copied.stream = stream;
      const target = this.#block * BLOCK_BYTES;
      const length = source.copy(
        this.#blocks,
        target + this.#copied.to,
        at,
        at + BLOCK_BYTES - this.#copied.to,
      );
      this.#copied.to += length;
      at += length;
      if (this.#copied.to === BLOCK_BYTES) this.#passCopied();
    }
  }

  /** Sends the memory of bytes to the thread. */
  #send(stream: number, { buffer, byteOffset, length }: Buffer): void {
    this.#passCopied();
    this.#waitFor(this.#sentBefore[this.#sent]);
    this.#worker.postMessage(buffer, [buffer as ArrayBuffer]);
    this.#add(stream, { start: byteOffset, length, fd: SENT });
    this.#sentBefore[this.#sent] = this.#jobCount;
    this.#sent = (this.#sent + 1) % MEMORIES;
    this.#pass();
  }

  #passCopied(): void {
    const { from, to, stream } = this.#copied;
    if (from === to) return;
    this.#add(stream, inBlocks(this.#block * BLOCK_BYTES + from, to - from));
    this.#copied.from = to;
    this.#pass();
  }

  #request(stream: number, place: JobBytes): LateDigest {
    const request = new Request(this.#jobCount, () => this.#finish());
    this.#requests.push(request);
    this.#add(stream, place);
    return request;
  }

  /** Waits until all jobs are done, and sets their digests. */
  #finish(): void {
    this.#pass();
    this.#waitFor(this.#jobCount);
    this.collect();
  }

  #add(stream: number, { start, length, fd }: JobBytes): void {
    const at = (this.#jobCount % JOBS) * JOB_FIELDS;
    this.#jobs[at] = stream;
    this.#jobs[at + 1] = start;
    this.#jobs[at + 2] = length;
    this.#jobs[at + 3] = fd;
    this.#jobCount++;
    if (this.#jobCount % (JOBS / 2) !== 0) return;
    // The next jobs take the places of older jobs and of their digests.
    this.#pass();
    this.#waitFor(this.#jobCount - JOBS / 2);
    this.collect();
  }

  /** Passes the added jobs to the thread. */
  #pass(): void {
    Atomics.store(this.#counts, PASSED, this.#jobCount);
    Atomics.notify(this.#counts, PASSED);
  }

  /** Waits until this many jobs are done. */
  #waitFor(count: number): void {
    for (;;) {
      const done = Atomics.load(this.#counts, DONE);
      if (done >= count) return;
      if (Atomics.load(this.#counts, FAILED) === 1) throw new Error("the hash thread cannot read a file");
      if (Atomics.wait(this.#counts, DONE, done, LONGEST_WAIT_MS) === "timed-out")
        throw new Error("the hash thread does not answer");
    }
  }
}

/** The bytes of a job: a range of a file, or of the blocks. */
interface JobBytes {
  readonly start: number;
  readonly length: number;
  readonly fd: number;
}

/** Returns true if bytes follow others in the same memory. */
function isBefore({ buffer, byteOffset, length }: Buffer, next: Buffer): boolean {
  return buffer === next.buffer && byteOffset + length === next.byteOffset;
}

/** Returns bytes and those that follow them in their memory. */
function joined(bytes: Buffer, next: Buffer): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, next.byteOffset + next.length - bytes.byteOffset);
}

function inBlocks(start: number, length: number): JobBytes {
  return { start, length, fd: NO_FILE };
}

/** A digest that was requested from the thread by a job. */
class Request implements LateDigest {
  readonly job: number;
  bytes: Uint8Array | null = null;
  readonly #finish: () => void;

  constructor(job: number, finish: () => void) {
    this.job = job;
    this.#finish = finish;
  }

  wait(): Uint8Array {
    if (this.bytes === null) this.#finish();
    if (this.bytes === null) throw new Error("the hash thread has no answer");
    return this.bytes;
  }
}
