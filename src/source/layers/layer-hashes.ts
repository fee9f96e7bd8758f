import { HashThread } from "../../hashing/hash-thread.js";
import type { StreamHash } from "../../hashing/late-hash.js";
import { hashLike, isHashLike } from "../../image/digest.js";

/** Computes the digest of a layer's uncompressed bytes. */
export interface LayerHash extends Pick<StreamHash, "update" | "take"> {
  /** Returns the digest, `sha256:…` for example. */
  digest(): string;
  /** Frees the hash. It must be the last call. */
  end(): void;
}

interface HashedLayer {
  /** The digest in the config, which decides the algorithm. */
  readonly promised: string | null;
  /** The digest if it is known. If it has the right algorithm, nothing is hashed. */
  readonly known?: string;
  /** Another thread hashes the layer. */
  readonly inThread: boolean;
}

/** Hashes the layers of an image, some of them in another thread. The thread ends when none of them is being read. */
export class LayerHashes {
  private thread: HashThread | null = null;
  private users = 0;

  start({ promised, known, inThread }: HashedLayer): LayerHash {
    if (known !== undefined && isHashLike(known, promised)) {
      return { update: () => undefined, take: () => undefined, digest: () => known, end: () => undefined };
    }
    if (!inThread || !isHashLike("sha256:", promised)) {
      const { update, digest } = hashLike(promised);
      return { update, take: update, digest, end: () => undefined };
    }
    this.thread ??= new HashThread();
    this.users++;
    const hash = this.thread.start();
    const end = () => {
      hash.end();
      this.users--;
      // The next layer, if any, starts before this.
      setImmediate(() => this.stopUnused());
    };
    return { update: hash.update, take: hash.take, digest: () => `sha256:${hash.digest()}`, end };
  }

  private stopUnused(): void {
    if (this.users > 0) return;
    this.thread?.stop();
    this.thread = null;
  }
}
