import type { SortedPaths } from "../../image/members/sorted-paths.js";

/**
 * Compares two names by their bytes: below 0 if the first one comes first, above 0 if the second one does, 0
 * if they are equal.
 */
export function compareNames(a: SortedPaths, nodeA: number, b: SortedPaths, nodeB: number): number {
  const [poolA, poolB] = [a.pool, b.pool];
  let atA = a.nameStart[nodeA];
  let atB = b.nameStart[nodeB];
  const endA = a.nameStart[nodeA + 1];
  const endB = b.nameStart[nodeB + 1];
  for (; atA < endA && atB < endB; atA++, atB++) {
    const difference = poolA[atA] - poolB[atB];
    if (difference !== 0) return difference;
  }
  return endA - atA - (endB - atB);
}
