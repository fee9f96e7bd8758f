export interface SideBySideOptions {
  /** The number of items that run at the same time. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs a function for several layers at the same time, in the given order. Their decompression uses the
 * thread pool.
 * @throws the first error, which stops the others; the signal's reason when aborted.
 */
export async function sideBySide<Item>(
  items: readonly Item[],
  work: (item: Item, signal: AbortSignal) => Promise<void>,
  { concurrency = 2, signal: given }: SideBySideOptions,
): Promise<void> {
  const stop = new AbortController();
  const signal = given ? AbortSignal.any([given, stop.signal]) : stop.signal;
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && !signal.aborted; item = queue.shift()) {
      try {
        await work(item, signal);
      } catch (error) {
        stop.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  signal.throwIfAborted();
}
