import { type Blob, isWhole, type ReadableCompression } from "../blob.js";
import { sniffBlob } from "../compression/compression.js";

/** A blob of an archive, as it was when the archive was opened. */
export interface BlobRecord {
  /** The name under which its layer is remembered. */
  readonly id: string;
  /** As `Blob.key`. */
  readonly key: string;
  /** Bytes, all of which are there. */
  readonly size: number;
  readonly compression: ReadableCompression;
}

/**
 * What opening an image asked of an archive, and what the archive answered, by the names of its members. `null`: there is no
 * such member.
 */
export interface ArchiveRecord {
  /** Digests of documents. */
  readonly documents: ReadonlyMap<string, string | null>;
  readonly blobs: ReadonlyMap<string, BlobRecord | null>;
  readonly present: ReadonlyMap<string, boolean>;
}

/** Notes what an archive is asked, so that the next run can open the image without the archive. */
export class ArchiveRecorder {
  readonly documents = new Map<string, Buffer | null>();
  readonly blobs = new Map<string, BlobRecord | null>();
  readonly present = new Map<string, boolean>();
  /** False once something was seen that a record cannot have: a cut or an unnamed blob. */
  complete = true;
  private readonly idOf: (key: string) => string | null;

  /** @param idOf the name of the blob with that key, under which its layer is remembered */
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
