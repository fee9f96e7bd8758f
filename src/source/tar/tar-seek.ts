import type { Entry } from "../../image/entry.js";
import { Pauses } from "../../pauses.js";
import type { SeekableBlob } from "../blob.js";
import type { TallyPart } from "../tally.js";
import { TarDecoder } from "./tar.js";

export interface SeekOptions {
  readonly tally: TallyPart;
  onEntry(entry: Entry): void;
  /** Called with the offset in bytes. */
  onProgress?(position: number): void;
  readonly signal?: AbortSignal;
}

const SMALL_WINDOW = 4 * 1024;
const LARGE_WINDOW = 256 * 1024;
const HEADERS_BETWEEN_CLOCKS = 128;

/**
 * Reads the headers of an uncompressed archive by seeking from one to the next; bodies are not read. Pauses
 * every few milliseconds for other work.
 * @returns the decoder with the final state.
 * @throws Damage, LimitPassed; the signal's reason.
 */
export async function scanSeekable(
  blob: SeekableBlob,
  { tally, onEntry, onProgress, signal }: SeekOptions,
): Promise<TarDecoder> {
  signal?.throwIfAborted();
  const decoder = new TarDecoder(tally);
  const window = new Window(blob);
  const pauses = new Pauses();
  for (;;) {
    if (!scanSome(decoder, window, onEntry)) {
      decoder.finish(blob.available, restOf(blob, decoder));
      break;
    }
    if (decoder.ended) break;
    if (pauses.due) {
      onProgress?.(decoder.position);
      await pauses.pause();
      signal?.throwIfAborted();
    }
  }
  onProgress?.(blob.available);
  return decoder;
}

/**
 * Reads the next headers. V8 would compile this loop anew for each layer if it were in an async function.
 * @returns false if the blob ends before the archive
 */
function scanSome(decoder: TarDecoder, window: Window, onEntry: (entry: Entry) => void): boolean {
  for (let i = 0; i < HEADERS_BETWEEN_CLOCKS && !decoder.ended; i++) {
    if (!window.reach(decoder.position, decoder.need)) return false;
    const entry = decoder.feed(window.bytes, decoder.position - window.start);
    if (entry !== null) onEntry(entry);
  }
  return true;
}

/** Returns the rest of the blob, up to the bytes that the decoder needs. */
function restOf(blob: SeekableBlob, { position, need }: TarDecoder): Buffer {
  const rest = Buffer.alloc(Math.max(Math.min(need, blob.available - position), 0));
  if (rest.length > 0) blob.readAt(rest, position);
  return rest;
}

/**
 * The part of a blob that is in memory. It grows while headers are close together, and shrinks after jumps.
 */
class Window {
  bytes = Buffer.allocUnsafe(LARGE_WINDOW);
  start = 0;
  private readonly blob: SeekableBlob;
  private end = 0;
  private size = SMALL_WINDOW;
  /** The part of `bytes` that was filled last. The next one usually has the same length. */
  private target = this.bytes.subarray(0, SMALL_WINDOW);

  constructor(blob: SeekableBlob) {
    this.blob = blob;
  }

  /** Reads `length` bytes from `position` on; returns false if the blob ends before. */
  reach(position: number, length: number): boolean {
    if (position >= this.start && position + length <= this.end) return true;
    if (position + length > this.blob.available) return false;
    const near = position < this.end + SMALL_WINDOW;
    this.size = near ? Math.min(this.size * 2, LARGE_WINDOW) : SMALL_WINDOW;
    const wanted = Math.max(this.size, length);
    if (wanted > this.bytes.length) this.bytes = Buffer.allocUnsafe(wanted);
    if (wanted !== this.target.length) this.target = this.bytes.subarray(0, wanted);
    this.start = position;
    this.end = position + this.blob.readAt(this.target, position);
    while (this.end < position + length) {
      const read = this.blob.readAt(this.target.subarray(this.end - position), this.end);
      if (read === 0) return false;
      this.end += read;
    }
    return true;
  }
}
