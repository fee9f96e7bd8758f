/** Runs a job several times at the same time. The first failure ends the others before their next step. */
export async function inParallel(job: () => Promise<void>, times: number): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: times }, job));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/**
 * Calls a function with each value, several at the same time.
 * @returns the results in the order of the values.
 */
export async function eachAtOnce<T, R>(
  values: readonly T[],
  work: (value: T) => Promise<R>,
  times: number,
): Promise<R[]> {
  const results: R[] = [];
  const queue = values.entries();
  await inParallel(
    async () => {
      for (const [at, value] of queue) results[at] = await work(value);
    },
    Math.min(times, values.length),
  );
  return results;
}
