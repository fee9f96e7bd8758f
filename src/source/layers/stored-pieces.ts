import type { FileBytes } from "../../image/entry.js";
import type { StoredPiece } from "../../image/layer.js";
import { Pauses } from "../../pauses.js";
import type { SeekableBlob } from "../blob.js";
import { Damage } from "../damage.js";
import { byOffset } from "./read-contents.js";

/**
 * The maximum gap in bytes between two files that are read together. Reading such a gap is faster than a
 * second read.
 */
const MOST_GAP = 64 * 1024;
const WINDOW_BYTES = 512 * 1024;

/** A range of an archive that is read at once, and the files in it. */
interface Window {
  readonly from: number;
  to: number;
  readonly parts: { readonly index: number; readonly from: number; readonly to: number }[];
}

/**
 * Implements `Layer.pieces` for a seekable archive: neighbouring files are read together. A batch is
 * unchanged until the next one is requested.
 * @throws Damage if the archive ends before a file.
 */
export async function* soughtPieces(
  files: readonly FileBytes[],
  archive: SeekableBlob,
  signal?: AbortSignal,
): AsyncGenerator<StoredPiece[]> {
  const target = Buffer.allocUnsafeSlow(WINDOW_BYTES);
  const pauses = new Pauses();
  for (const window of windowsOf(files)) {
    if (pauses.due) await pauses.pause();
    signal?.throwIfAborted();
    fill(target, window, archive);
    yield window.parts.map(({ index, from, to }) => ({
      index,
      bytes: target.subarray(from - window.from, to - window.from),
    }));
  }
}

/**
 * Implements `Layer.pieces` for an archive that can only be read from its start.
 * @throws Damage if the archive ends before a file.
 */
export async function* streamedPieces(
  files: readonly FileBytes[],
  archive: AsyncGenerator<Buffer>,
): AsyncGenerator<StoredPiece[]> {
  const order = byOffset(files).filter((index) => files[index].stored > 0);
  let next = 0;
  let position = 0;
  try {
    while (next < order.length) {
      const { done, value: chunk } = await archive.next();
      if (done === true) throw missing(position, ends(files[order[next]]) - position);
      const end = position + chunk.length;
      const pieces: StoredPiece[] = [];
      for (; next < order.length; next++) {
        const file = files[order[next]];
        const from = Math.max(file.offset, position);
        if (from < end) {
          pieces.push({ index: order[next], bytes: chunk.subarray(from - position, ends(file) - position) });
        }
        if (ends(file) > end) break;
      }
      position = end;
      if (pieces.length > 0) yield pieces;
    }
  } finally {
    await archive.return(undefined);
  }
}

function* windowsOf(files: readonly FileBytes[]): Generator<Window, undefined> {
  let window: Window | null = null;
  for (const index of byOffset(files)) {
    const end = ends(files[index]);
    for (let at = files[index].offset; at < end; at = window.to) {
      const isFar: boolean =
        window !== null && (at - window.to > MOST_GAP || at >= window.from + WINDOW_BYTES);
      if (window !== null && isFar) {
        yield window;
        window = null;
      }
      window ??= { from: at, to: at, parts: [] };
      window.to = Math.min(end, window.from + WINDOW_BYTES);
      window.parts.push({ index, from: at, to: window.to });
    }
  }
  if (window !== null) yield window;
}

function fill(target: Buffer, { from, to }: Window, archive: SeekableBlob): void {
  for (let at = from; at < to; ) {
    const read = archive.readAt(target.subarray(at - from, to - from), at);
    if (read === 0) throw missing(at, to - at);
    at += read;
  }
}

function ends({ offset, stored }: FileBytes): number {
  return offset + stored;
}

function missing(at: number, bytes: number): Damage {
  return new Damage("truncated", at, `${bytes} bytes of a file are missing`);
}
