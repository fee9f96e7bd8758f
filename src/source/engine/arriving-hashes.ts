import { createHash, hash } from "node:crypto";
import { HashThread, OWN_THREAD_BYTES } from "../../hashing/hash-thread.js";
import type { LateDigest, LateHash } from "../../hashing/late-hash.js";
import { BLOCK_BYTES } from "../../hashing/thread-program.js";

/**
 * Hashes an archive while it arrives: its members, and the files of its layers. Another thread computes most
 * of the hashes if the archive is large.
 */
export class ArrivingHashes {
  private thread: HashThread | null = null;
  private ownBlock: Buffer | null = null;

  /** Starts the thread if it is faster for this many bytes. */
  prepare(bytes: number): void {
    if (bytes >= OWN_THREAD_BYTES) this.thread ??= new HashThread();
  }

  /** Returns memory for the next bytes of the archive, until the next call. The thread needs no copy of them. */
  block(): Buffer {
    if (this.thread !== null) return this.thread.block();
    this.ownBlock ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    return this.ownBlock;
  }

  /** Starts the hash of a member of this many bytes. */
  startMember(bytes: number): LateHash {
    this.prepare(bytes);
    return this.thread?.start() ?? hashHere();
  }

  /** Starts the hash of a file. */
  startFile(): LateHash {
    return this.freeThread()?.start() ?? hashHere();
  }

  /** Returns the digest of a file that arrived in one piece. */
  file(content: Buffer): LateDigest {
    // A file is small. An object for the hash takes longer than the hash.
    return this.freeThread()?.hash(content) ?? known(hash("sha256", content, "buffer"));
  }

  /** Sets the digests that are computed. */
  collect(): void {
    this.thread?.collect();
  }

  /** Stops the thread. */
  stop(): void {
    this.thread?.stop();
    this.thread = null;
  }

  /** Returns `null` if the thread is behind: then this thread is faster. */
  private freeThread(): HashThread | null {
    return this.thread?.isBehind === false ? this.thread : null;
  }
}

function hashHere(): LateHash {
  const own = createHash("sha256");
  return { update: (bytes) => void own.update(bytes), later: () => known(own.digest()) };
}

function known(bytes: Uint8Array): LateDigest {
  return { bytes, wait: () => bytes };
}
