/** Runs a job several times at once. The first failure ends the others before their next step. */
export async function inParallel(job: () => Promise<void>, times: number): Promise<void> {
  const results = await Promise.allSettled(Array.from({ length: times }, job));
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/** Does something with each value, several at once. @returns the results in the order of the values. */
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
