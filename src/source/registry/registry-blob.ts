import { closeSync } from "node:fs";
import { Readable } from "node:stream";
import type { Printable } from "../../text/escape.js";
import { type Blob, type ChunkRange, FileBlob, type LayerMemory, type SeekableBlob } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import { blobMemory } from "../cache/file-memory.js";
import { spooling } from "../spool.js";
import type { Turns } from "../turns.js";
import { download } from "./download.js";
import type { RegistryClient } from "./registry-client.js";

export interface BlobFacts {
  readonly digest: string;
  /** The size in the manifest in bytes. */
  readonly size: number;
  /** The name for messages: `layer 0`. */
  readonly part: Printable;
  /** The bytes, if the manifest contains them; else `null`. */
  readonly data: Buffer | null;
}

export interface BlobWorld {
  readonly client: RegistryClient;
  /** Limits the number of streams at the same time. */
  readonly turns: Turns;
  /** The folder for a copy; `null` for no copy. */
  readonly keepIn: string | null;
  readonly cache: Cache;
}

/**
 * A layer in a registry. Each read streams it from its start, and compares the whole with its digest. With
 * `keepIn` the first complete read leaves a private copy without a name, from which all later reads are done.
 */
export class RegistryBlob implements Blob {
  readonly key: string;
  readonly size: number;
  readonly available: number;
  readonly memory: LayerMemory;
  private readonly facts: BlobFacts;
  private readonly world: BlobWorld;
  private copy: { readonly fd: number; readonly blob: FileBlob } | null = null;
  private fetching: Promise<void> | null = null;
  private closed = false;

  constructor(facts: BlobFacts, world: BlobWorld) {
    this.key = facts.digest;
    this.size = facts.size;
    this.available = facts.size;
    this.facts = facts;
    this.world = world;
    // The layer's cache key needs the digest of the whole blob, so it is read to its end.
    this.memory = blobMemory(world.cache, facts.digest);
  }

  get seekable(): SeekableBlob | null {
    return this.copy?.blob ?? null;
  }

  async *chunks(range: ChunkRange): AsyncGenerator<Buffer> {
    const { from = 0, to = Number.POSITIVE_INFINITY, signal } = range;
    const whole = from === 0 && to === Number.POSITIVE_INFINITY;
    if (this.copy === null && !whole && this.world.keepIn !== null) {
      this.fetching ??= this.fetch(signal).finally(() => {
        this.fetching = null;
      });
      await this.fetching;
    }
    if (this.copy !== null) {
      yield* this.copy.blob.chunks(range);
      return;
    }
    let position = 0;
    for await (const chunk of this.stream(signal)) {
      const start = Math.max(0, from - position);
      const end = Math.min(chunk.length, to - position);
      position += chunk.length;
      if (start < end) yield chunk.subarray(start, end);
      if (position >= to) return;
    }
  }

  close(): void {
    this.closed = true;
    if (this.copy !== null) closeSync(this.copy.fd);
    this.copy = null;
  }

  private async fetch(signal: AbortSignal | undefined): Promise<void> {
    for await (const _ of this.stream(signal)) {
      // Reading it to its end keeps it.
    }
  }

  /** Yields the whole blob from the registry, and keeps a copy if wanted. */
  private async *stream(signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
    const { client, turns, keepIn } = this.world;
    if (this.facts.data !== null) {
      yield this.facts.data;
      return;
    }
    const endTurn = await turns.take(signal);
    try {
      // The next chunk arrives while this one is decompressed.
      const bytes = Readable.from(download(client, this.facts, signal), { highWaterMark: 1 });
      if (keepIn === null) yield* bytes;
      else
        yield* spooling(bytes, { folder: keepIn, input: client.place.image, onWhole: (fd) => this.keep(fd) });
    } finally {
      endTurn();
    }
  }

  private keep(fd: number): void {
    if (this.closed || this.copy !== null) {
      closeSync(fd);
      return;
    }
    const { key, size } = this;
    this.copy = { fd, blob: new FileBlob(fd, { key, start: 0, size, available: size }) };
  }
}
