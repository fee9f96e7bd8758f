/**
 * Returns the CPU time that some work takes, in seconds. A busy machine changes it little, so it shows work
 * that grows with the square of its input, or faster.
 */
export async function cpuSeconds(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return process.cpuUsage(before).user / 1e6;
}
