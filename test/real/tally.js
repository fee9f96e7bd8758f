/**
 * Counts and prints checks, one line each, as they come.
 *
 * @param {(line: string) => void} print
 * @returns {Tally}
 */
export function tally(print) {
  const counts = { ok: 0, failed: 0, skipped: 0 };
  return {
    counts,
    check(name, difference) {
      if (difference === null) {
        counts.ok += 1;
        print(`ok      ${name}`);
        return;
      }
      counts.failed += 1;
      print(`not ok  ${name}`);
      for (const line of difference.split("\n").slice(0, 14)) print(`        ${line}`);
    },
    note(line) {
      print(`#       ${line}`);
    },
    skip(name, reason) {
      counts.skipped += 1;
      print(`skip    ${name}: ${reason}`);
    },
  };
}

/**
 * @typedef {object} Tally
 * @property {{ ok: number, failed: number, skipped: number }} counts
 * @property {(name: string, difference: string | null) => void} check `null`: the check passes
 * @property {(line: string) => void} note prints a figure that is worth recording
 * @property {(name: string, reason: string) => void} skip
 */
