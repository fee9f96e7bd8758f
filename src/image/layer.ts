import type { Entry, FileBytes, FilePiece } from "./entry.js";
import type { LayerMembers } from "./members/members.js";

export interface ScanOptions extends Omit<MembersOptions, "onEntry"> {
  /** Called for each member of the layer's archive, in archive order, the root and extension headers aside. */
  onEntry(entry: Entry): void;
  /** Called for each member that is the root folder itself: `./`. */
  onRoot?(entry: Entry): void;
}

export interface MembersOptions {
  /** Called as `ScanOptions.onEntry` while the layer is read; not called for members that an earlier run kept. */
  onEntry?(entry: Entry): void;
  /** Called now and then with the archive's bytes passed so far, as stored. */
  onProgress?(storedBytes: number): void;
  /** Takes the SHA-256 of each file's content where it comes by anyhow: in a layer that is decompressed. */
  digests?: boolean;
  signal?: AbortSignal;
}

/** One of several files, as it comes by in a layer. */
export interface FileContent {
  /** The index of the file in the request. */
  readonly index: number;
  /** Holes filled with zeros. */
  readonly content: AsyncIterable<Uint8Array>;
  /** The same without the holes, in lists of pieces by rising offset: instead of `content`, not in addition to it. */
  readonly data: AsyncIterable<readonly FilePiece[]>;
}

/** Some of the bytes that are stored of one of several files. */
export interface StoredPiece {
  /** The index of the file in the request. */
  readonly index: number;
  readonly bytes: Uint8Array;
}

/**
 * One filesystem layer: a tar archive of differences to the layers below. Reading it costs its headers where
 * the archive can be seeked in, and one decompression where it cannot.
 */
export interface Layer {
  /** 0 is the lowest. */
  readonly index: number;
  /** Digest of the uncompressed archive as the config promises it, `sha256:…` mostly; `null` where it promises none. */
  readonly diffId: string | null;
  /** Digest of the stored blob; `null` where the archive does not tell. */
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** Bytes of the stored blob, or `null` where it is stored uncompressed (or is not there). */
  readonly compressedSize: number | null;
  /** Bytes of the stored blob, whatever its form; 0 where it is not there. For progress. */
  readonly storedSize: number;
  /** False for a foreign layer, whose blob is elsewhere: it has no entries, and its size is unknown. */
  readonly available: boolean;
  /** Names the stored blob: two layers with the same key have the same bytes. */
  readonly blobKey: string;

  /**
   * All members as columns: those that an earlier run kept, else as `scan` reads them.
   * @throws as `scan`
   */
  members(options: MembersOptions): Promise<LayerMembers>;

  /**
   * Reads the headers. A compressed layer is verified against its diff ID on the way: what does not match is
   * a warning on the image.
   * @throws LayerxError `layer-truncated`, `layer-corrupt` … ; the signal's reason when aborted.
   */
  scan(options: ScanOptions): Promise<void>;

  /** One file's content, holes filled with zeros. */
  open(file: FileBytes, signal?: AbortSignal): AsyncIterable<Uint8Array>;

  /**
   * The blob as it is stored, compressed or not; nothing where it is not there.
   * @throws LayerxError as `scan`; the signal's reason.
   */
  stored(signal?: AbortSignal): AsyncIterable<Uint8Array>;

  /**
   * The contents of several files in one pass over the layer, in the order of its archive. No two of them have the same
   * place. Read each one, as far as needed, before you request the next.
   * @throws LayerxError as `scan`; the signal's reason when aborted.
   */
  contents(files: readonly FileBytes[], signal?: AbortSignal): AsyncIterable<FileContent>;

  /**
   * What is stored of several files, holes left out, in one pass over the layer: the pieces of each file in order, the files
   * in the order of the archive, many in one batch. No two files have the same place; an empty file has no piece. The bytes
   * stay as they are until the next batch is requested.
   * @throws LayerxError as `scan`; the signal's reason when aborted.
   */
  pieces(files: readonly FileBytes[], signal?: AbortSignal): AsyncIterable<readonly StoredPiece[]>;

  /**
   * The contents of several small files at once, in memory; same order as given. No two of them have the same place.
   * @throws LayerxError as `scan`; the signal's reason when aborted.
   */
  readAll(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]>;

  /**
   * SHA-256 of several files in one pass over the layer; same order as given.
   * @throws LayerxError as `scan`, `limit-passed` where they have too many holes; the signal's reason when aborted.
   */
  digests(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]>;

  /**
   * Digests that tell equal contents as SHA-256 does, without reading holes: equal for equal contents, sparse or not, and
   * comparable with nothing but each other. In one pass over the layer; same order as given.
   */
  mapDigests(files: readonly FileBytes[], signal?: AbortSignal): Promise<Uint8Array[]>;

  /** Hashes the whole uncompressed archive against the diff ID; a mismatch becomes a warning on the image. */
  verify(options: Pick<ScanOptions, "onProgress" | "signal">): Promise<void>;
}
