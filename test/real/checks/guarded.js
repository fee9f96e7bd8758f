/**
 * Runs one check. If it throws, the check fails, and the next check still runs.
 *
 * @param {import("../tally.js").Tally} results
 * @param {string} name
 * @param {() => Promise<string | null>} compare the difference; `null` if the check passes
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
