/** The size of a block in bytes. */
export const BLOCK_BYTES = 512 * 1024;
/** The maximum number of jobs that are not done. */
export const JOBS = 8192;
/** The numbers of a job: its stream, the place and the length of its bytes, and the file that has them. */
export const JOB_FIELDS = 4;
/** The file of a job whose bytes are in the blocks. */
export const NO_FILE = -1;
/** The file of a job whose bytes are in the next memory that is sent to the thread. */
export const SENT = -2;
/** The stream of a job that requests the digest of its own bytes. */
export const NO_STREAM = 0;
/** The length of a job that requests the digest of its stream. */
export const END_OF_STREAM = -1;
/** Indexes in `counts`: the number of jobs that were passed to the thread, of those that are done, and 1 if it failed. */
export const PASSED = 0;
export const DONE = 1;
export const FAILED = 2;
export const DIGEST_BYTES = 32;

/**
 * The thread's own program. It does the jobs of a ring in shared memory in their order: a message for each job would take
 * as long as a part of its hash.
 */
export const PROGRAM = `
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
