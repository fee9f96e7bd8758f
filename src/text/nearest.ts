/** Returns the candidate that is most similar to a mistyped word, or `null` if none is similar. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  // A third of the letters may be wrong, but at least two: `hsitory`, but not `cat` for `ci`.
  let bound = Math.max(Math.floor(word.length / 3), word.length > 2 ? 2 : 1) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bound && distance < candidate.length) [best, bound] = [candidate, distance];
  }
  return best;
}

/**
 * Returns the number of letters to insert, remove, replace or swap with their neighbour (Damerau-Levenshtein,
 * optimal alignment).
 */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.length];
}
