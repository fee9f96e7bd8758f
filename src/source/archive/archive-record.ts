import { type Blob, isWhole, type ReadableCompression } from "../blob.js";
import { sniffBlob } from "../compression/compression.js";

/** A blob of an archive, when the archive was opened. */
export interface BlobRecord {
  /** The name under which its layer is cached. */
  readonly id: string;
  /** The same as `Blob.key`. */
  readonly key: string;
  /** Bytes; the blob is complete. */
  readonly size: number;
  readonly compression: ReadableCompression;
}

/**
 * The members of an archive that were needed to open an image, by their names. `null`: there is no such
 * member.
 */
export interface ArchiveRecord {
  /** Digests of documents. */
  readonly documents: ReadonlyMap<string, string | null>;
  readonly blobs: ReadonlyMap<string, BlobRecord | null>;
  readonly present: ReadonlyMap<string, boolean>;
}

/** Records the members that are read, so that the next run can open the image without the archive. */
export class ArchiveRecorder {
  readonly documents = new Map<string, Buffer | null>();
  readonly blobs = new Map<string, BlobRecord | null>();
  readonly present = new Map<string, boolean>();
  /** False after a read that a record cannot contain: of a blob that is cut or has no name. */
  complete = true;
  private readonly idOf: (key: string) => string | null;

  /** @param idOf returns the name of the blob with that key, under which its layer is cached */
  constructor(idOf: (key: string) => string | null) {
    this.idOf = idOf;
  }

  noteBlob(name: string, blob: Blob | null): void {
    if (blob === null) {
      this.blobs.set(name, null);
      return;
    }
    const id = this.idOf(blob.key);
    const compression = blob.seekable === null ? (blob.compression ?? null) : sniffBlob(blob.seekable);
    const odd = compression === null || compression === "bzip2" || compression === "xz";
    if (id === null || odd || !isWhole(blob) || blob.memory === undefined) {
      this.complete = false;
      return;
    }
    this.blobs.set(name, { id, key: blob.key, size: blob.size, compression });
  }
}
