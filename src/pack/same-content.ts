import type { FileBytes } from "../image/entry.js";
import type { Layer, StoredPiece } from "../image/layer.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";

/** The same file in two images: the rows with its content. */
export interface FilePair {
  readonly node: Node;
  readonly before: EntryId;
  readonly after: EntryId;
}

/** The data of a file as a layer stores it. */
export interface StoredFile {
  readonly layer: number;
  readonly data: FileBytes;
}

/** Files of one layer of the first image, as a part of a list of pairs. */
interface Run {
  readonly layer: number;
  /** The index of its first pair in the list. */
  readonly start: number;
  readonly pairs: FilePair[];
}

/**
 * Finds a pair whose contents differ. Each layer of the second image is read once, at the same time as the
 * layers of the first image with the same files.
 * @returns the pair's node; `null` if all contents are the same.
 */
export async function firstDifferent(
  pairs: readonly FilePair[],
  before: FilesystemSide,
  after: FilesystemSide,
  { isCompared, signal }: SameFilesystemOptions,
): Promise<Node | null> {
  const groups = new Map<number, FilePair[]>();
  for (const pair of pairs) {
    if (!sameMap(before, pair.before, after, pair.after)) return pair.node;
    if (isCompared(storedFile(before, pair.before), storedFile(after, pair.after))) continue;
    const layer = after.tree.entries.layer(pair.after);
    const group = groups.get(layer);
    if (group === undefined) groups.set(layer, [pair]);
    else group.push(pair);
  }
  for (const [layer, group] of groups) {
    group.sort((a, b) => after.tree.entries.data(a.after).offset - after.tree.entries.data(b.after).offset);
    const old = new Pieces(piecesOf(group, before, signal));
    const now = new Pieces(
      after.layers[layer].pieces(
        group.map((pair) => after.tree.entries.data(pair.after)),
        signal,
      ),
    );
    try {
      const index = await firstDifference(old, now);
      if (index !== null) return group[index].node;
    } finally {
      await old.close();
      await now.close();
    }
  }
  return null;
}

/** Yields the stored data of these files in the first image, in the order of the list. */
async function* piecesOf(
  pairs: readonly FilePair[],
  side: FilesystemSide,
  signal: AbortSignal | undefined,
): AsyncGenerator<StoredPiece[]> {
  for (const { layer, start, pairs: own } of runs(pairs, side)) {
    const files = own.map((pair) => side.tree.entries.data(pair.before));
    for await (const batch of side.layers[layer].pieces(files, signal)) {
      yield batch.map(({ index, bytes }) => ({ index: start + index, bytes }));
    }
  }
}

/** Splits the list into parts, each of which one pass over one layer yields in this order. */
function runs(pairs: readonly FilePair[], side: FilesystemSide): Run[] {
  const found: Run[] = [];
  let end = 0;
  for (const [start, pair] of pairs.entries()) {
    const layer = side.tree.entries.layer(pair.before);
    const { offset } = side.tree.entries.data(pair.before);
    const last = found.at(-1);
    if (last?.layer === layer && offset >= end) last.pairs.push(pair);
    else found.push({ layer, start, pairs: [pair] });
    end = offset + 1;
  }
  return found;
}

/**
 * Returns the first file in which two lists of pieces differ; `null` if they are the same. The pieces of the
 * lists may have different sizes.
 */
async function firstDifference(one: Pieces, other: Pieces): Promise<number | null> {
  for (;;) {
    // A promise for each piece would take longer than the comparison.
    const [here, there] = [one.has || (await one.load()), other.has || (await other.load())];
    if (!here || !there) return here ? one.index : there ? other.index : null;
    if (one.index !== other.index) return one.index;
    const length = Math.min(one.left, other.left);
    if (Buffer.compare(one.take(length), other.take(length)) !== 0) return one.index;
  }
}

/** A stream of pieces. Bytes are taken from its front. */
class Pieces {
  readonly #batches: AsyncIterator<readonly StoredPiece[]>;
  #batch: Iterator<StoredPiece> = [][Symbol.iterator]();
  #piece: StoredPiece = { index: -1, bytes: new Uint8Array() };
  #taken = 0;

  constructor(batches: AsyncIterable<readonly StoredPiece[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /** Returns the index of the file of the next bytes. */
  get index(): number {
    return this.#piece.index;
  }

  /** Returns the number of bytes of the current piece. */
  get left(): number {
    return this.#piece.bytes.length - this.#taken;
  }

  /** Returns true if bytes are available without waiting. */
  get has(): boolean {
    while (this.left === 0) {
      const { done, value } = this.#batch.next();
      if (done === true) return false;
      this.#piece = value;
      this.#taken = 0;
    }
    return true;
  }

  /** Loads the next batch. Returns false if there is none. */
  async load(): Promise<boolean> {
    while (!this.has) {
      const { done, value } = await this.#batches.next();
      if (done === true) return false;
      this.#batch = value[Symbol.iterator]();
    }
    return true;
  }

  take(length: number): Uint8Array {
    const { bytes } = this.#piece;
    const from = this.#taken;
    this.#taken += length;
    return from === 0 && length === bytes.length ? bytes : bytes.subarray(from, from + length);
  }

  async close(): Promise<void> {
    await this.#batches.return?.();
  }
}

/** Returns the stored data of a file. Its holes are compared separately, by their map. */
function storedFile({ tree: { entries } }: FilesystemSide, row: EntryId): StoredFile {
  return { layer: entries.layer(row), data: entries.data(row) };
}

/** Returns true if both files have data and holes at the same places. */
function sameMap(before: FilesystemSide, a: EntryId, after: FilesystemSide, b: EntryId): boolean {
  const [old, now] = [before.tree.entries, after.tree.entries];
  if (!old.isSparse(a) && !now.isSparse(b)) return true;
  const [one, other] = [old.content(a).sparse, now.content(b).sparse];
  if (one === null || other === null) return one === other;
  return (
    one.length === other.length &&
    one.every(({ offset, length }, i) => offset === other[i].offset && length === other[i].length)
  );
}

/** Returns true if two streams have the same bytes. Their chunks may have different sizes. */
export async function sameBytes(
  one: AsyncIterable<Uint8Array>,
  other: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const [a, b] = [new Pieces(asPieces(one)), new Pieces(asPieces(other))];
  try {
    return (await firstDifference(a, b)) === null;
  } finally {
    await a.close();
    await b.close();
  }
}

/** Yields chunks as the pieces of one file. */
async function* asPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StoredPiece[]> {
  for await (const bytes of chunks) yield [{ index: 0, bytes }];
}
/** One of two images that are compared. */
export interface FilesystemSide {
  readonly tree: FileTree;
  readonly layers: readonly Layer[];
}
export interface SameFilesystemOptions {
  /** Returns true if the data of two files is known to be the same. It is not read then. */
  isCompared(before: StoredFile, after: StoredFile): boolean;
  readonly signal?: AbortSignal;
}
