import type { FileBytes, MemberHeader } from "../image/entry.js";
import type { Layer, StoredPiece } from "../image/layer.js";
import { type ArchivePart, type ArchivePlan, dataBytes } from "./archive-plan.js";
import { padding, TAR_END, TarHeads } from "./tar-head.js";

export interface WriteOptions {
  /** The layers of the image that the plan is for. */
  readonly layers: readonly Layer[];
  onProgress?(doneBytes: number, totalBytes: number): void;
  /** Called for data before it is written, with its layer and its offset in the new archive. */
  onData?(data: FileBytes, layer: number, offset: number): void;
  readonly signal?: AbortSignal;
}

/** Some bytes of an archive: headers, data as it was read from a layer, and padding. */
export type Batch = readonly Uint8Array[];

const HEADS_AT_ONCE = 512;

/**
 * Yields the archive in batches of some hundred kilobytes. Each layer is read once, from its lowest byte to its
 * highest. A batch is unchanged until the next one is requested.
 * @throws errors of reading a layer; an error if a layer gives fewer bytes; the signal's reason.
 */
export async function* archiveBatches(
  plan: ArchivePlan,
  { layers, onProgress, onData, signal }: WriteOptions,
): AsyncGenerator<Batch> {
  const archive = new ArchiveJoiner();
  const total = dataBytes(plan);
  let done = 0;
  yield* archive.heads(plan.folders, signal);
  for (const [layer, parts] of plan.parts) {
    const filled = parts.filter(({ data }) => data.size > 0);
    yield* archive.heads(
      parts.flatMap(({ member, data }) => (member !== null && data.size === 0 ? [member] : [])),
      signal,
    );
    const onBegin = ({ data }: ArchivePart) => onData?.(data, layer, archive.position);
    for await (const pieces of layers[layer].pieces(filled.map(dataOf), signal)) {
      done += archive.addPieces(pieces, filled, onBegin);
      yield archive.batch();
      onProgress?.(done, total);
    }
  }
  if (done !== total) throw new Error(`${total - done} bytes are left to be written`);
  yield* archive.heads(plan.rest, signal);
  yield [TAR_END];
}

/** Yields the bytes of `archiveBatches` as chunks that never change. */
export function archiveChunks(plan: ArchivePlan, options: WriteOptions): AsyncGenerator<Uint8Array> {
  return chunksOf(archiveBatches(plan, options));
}

/** Yields a copy of each batch. */
export async function* chunksOf(batches: AsyncIterable<Batch>): AsyncGenerator<Uint8Array> {
  for await (const batch of batches) yield Buffer.concat(batch);
}

/** Puts headers and padding around the data of files. */
class ArchiveJoiner {
  readonly #heads = new TarHeads();
  #batch: Uint8Array[] = [];
  /** The offset in the archive of the bytes that are added next. */
  position = 0;
  /** The part whose data is added, and the number of its missing bytes. */
  #part: ArchivePart | null = null;
  #left = 0;

  /** Yields batches of members without content. */
  *heads(members: readonly MemberHeader[], signal?: AbortSignal): Generator<Batch> {
    for (let at = 0; at < members.length; at += HEADS_AT_ONCE) {
      signal?.throwIfAborted();
      for (const member of members.slice(at, at + HEADS_AT_ONCE)) this.#addHead(member);
      yield this.batch();
    }
  }

  /**
   * Adds pieces of the data of some parts.
   * @param onBegin called for each part before its data is added
   * @returns the number of bytes that were read
   */
  addPieces(
    pieces: readonly StoredPiece[],
    parts: readonly ArchivePart[],
    onBegin: (part: ArchivePart) => void,
  ): number {
    let done = 0;
    for (const { index, bytes } of pieces) {
      const part = parts[index];
      if (part !== this.#part) this.#begin(part, onBegin);
      this.#add(bytes);
      this.#left -= bytes.length;
      if (this.#left === 0) this.#add(padding(part.data.size));
      done += bytes.length;
    }
    return done;
  }

  #begin(part: ArchivePart, onBegin: (part: ArchivePart) => void): void {
    if (part.member !== null) this.#addHead(part.member);
    this.#part = part;
    this.#left = part.data.size;
    onBegin(part);
  }

  /** Returns all bytes since the last batch. */
  batch(): Batch {
    const batch = this.#batch;
    this.#batch = [];
    return batch;
  }

  #addHead(member: MemberHeader): void {
    for (const part of this.#heads.of(member)) this.#add(part);
  }

  #add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#batch.push(bytes);
    this.position += bytes.length;
  }
}

function dataOf({ data }: ArchivePart): FileBytes {
  return data;
}
