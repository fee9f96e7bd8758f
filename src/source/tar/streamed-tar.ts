import { createHash, hash } from "node:crypto";
import type { MembersOptions } from "../../image/layer.js";
import { NotTar } from "../damage.js";
import type { TallyPart } from "../tally.js";
import { type Draft, TarDecoder } from "./tar.js";
import { NonZeros } from "./tar-end.js";

/** Receives the content of a file while it is read. */
export interface ContentReader {
  update(bytes: Buffer): unknown;
  /** Ends the content. Returns its SHA-256; `null` if it is not computed, or later. */
  digest(): Uint8Array | null;
}

interface StreamOptions extends Pick<MembersOptions, "contentOf"> {
  readonly digests: boolean;
  /** Returns a reader of a file's content, instead of a SHA-256. */
  contents?(file: Draft): ContentReader;
}

/**
 * Reads the headers of an archive that arrives in chunks. With `digests` it also hashes the content of each
 * regular file. Entries are reported in archive order, a file after its content.
 */
export class TarStream {
  private readonly decoder: TarDecoder;
  private readonly onEntry: (entry: Draft) => void;
  private readonly options: StreamOptions;
  /** The number of bytes so far. */
  private seen = 0;
  /** Copies of the bytes of a header that continues in the next chunk. */
  private headerParts: Buffer[] = [];
  private headerBytes = 0;
  private file: Draft | null = null;
  private reader: ContentReader | null = null;
  private take: ((chunk: Uint8Array) => void) | null = null;
  private readonly behind = new NonZeros();

  constructor(tally: TallyPart, onEntry: (entry: Draft) => void, options: StreamOptions) {
    this.decoder = new TarDecoder(tally);
    this.onEntry = onEntry;
    this.options = options;
  }

  /** Returns true after a header was read. */
  get hasHeader(): boolean {
    return !this.decoder.blank;
  }

  /** Returns the number of bytes after the archive's end that are not zeros; exact up to `MOST_BEHIND`. */
  get nonZerosBehind(): number {
    return this.behind.count;
  }

  /** Takes the next chunk, which may change afterwards. @throws Damage, LimitPassed */
  push(chunk: Buffer): void {
    const { decoder } = this;
    const base = this.seen;
    const end = base + chunk.length;
    this.seen = end;
    let at = base;
    while (!decoder.ended) {
      if (this.file !== null) {
        at = this.content(this.file, chunk, base, at);
        if (this.file !== null) return;
      }
      if (at < decoder.position) at = Math.min(decoder.position, end);
      if (at >= end) return;
      const missing = decoder.need - this.headerBytes;
      if (end - at < missing) {
        this.headerParts.push(Buffer.from(chunk.subarray(at - base)));
        this.headerBytes += end - at;
        return;
      }
      this.header(chunk, at - base, missing);
      at += missing;
    }
    this.behind.add(chunk.subarray(at - base));
  }

  /**
   * Ends the archive.
   * @throws Damage if the archive is truncated; NotTar if zeros come before other bytes.
   */
  finish(): void {
    this.decoder.finish(this.seen, Buffer.concat(this.headerParts));
    if (this.decoder.blank && this.behind.count > 0) throw new NotTar("zeros come before other bytes");
  }

  private header(chunk: Buffer, start: number, missing: number): void {
    let entry: Draft | null;
    if (this.headerBytes === 0) {
      entry = this.decoder.feed(chunk, start);
    } else {
      const whole = Buffer.concat([...this.headerParts, chunk.subarray(start, start + missing)]);
      this.headerParts = [];
      this.headerBytes = 0;
      entry = this.decoder.feed(whole, 0);
    }
    if (entry === null) return;
    if (entry.type !== "file" || entry.size === 0 || entry.sparse !== null) {
      this.onEntry(entry);
      return;
    }
    this.file = entry;
    this.reader = this.options.contents?.(entry) ?? null;
    this.take = this.options.contentOf?.(entry) ?? null;
  }

  /** Reads the part of the file in `chunk`. Returns the new offset in the archive. */
  private content(file: Draft, chunk: Buffer, base: number, at: number): number {
    const fileEnd = file.offset + file.stored;
    const stop = Math.min(fileEnd, base + chunk.length);
    const bytes = chunk.subarray(at - base, stop - base);
    if (this.options.digests && this.reader === null) {
      // Most files arrive in one piece. Then an object for the hash takes longer than the hash.
      if (bytes.length === file.stored) file.contentDigest = hash("sha256", bytes, "buffer");
      else this.reader = createHash("sha256");
    }
    if (bytes.length > 0) {
      this.reader?.update(bytes);
      this.take?.(bytes);
    }
    if (stop < fileEnd) return stop;
    file.contentDigest ??= this.reader?.digest() ?? null;
    this.file = null;
    this.reader = null;
    this.onEntry(file);
    return stop;
  }
}
