import { BLOCK_BYTES } from "../hash-thread.js";
import type { MemberHeader } from "../image/entry.js";
import type { Layer, StoredPiece } from "../image/layer.js";
import { type ArchivePlan, dataBytes, type PlannedFile } from "./archive-plan.js";
import { contentBytes, padding, TAR_END, TarHeads } from "./tar-head.js";

export interface WriteOptions {
  /** The layers of the image that the plan is for. */
  readonly layers: readonly Layer[];
  onProgress?(doneBytes: number, totalBytes: number): void;
  readonly signal?: AbortSignal;
  /** Returns a block of `BLOCK_BYTES` bytes to fill. By default the same block is used again and again. */
  block?(): Uint8Array;
}

const HEADS_AT_ONCE = 512;

/**
 * Yields the archive's bytes in large chunks. Each layer is read once, from its lowest byte to its highest. A
 * chunk is unchanged until the next chunk is requested.
 * @throws errors of reading a layer; the signal's reason.
 */
export function archiveChunks(plan: ArchivePlan, options: WriteOptions): AsyncGenerator<Uint8Array> {
  return inBlocks(archiveParts(plan, options), options);
}

/**
 * Joins many small parts to blocks of `BLOCK_BYTES`. A part must stay as it is until the next list of parts is requested, a block until the
 * next block is requested.
 */
export async function* inBlocks(
  lists: AsyncIterable<readonly Uint8Array[]>,
  { block: next = sameBlock() }: Pick<WriteOptions, "block"> = {},
): AsyncGenerator<Uint8Array> {
  let block = next();
  let filled = 0;
  for await (const parts of lists) {
    for (const part of parts) {
      for (let at = 0; at < part.length; ) {
        const piece = part.subarray(at, at + BLOCK_BYTES - filled);
        block.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled < BLOCK_BYTES) continue;
        yield block;
        block = next();
        filled = 0;
      }
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

/** Returns a function that always returns the same block. */
function sameBlock(): () => Uint8Array {
  let block: Uint8Array | null = null;
  return () => {
    block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    return block;
  };
}

async function* archiveParts(
  plan: ArchivePlan,
  { layers, onProgress, signal }: WriteOptions,
): AsyncGenerator<Uint8Array[]> {
  const heads = new TarHeads();
  const total = dataBytes(plan);
  let done = 0;
  yield* headsOf(plan.folders, heads, signal);
  for (const [layer, planned] of plan.files) {
    const filled = planned.filter(({ data }) => data.size > 0);
    const empty = planned.filter(({ data }) => data.size === 0);
    yield* headsOf(empty.map(memberOf), heads, signal);
    const joiner = new FileJoiner(filled, heads);
    for await (const batch of layers[layer].pieces(filled.map(dataOf), signal)) {
      yield batch.flatMap((piece) => joiner.add(piece));
      for (const { bytes } of batch) done += bytes.length;
      onProgress?.(done, total);
    }
    joiner.finish();
  }
  yield* headsOf(plan.rest, heads, signal);
  yield [TAR_END];
}

/** Yields members without content. */
function* headsOf(
  members: readonly MemberHeader[],
  heads: TarHeads,
  signal?: AbortSignal,
): Generator<Uint8Array[]> {
  for (let at = 0; at < members.length; at += HEADS_AT_ONCE) {
    signal?.throwIfAborted();
    yield members.slice(at, at + HEADS_AT_ONCE).flatMap((member) => heads.of(member));
  }
}

/** Adds headers and padding to the contents of files. */
class FileJoiner {
  readonly #files: readonly PlannedFile[];
  readonly #heads: TarHeads;
  #index = -1;
  /** The number of missing bytes of the current file. */
  #left = 0;

  constructor(files: readonly PlannedFile[], heads: TarHeads) {
    this.#files = files;
    this.#heads = heads;
  }

  add({ index, bytes }: StoredPiece): Uint8Array[] {
    const { member } = this.#files[index];
    const size = contentBytes(member);
    const parts: Uint8Array[] = [];
    if (index !== this.#index) {
      this.finish();
      parts.push(...this.#heads.of(member));
      this.#index = index;
      this.#left = size;
    }
    parts.push(bytes);
    this.#left -= bytes.length;
    if (this.#left === 0) parts.push(padding(size));
    return parts;
  }

  /**
   * Throws an error if a file ended early: its header promises more bytes, so the archive would be damaged.
   */
  finish(): void {
    if (this.#left !== 0) throw new Error(`${this.#left} bytes of a file are left to be written`);
  }
}

function memberOf({ member }: PlannedFile): MemberHeader {
  return member;
}

function dataOf({ data }: PlannedFile) {
  return data;
}
