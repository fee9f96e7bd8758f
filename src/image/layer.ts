import type { Entry, FileBytes, FilePiece } from "./entry.js";
import type { LayerMembers } from "./members/members.js";

export interface ScanOptions extends Omit<MembersOptions, "onEntry"> {
  /**
   * Called for each member of the layer's archive, in archive order, except the root and extension headers.
   */
  onEntry(entry: Entry): void;
  /** Called for each member that is the root folder itself: `./`. */
  onRoot?(entry: Entry): void;
}

export interface MembersOptions {
  /**
   * Called like `ScanOptions.onEntry` while the layer is read. Not called if an earlier run kept the members.
   */
  onEntry?(entry: Entry): void;
  /** Called from time to time with the number of stored bytes that were read. */
  onProgress?(storedBytes: number): void;
  /** Computes the SHA-256 of each file if the layer is decompressed anyway. */
  digests?: boolean;
  /**
   * Returns a function that takes the content of a file in chunks, or `null` for a file that is not needed. Called
   * for files that are not sparse, if all bytes of the layer pass anyway. A chunk may change after the call.
   */
  contentOf?(file: Entry): ((chunk: Uint8Array) => void) | null;
  signal?: AbortSignal;
}

/** The content of one of several requested files. */
export interface FileContent {
  /** The index of the file in the request. */
  readonly index: number;
  /** The content, with holes as zeros. */
  readonly content: AsyncIterable<Uint8Array>;
  /** The same content without holes, as batches of pieces by rising offset. Read either this or `content`. */
  readonly data: AsyncIterable<readonly FilePiece[]>;
}

/** Some of the stored bytes of one of several files. */
export interface StoredPiece {
  /** The index of the file in the request. */
  readonly index: number;
  readonly bytes: Uint8Array;
}

/**
 * One filesystem layer: a tar archive of differences to the layers below. Reading it takes the time for its
 * headers if the archive is seekable, otherwise the time for one decompression.
 */
export interface Layer {
  /** 0 for the lowest layer. */
  readonly index: number;
  /**
   * The digest of the uncompressed archive, from the config, usually `sha256:…`; `null` if the config has
   * none.
   */
  readonly diffId: string | null;
  /** The digest of the stored blob; `null` if the archive does not have it. */
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** Bytes of the stored blob; `null` if it is stored uncompressed or is missing. */
  readonly compressedSize: number | null;
  /** Bytes of the stored blob, compressed or not; 0 if it is missing. For progress. */
  readonly storedSize: number;
  /**
   * False for a foreign layer, whose blob is not in the image. It has no entries, and its size is unknown.
   */
  readonly available: boolean;
  /** The key of the stored blob: layers with the same key have the same bytes. */
  readonly blobKey: string;
  /** Offset of the stored blob in the file that is read, bytes; `null` if it is not part of a local file. */
  readonly filePosition: number | null;

  /**
   * Returns all members as columns, from an earlier run or from `scan`.
   * @throws as `scan`
   */
  members(options: MembersOptions): Promise<LayerMembers>;

  /**
   * Reads the headers. A compressed layer is checked against its diff ID; a wrong diff ID is a warning on the
   * image.
   * @throws LayerxError `layer-truncated`, `layer-corrupt` … ; the signal's reason when aborted.
   */
  scan(options: ScanOptions): Promise<void>;

  /** Reads one file's content, with holes as zeros. */
  open(file: FileBytes, signal?: AbortSignal): AsyncIterable<Uint8Array>;

  /**
   * Reads the blob as it is stored, compressed or not; nothing if it is missing.
   * @throws LayerxError as `scan`; the signal's reason.
   */
  stored(signal?: AbortSignal): AsyncIterable<Uint8Array>;

  /**
   * Reads the contents of several files in one pass over the layer, in the order of its archive. All files
   * have different places. Read each content as far as you need before you request the next one.
   * @throws LayerxError as `scan`; the signal's reason when aborted.
   */
  contents(files: readonly FileBytes[], signal?: AbortSignal): AsyncIterable<FileContent>;

  /**
   * Reads the stored bytes of several files, without holes, in one pass over the layer. The pieces of each
   * file are in order, the files are in the order of the archive, and a batch has many pieces. All files have
   * different places; an empty file has no piece. The bytes are valid until the next batch is requested.
   * @throws LayerxError as `scan`; the signal's reason when aborted.
   */
  pieces(files: readonly FileBytes[], signal?: AbortSignal): AsyncIterable<readonly StoredPiece[]>;

  /**
   * Returns the contents of several small files, in the given order. All files have different places.
   * @throws LayerxError as `scan`; the signal's reason when aborted.
   */
  readAll(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]>;

  /**
   * Returns the SHA-256 of several files, in the given order, in one pass over the layer.
   * @throws LayerxError as `scan`, `limit-passed` if they have too many holes; the signal's reason when
   * aborted.
   */
  digests(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]>;

  /**
   * Returns digests that are equal for equal contents, sparse or not, in the given order, in one pass over
   * the layer. Holes are not read. These digests can only be compared with each other.
   */
  mapDigests(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]>;

  /**
   * Hashes the whole uncompressed archive and compares it with the diff ID. A difference is a warning on the
   * image.
   */
  verify(options: Pick<ScanOptions, "onProgress" | "signal">): Promise<void>;
}
