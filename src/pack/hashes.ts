import { createHash } from "node:crypto";
import { readSync } from "node:fs";
import { HashThread, OWN_THREAD_BYTES } from "../hashing/hash-thread.js";
import type { StreamHash } from "../hashing/late-hash.js";
import { BLOCK_BYTES } from "../hashing/thread-program.js";

export type Hashing = Pick<StreamHash, "update" | "addFromFile" | "digest">;

/** Hashes the files of a new image. If one of them is large, another thread hashes all of them. */
export class Hashes {
  #thread: HashThread | null = null;

  /** Starts the thread before it is used, because starting it takes 30 ms. Nothing is started for small files. */
  prepare(bytes: number): void {
    if (bytes >= OWN_THREAD_BYTES) this.#thread ??= new HashThread();
  }

  /** @param bytes about how many are hashed */
  start(algorithm: string, bytes: number): Hashing {
    if (algorithm !== "sha256") return hashHere(algorithm);
    this.prepare(bytes);
    return this.#thread?.start() ?? hashHere(algorithm);
  }

  /** Ends the thread. */
  stop(): void {
    this.#thread?.stop();
    this.#thread = null;
  }
}

/** Starts a hash that this thread computes. */
function hashHere(algorithm: string): Hashing {
  const hash = createHash(algorithm);
  let block: Buffer | null = null;
  return {
    update: (bytes) => void hash.update(bytes),
    addFromFile: (fd, { from, to }) => {
      block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
      for (let at = from; at < to; ) {
        const read = readSync(fd, block, 0, Math.min(block.length, to - at), at);
        if (read === 0) throw new Error("the file became shorter");
        hash.update(block.subarray(0, read));
        at += read;
      }
    },
    digest: () => hash.digest("hex"),
  };
}
