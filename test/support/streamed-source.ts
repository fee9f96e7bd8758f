import { posix } from "node:path";
import type { Blob, ChunkRange } from "../../src/source/blob.js";
import { type Cache, NO_CACHE } from "../../src/source/cache/cache.js";
import type { Source } from "../../src/source/source.js";
import { escapeText } from "../../src/text/escape.js";
import { digestOf } from "./fixture.js";
import { memberSpec, type SpecPair } from "./layer-spec.js";

const CHUNK_BYTES = 997;

/**
 * Files in memory with the behaviour of a remote source: answers are asynchronous, and bytes can only be streamed in
 * small chunks.
 */
export class StreamedSource implements Source {
  readonly input = escapeText("a streamed image");
  readonly kind: Source["kind"];
  /** The number of streams that are neither read to the end nor closed. */
  openStreams = 0;
  /** The number of reads of each blob from its start, by name. */
  readonly reads = new Map<string, number>();
  closed = false;
  private readonly cache: Cache;
  private readonly files: ReadonlyMap<string, Buffer>;

  constructor(pairs: readonly SpecPair[], kind: Source["kind"], cache: Cache = NO_CACHE) {
    this.kind = kind;
    this.cache = cache;
    const members = new Map(pairs.map(([path, spec]) => [String(path), memberSpec(spec)]));
    const files = new Map<string, Buffer>();
    for (const [path, member] of members) {
      const target =
        member.type === "symlink"
          ? members.get(posix.join(posix.dirname(path), String(member.target)))
          : member;
      if (target?.type === "file") files.set(path, Buffer.from(target.content));
    }
    this.files = files;
  }

  async blob(name: string): Promise<Blob | null> {
    await later();
    const bytes = this.files.get(name);
    if (bytes === undefined) return null;
    const same = [...this.files.values()].findIndex((other) => other.equals(bytes));
    const { length } = bytes;
    return {
      key: `${same}`,
      size: length,
      available: length,
      seekable: null,
      memory: {
        keepsPlain: true,
        find: () => this.cache.layerOfBlob(digestOf(bytes)),
        keep: (diffId) => this.cache.keepLayerOfBlob(digestOf(bytes), diffId),
      },
      chunks: (range) => this.chunks(name, bytes, range),
    };
  }

  async has(name: string): Promise<boolean> {
    await later();
    return this.files.has(name);
  }

  async read(name: string): Promise<Buffer | null> {
    await later();
    return this.files.get(name) ?? null;
  }

  summary() {
    return escapeText([...this.files.keys()].join(", "));
  }

  checkWhole(): void {}

  async close(): Promise<void> {
    await later();
    this.closed = true;
  }

  private async *chunks(
    name: string,
    bytes: Buffer,
    { from = 0, to = bytes.length, signal }: ChunkRange,
  ): AsyncGenerator<Buffer> {
    this.openStreams += 1;
    if (from === 0) this.reads.set(name, (this.reads.get(name) ?? 0) + 1);
    try {
      const end = Math.min(to, bytes.length);
      for (let at = from; at < end; at += CHUNK_BYTES) {
        await later();
        signal?.throwIfAborted();
        yield Buffer.from(bytes.subarray(at, Math.min(at + CHUNK_BYTES, end)));
      }
    } finally {
      this.openStreams -= 1;
    }
  }
}

function later(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
