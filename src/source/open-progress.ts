export interface OpenProgress {
  /** The current work in a few words: `reading`, `unpacking`, `docker is packing the image, 3 s`. */
  readonly phase: string;
  readonly doneBytes: number;
  /** `null` if it is unknown. */
  readonly totalBytes: number | null;
  /** True while a request waits for its next try. */
  readonly isRetryWait?: boolean;
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
