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
   * Adds bytes that the caller does not use again. No other data may be in their memory. At the end of that memory, the
   * thread takes it in place of a copy. Before that, the bytes must not change.
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
