import type { LateDigest } from "./late-hash.js";
import { DIGEST_BYTES, DONE, FAILED, JOB_FIELDS, JOBS, PASSED } from "./thread-program.js";

/** Longer than any answer takes. If the thread died, the wait must end. */
const LONGEST_WAIT_MS = 10_000;

/** The bytes of a job: a range of the blocks, of sent memory, or of a file. */
interface JobBytes {
  readonly start: number;
  readonly length: number;
  readonly fd: number;
}

/** The jobs of the hash thread and their digests, in memory that both threads share. */
export class JobQueue {
  readonly #jobs = new Float64Array(
    new SharedArrayBuffer(JOBS * JOB_FIELDS * Float64Array.BYTES_PER_ELEMENT),
  );
  readonly #digests = new Uint8Array(new SharedArrayBuffer(JOBS * DIGEST_BYTES));
  readonly #counts = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  #added = 0;
  /** The digests that were requested, in the order of their jobs. `#collected` of them are set. */
  #requests: Request[] = [];
  #collected = 0;

  /** Returns the memory for the thread. */
  get shared() {
    return { jobs: this.#jobs, counts: this.#counts, digests: this.#digests };
  }

  /** Returns the number of jobs that were added. */
  get added(): number {
    return this.#added;
  }

  /** Returns the number of jobs that are done. */
  get done(): number {
    return Atomics.load(this.#counts, DONE);
  }

  add(stream: number, { start, length, fd }: JobBytes): void {
    const at = (this.#added % JOBS) * JOB_FIELDS;
    this.#jobs[at] = stream;
    this.#jobs[at + 1] = start;
    this.#jobs[at + 2] = length;
    this.#jobs[at + 3] = fd;
    this.#added++;
    if (this.#added % (JOBS / 2) !== 0) return;
    // The next jobs take the places of older jobs and of their digests.
    this.pass();
    this.waitFor(this.#added - JOBS / 2);
    this.collect();
  }

  /** Adds a job that has a digest. */
  request(stream: number, place: JobBytes): LateDigest {
    const request = new Request(this.#added, () => this.#finish());
    this.#requests.push(request);
    this.add(stream, place);
    return request;
  }

  /** Passes the added jobs to the thread. */
  pass(): void {
    Atomics.store(this.#counts, PASSED, this.#added);
    Atomics.notify(this.#counts, PASSED);
  }

  /** Waits until this many jobs are done. */
  waitFor(count: number): void {
    for (let done = this.done; done < count; done = this.done) {
      if (Atomics.load(this.#counts, FAILED) === 1) throw new Error("the hash thread cannot read a file");
      if (Atomics.wait(this.#counts, DONE, done, LONGEST_WAIT_MS) === "timed-out")
        throw new Error("the hash thread does not answer");
    }
  }

  /** Sets the requested digests that are computed. */
  collect(): void {
    const { done } = this;
    for (; this.#collected < this.#requests.length; this.#collected++) {
      const request = this.#requests[this.#collected];
      if (request.job >= done) return;
      const at = (request.job % JOBS) * DIGEST_BYTES;
      request.bytes = this.#digests.slice(at, at + DIGEST_BYTES);
    }
    this.#requests = [];
    this.#collected = 0;
  }

  /** Waits until all jobs are done, and sets their digests. */
  #finish(): void {
    this.pass();
    this.waitFor(this.#added);
    this.collect();
  }
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
