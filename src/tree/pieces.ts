/**
 * Work in pieces of a millisecond or so: a generator that yields between them, and returns what was worked for. Who
 * continues with it, and when, is decided by who asked.
 */
export type Pieces<Result> = Generator<void, Result>;

/** Nodes that a pass over the tree looks at in one piece. */
export const PIECE_NODES = 1 << 15;

/** Does all the work at once. */
export function finished<Result>(work: Pieces<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
