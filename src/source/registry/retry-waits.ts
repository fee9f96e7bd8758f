import type { Printable } from "../../text/escape.js";
import type { OpenProgress } from "../open-progress.js";

/** The least time in milliseconds of a wait that is shown. */
const SHOWN_FROM_MS = 1000;

interface RetryWait {
  readonly why: Printable;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Reports why requests wait before they are sent again, and how long: at once, then every second. Nothing is
 * reported while the bytes of another request arrive.
 */
export class RetryWaits {
  private readonly onProgress: ((progress: OpenProgress) => void) | undefined;
  private readonly pending = new Set<RetryWait>();
  private timer: NodeJS.Timeout | undefined;
  private bytesArrived = false;

  constructor(onProgress: ((progress: OpenProgress) => void) | undefined) {
    this.onProgress = onProgress;
  }

  /** Returns true while a wait is shown. */
  get areShown(): boolean {
    return this.pending.size > 0;
  }

  /** Call it for each chunk of a layer. */
  noteBytes(): void {
    this.bytesArrived = true;
  }

  /**
   * Reports a wait of that many milliseconds, until the returned function is called.
   * @param why `quay.io answered 429 Too Many Requests`
   */
  begin(why: Printable, ms: number): () => void {
    if (this.onProgress === undefined || ms < SHOWN_FROM_MS) return () => undefined;
    const wait = { why, until: Date.now() + ms };
    if (this.pending.size === 0) this.bytesArrived = false;
    this.pending.add(wait);
    this.timer ??= setInterval(() => this.show(), 1000);
    this.show();
    return () => this.end(wait);
  }

  private end(wait: RetryWait): void {
    if (!this.pending.delete(wait)) return;
    if (!this.bytesArrived) this.report(`${wait.why}, trying again`, { isRetryWait: false });
    if (this.pending.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Reports the wait that ends first. */
  private show(): void {
    const next = [...this.pending].reduce((a, b) => (b.until < a.until ? b : a));
    const seconds = Math.max(1, Math.ceil((next.until - Date.now()) / 1000));
    if (!this.bytesArrived) this.report(`${next.why}, next try in ${seconds} s`, { isRetryWait: true });
    this.bytesArrived = false;
  }

  private report(phase: string, { isRetryWait }: { isRetryWait: boolean }): void {
    this.onProgress?.({ phase, doneBytes: 0, totalBytes: null, isRetryWait });
  }
}
