import { readSync } from "node:fs";
import { Writable } from "node:stream";
import type { Printable } from "../../text/escape.js";
import { Damage, explain, LimitPassed, NotTar } from "../damage.js";
import type { OpenOptions } from "../open.js";
import { SpoolFile } from "../spool.js";
import { ArrivingArchive, type ArrivingOptions } from "./arriving-archive.js";
import { bodyWords } from "./engine-message.js";

/** The number of bytes that may wait for the disk. */
const WAITING_BYTES = 1024 * 1024;
/** The maximum size of an error that an engine writes instead of a header. */
const ERROR_BYTES = 64 * 1024;
/** The size of the end of a tar archive. */
const END_BYTES = 1024;

interface SinkOptions extends ArrivingOptions, Pick<OpenOptions, "onProgress"> {
  readonly tempDir: string;
  /** The name of the image in messages. */
  readonly input: Printable;
  /** Throws the error that an engine wrote instead of a header. */
  failed(words: Printable): never;
}

/**
 * Reads an archive while it is written to this stream. Bytes that are needed later are written to a temporary
 * file. The stream fails with the LayerxError of the archive or of the engine.
 */
export class ArchiveSink extends Writable {
  readonly arriving: ArrivingArchive;
  /** The number of bytes that were read. */
  size = 0;
  private readonly options: SinkOptions;
  private readonly file: SpoolFile;
  /** A few large blocks are read faster than many chunks. */
  private block: Buffer;
  private filled = 0;
  private damage: unknown = null;
  private isWhole = false;

  /** @throws LayerxError `spool-failed` */
  constructor(options: SinkOptions) {
    super({ highWaterMark: WAITING_BYTES });
    this.options = options;
    this.file = new SpoolFile({ folder: options.tempDir, input: options.input });
    this.arriving = new ArrivingArchive(options);
    this.block = this.arriving.block();
  }

  /** The temporary file. After the stream has finished, the caller closes it. */
  get fd(): number {
    return this.file.fd;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    let behind: Promise<void> | null;
    try {
      behind = this.fill(chunk);
    } catch (error) {
      done(error as Error);
      return;
    }
    if (behind === null) done();
    else behind.then(() => done(), done);
  }

  override _final(done: (error?: Error) => void): void {
    const rest = this.readBlock();
    this.damage ??= damageOf(() => this.arriving.finish()) ?? this.missingEnd();
    Promise.resolve(rest)
      .then(() => this.file.finish())
      .then(() => {
        if (this.damage !== null) this.explainDamage();
        this.isWhole = true;
      })
      .then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.arriving.stop();
    if (this.isWhole) done(error);
    else this.file.discard().then(() => done(error), done);
  }

  /** Copies a chunk into blocks. @returns `null`, or a promise to wait for */
  private fill(chunk: Buffer): Promise<void> | null {
    const copied = chunk.copy(this.block, this.filled);
    this.filled += copied;
    const doneBytes = this.size + this.filled;
    this.options.onProgress?.({ phase: "reading", doneBytes, totalBytes: null });
    if (this.filled < this.block.length) return null;
    const behind = this.readBlock();
    this.block = this.arriving.block();
    const rest = chunk.subarray(copied);
    if (behind === null) return this.fill(rest);
    return behind.then(() => this.fill(rest) ?? undefined);
  }

  /** @returns `null`, or a promise to wait for */
  private readBlock(): Promise<void> | null {
    const chunk = this.block.subarray(0, this.filled);
    this.filled = 0;
    const start = this.size;
    this.size += chunk.length;
    this.damage ??= damageOf(() => this.arriving.read(chunk));
    const kept = this.damage === null ? this.arriving.kept() : [{ bytes: chunk, at: 0 }];
    let behind: Promise<void> | null = null;
    for (const { bytes, at } of kept)
      behind = this.file.add({ bytes: Buffer.from(bytes), at: start + at }) ?? behind;
    // The text of an error is short. Other input that is not an archive may be endless.
    const isEnough = this.damage !== null && this.size - this.arriving.next > ERROR_BYTES;
    return isEnough ? this.file.finish().then(() => this.explainDamage()) : behind;
  }

  /** Engines write two blocks of zeros at the end. Some programs lose the end and report no failure. */
  private missingEnd(): Damage | null {
    const { size } = this;
    if (size >= this.arriving.next + END_BYTES) return null;
    return new Damage("truncated", size, "the end of the archive is missing");
  }

  /** Throws the error that the bytes behind the last good member contain, or the damage itself. */
  private explainDamage(): never {
    const { input, failed } = this.options;
    const { next } = this.arriving;
    const rest = Buffer.alloc(Math.max(0, Math.min(this.size - next, ERROR_BYTES)));
    readSync(this.fd, rest, 0, rest.length, next);
    const said = rest.toString("utf8").replaceAll("\0", "");
    return said.startsWith("{") ? failed(bodyWords(said)) : explain(this.damage, { input, layer: null });
  }
}

function damageOf(work: () => void): unknown {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof Damage || error instanceof NotTar || error instanceof LimitPassed) return error;
    throw error;
  }
}
