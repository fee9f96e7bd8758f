import type { MemberHeader } from "../image/entry.js";
import type { Layer } from "../image/layer.js";
import { type ArchivePlan, dataBytes, type PlannedFile } from "./archive-plan.js";
import { contentBytes, padding, TAR_END, TarHeads } from "./tar-head.js";

export interface WriteOptions {
  /** The layers of the image that the plan is for. */
  readonly layers: readonly Layer[];
  onProgress?(doneBytes: number, totalBytes: number): void;
  /** Called for each file with content, with the layer of its data and the offset of the data in the new archive. */
  onFile?(file: PlannedFile, layer: number, offset: number): void;
  readonly signal?: AbortSignal;
}

/** Some bytes of an archive: headers, data as it was read from a layer, and padding. */
export type Batch = readonly Uint8Array[];

const HEADS_AT_ONCE = 512;

/**
 * Yields the archive in batches of some hundred kilobytes. Each layer is read once, from its lowest byte to its
 * highest. A batch is unchanged until the next one is requested.
 * @throws errors of reading a layer; the signal's reason.
 */
export async function* archiveBatches(
  plan: ArchivePlan,
  { layers, onProgress, onFile, signal }: WriteOptions,
): AsyncGenerator<Batch> {
  const archive = new ArchiveJoiner();
  const total = dataBytes(plan);
  let done = 0;
  yield* archive.heads(plan.folders, signal);
  for (const [layer, planned] of plan.files) {
    const filled = planned.filter(({ data }) => data.size > 0);
    const empty = planned.filter(({ data }) => data.size === 0);
    yield* archive.heads(empty.map(memberOf), signal);
    let last = -1;
    for await (const pieces of layers[layer].pieces(filled.map(dataOf), signal)) {
      for (const { index, bytes } of pieces) {
        if (index !== last) {
          archive.begin(filled[index].member);
          onFile?.(filled[index], layer, archive.position);
        }
        last = index;
        archive.addData(bytes);
        done += bytes.length;
      }
      yield archive.batch();
      onProgress?.(done, total);
    }
    archive.end();
  }
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
  /** The size of the current file, and the number of its missing bytes. */
  #size = 0;
  #left = 0;

  /** Yields batches of members without content. */
  *heads(members: readonly MemberHeader[], signal?: AbortSignal): Generator<Batch> {
    for (let at = 0; at < members.length; at += HEADS_AT_ONCE) {
      signal?.throwIfAborted();
      for (const member of members.slice(at, at + HEADS_AT_ONCE)) this.#addHead(member);
      yield this.batch();
    }
  }

  /** Begins a file with content. */
  begin(member: MemberHeader): void {
    this.end();
    this.#addHead(member);
    this.#size = contentBytes(member);
    this.#left = this.#size;
  }

  /** Adds some of the data of the file that was begun. */
  addData(bytes: Uint8Array): void {
    this.#add(bytes);
    this.#left -= bytes.length;
    if (this.#left === 0) this.#add(padding(this.#size));
  }

  /** Throws an error if a file ended early: its header promises more bytes, so the archive would be damaged. */
  end(): void {
    if (this.#left !== 0) throw new Error(`${this.#left} bytes of a file are left to be written`);
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

function memberOf({ member }: PlannedFile): MemberHeader {
  return member;
}

function dataOf({ data }: PlannedFile) {
  return data;
}
