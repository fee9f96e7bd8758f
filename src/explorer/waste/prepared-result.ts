import type { Pieces } from "../../tree/pieces.js";

/** Work that can be done in steps in advance, and is finished at once when its result is needed. */
export class PreparedResult<Result> {
  readonly #work: Pieces<Result>;
  #step: IteratorResult<void, Result> | null = null;

  constructor(work: Pieces<Result>) {
    this.#work = work;
  }

  *pieces(): Pieces<void> {
    while (this.#step?.done !== true) {
      this.#step = this.#work.next();
      yield;
    }
  }

  result(): Result {
    for (;;) {
      if (this.#step?.done === true) return this.#step.value;
      this.#step = this.#work.next();
    }
  }
}
