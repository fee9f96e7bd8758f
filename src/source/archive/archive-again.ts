import type { Blob } from "../blob.js";
import { LateBlob } from "../late-blob.js";
import type { BlobRecord } from "./archive-record.js";

/** An archive that was fetched again, because a file's content is read. */
export interface FetchedArchive {
  /**
   * Returns the blob that had this name and record before.
   * @throws LayerxError if it has other bytes now
   */
  blob(name: string, record: BlobRecord): Promise<Blob>;
  close(): Promise<void>;
}

/** Fetches an archive again when the first byte of one of its blobs is read, and only once. */
export class ArchiveAgain {
  private readonly fetch: () => Promise<FetchedArchive>;
  private fetched: Promise<FetchedArchive> | null = null;

  constructor(fetch: () => Promise<FetchedArchive>) {
    this.fetch = fetch;
  }

  /** A blob whose bytes are fetched when they are read. */
  blobOf(name: string, record: BlobRecord, known: Pick<Blob, "memory" | "arrived">): Blob {
    const load = async () => {
      this.fetched ??= this.fetch();
      return (await this.fetched).blob(name, record);
    };
    return new LateBlob(record, { ...known, load });
  }

  async close(): Promise<void> {
    const { fetched } = this;
    this.fetched = null;
    // A failed fetch has nothing to close, and its error was reported already.
    await fetched?.then((archive) => archive.close()).catch(() => undefined);
  }
}
