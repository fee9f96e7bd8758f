import { isSystemError, LayerxError } from "../../errors.js";
import type { Batch } from "../../pack/write-archive.js";
import { writeParts } from "../../pack/write-parts.js";
import { writeFault } from "../../text/system-words.js";
import type { OutputKind, World } from "../command-context.js";
import type { LogGuard } from "./log-guard.js";
import { fileOf } from "./stdout-file.js";

/** The reason of an abort: the reader of stdout closed it. It is not an error. */
const READER_GONE = Symbol("the reader of stdout is gone");

/** Writes to stdout at the speed of its reader. */
export class Output {
  readonly #stream: World["stdout"];
  readonly #stop: AbortController;
  readonly #guard: LogGuard | null;
  #written = false;
  #failure: LayerxError | null = null;
  #wake: (() => void) | null = null;

  /**
   * Aborts `stop` with `READER_GONE` when the reader closes its end. Does not wait after `stop` was aborted.
   */
  constructor(stream: World["stdout"], stop: AbortController, guard: LogGuard | null = null) {
    this.#guard = guard;
    this.#stream = stream;
    this.#stop = stop;
    stream.on("error", this.#onError);
    stream.on("drain", this.#onWake);
    stop.signal.addEventListener("abort", this.#onWake);
  }

  /**
   * Writes, and waits if the reader is slow. After the end of the output, everything is dropped.
   * @throws LayerxError `write-failed`, `log-command`.
   */
  async write(given: string | Uint8Array, kind: OutputKind = "report"): Promise<void> {
    await this.#send(this.#guard === null ? given : this.#guard.passed(given, kind));
  }

  /**
   * Writes bytes that are not for a log, without copying them. Their memory may change after this.
   * @throws LayerxError `write-failed`.
   */
  async writeParts(parts: Batch): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#stop.signal.aborted || parts.length === 0) return;
    const isIdle = this.#stream.writableLength === 0;
    const file = isIdle ? fileOf(this.#stream) : null;
    if (file === null) await this.#writtenToStream(parts);
    else this.#writeToFile(file, parts);
    if (this.#failure !== null) throw this.#failure;
  }

  #writtenToStream(parts: Batch): Promise<void> {
    this.#written = true;
    return new Promise<void>((done) => {
      this.#wake = done;
      // Without `cork`, each part would be written by a call of its own.
      this.#stream.cork?.();
      for (const part of parts) this.#stream.write(part);
      this.#stream.write("", () => done());
      this.#stream.uncork?.();
    });
  }

  #writeToFile(file: number, parts: Batch): void {
    try {
      writeParts(file, parts);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#onError(error);
    }
  }

  async #send(chunk: string | Uint8Array): Promise<void> {
    if (this.#failure !== null) throw this.#failure;
    if (this.#stop.signal.aborted || chunk.length === 0) return;
    this.#written = true;
    if (this.#stream.write(chunk)) return;
    await new Promise<void>((wake) => {
      this.#wake = wake;
    });
    if (this.#failure !== null) throw this.#failure;
  }

  /**
   * Waits until everything is written, then releases the stream.
   * @throws LayerxError `write-failed`.
   */
  async finish(): Promise<void> {
    await this.#send(this.#guard?.rest() ?? "");
    if (this.#written && !this.#stop.signal.aborted && this.#failure === null) {
      await new Promise<void>((done) => {
        this.#wake = done;
        this.#stream.write("", () => done());
      });
    }
    this.#stream.off("drain", this.#onWake);
    if (this.#failure !== null) throw this.#failure;
  }

  readonly #onWake = (): void => {
    this.#wake?.();
  };

  // Never removed: a late error must not become an uncaught one.
  readonly #onError = (error: NodeJS.ErrnoException): void => {
    const gone = error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED";
    if (gone) this.#stop.abort(READER_GONE);
    else this.#failure = new LayerxError("write-failed", { ...writeFault(error) }, error);
    this.#wake?.();
  };
}
