/**
 * Work in steps of about a millisecond: a generator that yields between the steps, and returns the result.
 * The caller decides when the next step runs.
 */
export type Pieces<Result> = Generator<void, Result>;

/** The number of nodes in one step of a pass over the tree. */
export const PIECE_NODES = 1 << 15;

/** Runs all steps at once. */
export function finished<Result>(work: Pieces<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
