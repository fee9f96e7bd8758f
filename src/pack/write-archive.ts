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

/** Some bytes of an archive, and the data in them as it was read from a layer. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly data: readonly PlacedData[];
}

interface PlacedData {
  /** The offset in the bytes of the batch. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

const HEADS_AT_ONCE = 512;
/** Enough for most batches: the bytes that a layer reads at once, and the headers. */
const BLOCK_BYTES = 1024 * 1024;

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
  yield { bytes: TAR_END, data: [] };
}

/** Yields the bytes of `archiveBatches`. */
export function archiveChunks(plan: ArchivePlan, options: WriteOptions): AsyncGenerator<Uint8Array> {
  return chunksOf(archiveBatches(plan, options));
}

export async function* chunksOf(batches: AsyncIterable<Batch>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of batches) yield bytes;
}

/** Puts headers and padding around the data of files. */
class ArchiveJoiner {
  readonly #heads = new TarHeads();
  #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  #filled = 0;
  #data: PlacedData[] = [];
  /** The number of bytes of the batches before. */
  #before = 0;
  /** The size of the current file, and the number of its missing bytes. */
  #size = 0;
  #left = 0;

  /** Returns the offset in the archive of the bytes that are added next. */
  get position(): number {
    return this.#before + this.#filled;
  }

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
    this.#data.push({ at: this.#filled, bytes });
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
    const batch = { bytes: this.#block.subarray(0, this.#filled), data: this.#data };
    this.#before += this.#filled;
    this.#filled = 0;
    this.#data = [];
    return batch;
  }

  #addHead(member: MemberHeader): void {
    for (const part of this.#heads.of(member)) this.#add(part);
  }

  #add(bytes: Uint8Array): void {
    const needed = this.#filled + bytes.length;
    if (needed > this.#block.length) {
      const larger = Buffer.allocUnsafeSlow(2 * needed);
      larger.set(this.#block.subarray(0, this.#filled));
      this.#block = larger;
    }
    this.#block.set(bytes, this.#filled);
    this.#filled = needed;
  }
}

function memberOf({ member }: PlannedFile): MemberHeader {
  return member;
}

function dataOf({ data }: PlannedFile) {
  return data;
}
