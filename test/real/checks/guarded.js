/**
 * Runs one check; what it throws is its failure, and the next check still runs.
 *
 * @param {import("../tally.js").Tally} results
 * @param {string} name
 * @param {() => Promise<string | null>} compare the difference; `null` where it holds
 */
export async function guarded(results, name, compare) {
  let difference;
  try {
    difference = await compare();
  } catch (error) {
    difference = error instanceof Error ? error.message : String(error);
  }
  results.check(name, difference);
}
