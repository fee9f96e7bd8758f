import type { Printable } from "../text/escape.js";

export interface OpenProgress {
  /** The current work in a few words: `reading`, `unpacking`, `docker is packing the image, 3 s`. */
  readonly phase: string;
  readonly doneBytes: number;
  /** `null` if it is unknown. */
  readonly totalBytes: number | null;
  /** True while a request waits for its next try. */
  readonly isPause?: boolean;
}

/** Reports every second how long the work of this phase takes, until the returned function is called. */
export function reportWait(
  phase: string,
  onProgress: ((progress: OpenProgress) => void) | undefined,
): () => void {
  if (onProgress === undefined) return () => undefined;
  const since = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - since) / 1000);
    onProgress({ phase: `${phase}, ${seconds} s`, doneBytes: 0, totalBytes: null });
  }, 1000);
  return () => clearInterval(timer);
}

/** The least time in milliseconds of a wait that is shown. */
const SHOWN_FROM_MS = 1000;

interface Pause {
  readonly why: Printable;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Reports why requests wait before they are sent again, and how long: at once, then every second. Nothing is
 * reported while the bytes of another request arrive.
 */
export class Pauses {
  private readonly onProgress: ((progress: OpenProgress) => void) | undefined;
  private readonly pending = new Set<Pause>();
  private timer: NodeJS.Timeout | undefined;
  private bytesArrived = false;

  constructor(onProgress: ((progress: OpenProgress) => void) | undefined) {
    this.onProgress = onProgress;
  }

  /** Returns true if a request waits, and the user is told. */
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
    const pause = { why, until: Date.now() + ms };
    if (this.pending.size === 0) this.bytesArrived = false;
    this.pending.add(pause);
    this.timer ??= setInterval(() => this.show(), 1000);
    this.show();
    return () => this.end(pause);
  }

  private end(pause: Pause): void {
    if (!this.pending.delete(pause)) return;
    if (!this.bytesArrived) this.report(`${pause.why}, trying again`, { isPause: false });
    if (this.pending.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Reports the wait that ends first. */
  private show(): void {
    const next = [...this.pending].reduce((a, b) => (b.until < a.until ? b : a));
    const seconds = Math.max(1, Math.ceil((next.until - Date.now()) / 1000));
    if (!this.bytesArrived) this.report(`${next.why}, next try in ${seconds} s`, { isPause: true });
    this.bytesArrived = false;
  }

  private report(phase: string, { isPause }: { isPause: boolean }): void {
    this.onProgress?.({ phase, doneBytes: 0, totalBytes: null, isPause });
  }
}
