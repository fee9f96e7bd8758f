import type { Printable } from "../../text/escape.js";
import type { Blob, LayerMemory } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import { LimitPassed } from "../damage.js";
import type { Source } from "../source.js";
import { ArchiveAgain, type FetchedArchive } from "./archive-again.js";
import type { ArchiveRecord, ArchiveRecorder } from "./archive-record.js";

interface KeptOptions {
  readonly input: Printable;
  readonly cache: Cache;
  /** The key of the archive in the cache. */
  readonly key: readonly string[];
  /** Returns the cache of a blob's layer, by the blob's ID. */
  memoryOf(id: string): LayerMemory;
  /** Fetches or unpacks the archive. */
  fetch(): Promise<FetchedArchive>;
}

/** Thrown if the record does not contain a member, so that the archive itself is needed. */
export class NotRecorded extends Error {}

/** Keeps a record in the cache. Nothing is kept if it is not enough to open the image. */
export async function keepArchive(
  { documents, blobs, present, complete }: ArchiveRecorder,
  { cache, key }: Pick<KeptOptions, "cache" | "key">,
): Promise<void> {
  if (!complete || !cache.keeps) return;
  const digests = new Map<string, string | null>();
  for (const [name, bytes] of documents) {
    digests.set(name, bytes === null ? null : await cache.keepDocument(bytes));
  }
  await cache.keepArchive(key, { documents: digests, blobs, present });
}

/**
 * Opens an image of an earlier run without its archive.
 * @returns `null` if something is missing: the documents, or the members of a layer.
 */
export async function keptArchive(options: KeptOptions): Promise<KeptArchive | null> {
  const { cache, key, memoryOf } = options;
  const record = await cache.archive(key);
  if (record === null) return null;
  const documents = new Map<string, Buffer | null>();
  for (const [name, digest] of record.documents) {
    const bytes = digest === null ? null : await cache.document(digest);
    if (digest !== null && bytes === null) return null;
    documents.set(name, bytes);
  }
  for (const blob of record.blobs.values()) {
    const layer = blob === null ? null : await memoryOf(blob.id).find();
    if (blob !== null && (layer === null || !(await cache.hasLayer(layer)))) return null;
  }
  return new KeptArchive(record, { ...options, documents });
}

/** Reads from the record of an archive. Only reading content fetches the archive, once. */
export class KeptArchive implements Source {
  readonly kind = "archive";
  readonly input: Printable;
  private readonly record: ArchiveRecord;
  private readonly documents: ReadonlyMap<string, Buffer | null>;
  private readonly options: KeptOptions;
  private readonly again: ArchiveAgain;

  constructor(
    record: ArchiveRecord,
    { documents, ...options }: KeptOptions & { documents: ReadonlyMap<string, Buffer | null> },
  ) {
    this.input = options.input;
    this.record = record;
    this.documents = documents;
    this.options = options;
    this.again = new ArchiveAgain(options.fetch);
  }

  async blob(name: string): Promise<Blob | null> {
    const record = answer(this.record.blobs, name);
    if (record === null) return null;
    return this.again.blobOf(name, record, { memory: this.options.memoryOf(record.id) });
  }

  async has(name: string): Promise<boolean> {
    return answer(this.record.present, name);
  }

  async read(name: string, limit: number): Promise<Buffer | null> {
    const bytes = answer(this.documents, name);
    if (bytes !== null && bytes.length > limit) throw new LimitPassed("jsonBytes", limit);
    return bytes;
  }

  summary(): Printable {
    throw new NotRecorded();
  }

  checkWhole(): void {
    throw new NotRecorded();
  }

  async close(): Promise<void> {
    await this.again.close();
  }
}

function answer<T>(answers: ReadonlyMap<string, T>, name: string): T {
  const found = answers.get(name);
  if (found === undefined) throw new NotRecorded();
  return found;
}
