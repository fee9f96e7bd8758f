import type { Limits } from "../limits.js";
import { LimitPassed } from "./damage.js";

/** What is bounded in sum over all that is read of an image. */
export type Counted = "entries" | "textBytes" | "sparseChunks" | "contentBytes" | "expandedBytes";

/** What was counted. */
export type Sums = Readonly<Record<Counted, number>>;

/** Counts what an image or an archive makes the program keep, against its limits. */
export class Tally {
  readonly limits: Limits;
  private readonly total = nothing();
  private readonly parts = new Map<string, TallyPart>();

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /**
   * Counts one part from 0 on: a layer's blob. What was counted for it before is forgotten, since it is read again.
   * @param times how many layers have these bytes: each counts.
   */
  part(key: string, { times = 1 }: { times?: number } = {}): TallyPart {
    this.parts.get(key)?.forget();
    const part = new TallyPart(this.limits, this.total, times);
    this.parts.set(key, part);
    return part;
  }
}

export class TallyPart {
  readonly limits: Limits;
  /** What this part adds to the whole. */
  private readonly counted = nothing();
  private total: Record<Counted, number>;
  private readonly times: number;

  constructor(limits: Limits, total: Record<Counted, number>, times: number) {
    this.limits = limits;
    this.total = total;
    this.times = times;
  }

  /** What was counted once, however many layers have these bytes. */
  get sums(): Sums {
    const sums = nothing();
    for (const what of COUNTED) sums[what] = this.counted[what] / this.times;
    return sums;
  }

  /** Takes what was counted out of the whole; what is still added counts for itself. */
  forget(): void {
    for (const what of COUNTED) this.total[what] -= this.counted[what];
    this.total = { ...this.counted };
  }

  /** @throws LimitPassed when all parts together have more than the limit says. */
  add(what: Counted, amount: number): void {
    const more = amount * this.times;
    this.counted[what] += more;
    this.total[what] += more;
    if (this.total[what] > this.limits[what]) throw new LimitPassed(what, this.limits[what]);
  }
}

const COUNTED: readonly Counted[] = ["entries", "textBytes", "sparseChunks", "contentBytes", "expandedBytes"];

function nothing(): Record<Counted, number> {
  return { entries: 0, textBytes: 0, sparseChunks: 0, contentBytes: 0, expandedBytes: 0 };
}
