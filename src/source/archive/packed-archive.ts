import { resolve } from "node:path";
import type { Image } from "../../image/image.js";
import type { Printable } from "../../text/escape.js";
import type { LayerMemory } from "../blob.js";
import { type Cache, type FileStamp, stampParts } from "../cache/cache.js";
import { fileStamp, isSameFile, unpackedMemory } from "../cache/file-memory.js";
import { Damage } from "../damage.js";
import type { Source } from "../source.js";
import type { FetchedArchive } from "./archive-again.js";
import { ArchiveRecorder } from "./archive-record.js";
import { keepArchive, keptArchive, NotRecorded } from "./kept-archive.js";

/** The options that select an image in a file: the form, the platform, the image. */
type Wish = readonly string[];

/**
 * Returns the cache entry of a local file that may be an archive that is compressed as a whole. `null` if
 * nothing can be cached: for a pipe, and without a cache.
 */
export function packedArchive(
  path: string,
  { cwd, wish, cache }: { cwd: string; wish: Wish; cache: Cache },
): PackedArchive | null {
  if (!cache.keeps || path === "-" || path.includes("\0")) return null;
  const full = resolve(cwd, path);
  const stamp = fileStamp(full);
  return stamp === null ? null : new PackedArchive(full, { stamp, wish, cache });
}

/** Caches how a compressed archive was opened. The entry is valid until the file changes. */
export class PackedArchive {
  private readonly path: string;
  private readonly stamp: FileStamp;
  private readonly key: readonly string[];
  private readonly cache: Cache;
  private recorder: ArchiveRecorder | null = null;

  constructor(path: string, { stamp, wish, cache }: { stamp: FileStamp; wish: Wish; cache: Cache }) {
    this.path = path;
    this.stamp = stamp;
    this.key = [...stampParts(stamp, ""), ...wish];
    this.cache = cache;
  }

  /**
   * Returns the image without unpacking the archive; `null` if the cache does not have everything.
   * @param open unpacks the archive.
   * @param imageFrom returns the image of an archive
   */
  async kept(
    input: Printable,
    open: () => Promise<Source>,
    imageFrom: (source: Source) => Promise<Image>,
  ): Promise<Image | null> {
    const { cache, key } = this;
    const memoryOf = (blob: string) => this.memoryOf(blob);
    const found = await keptArchive({ input, cache, key, memoryOf, fetch: () => this.fetched(open) });
    if (found === null) return null;
    try {
      return await imageFrom(found);
    } catch (error) {
      await found.close();
      if (error instanceof NotRecorded) return null;
      throw error;
    }
  }

  /**
   * Returns the caches of the layers in the unpacked archive, and the recorder of the members that are read.
   */
  memory(): { memoryOf(blob: string): LayerMemory; recorder: ArchiveRecorder } {
    this.recorder = new ArchiveRecorder((key) => key);
    return { memoryOf: (blob) => this.memoryOf(blob), recorder: this.recorder };
  }

  /** Caches how the archive was opened, if it had to be unpacked. */
  async keep(): Promise<void> {
    const { recorder, cache, key } = this;
    if (recorder !== null && this.isUnchanged()) await keepArchive(recorder, { cache, key });
  }

  private memoryOf(blob: string): LayerMemory {
    const { keep, ...memory } = unpackedMemory(this.stamp, { cache: this.cache, blob });
    // If the file was written while it was unpacked, the result may have bytes of both versions.
    return { ...memory, keep: async (kept) => (this.isUnchanged() ? keep(kept) : undefined) };
  }

  private async fetched(open: () => Promise<Source>): Promise<FetchedArchive> {
    const source = await open();
    return {
      close: () => source.close(),
      blob: async (name, { key }) => {
        const blob = await source.blob(name);
        if (blob === null || blob.key !== key || !this.isUnchanged())
          throw new Damage("corrupt", 0, "the archive has changed since it was opened");
        return blob;
      },
    };
  }

  private isUnchanged(): boolean {
    const now = fileStamp(this.path);
    return now !== null && isSameFile(now, this.stamp);
  }
}
