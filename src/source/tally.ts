import { LimitPassed } from "./damage.js";
import type { Limits } from "./limits.js";

/** Amounts whose sum over an image is limited. */
export type Counted = "entries" | "textBytes" | "sparseChunks" | "contentBytes" | "expandedBytes";

/** The counted amounts. */
export type Sums = Readonly<Record<Counted, number>>;

/** Counts the amounts that an image or an archive makes the program keep, against the limits. */
export class Tally {
  readonly limits: Limits;
  private readonly total = nothing();
  private readonly parts = new Map<string, TallyPart>();

  constructor(limits: Limits) {
    this.limits = limits;
  }

  /**
   * Starts to count one part: a layer's blob. Its earlier amounts are removed, because it is read again.
   * @param times the number of layers with these bytes: each counts.
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
  /** The amounts of this part. */
  private readonly counted = nothing();
  private total: Record<Counted, number>;
  private readonly times: number;

  constructor(limits: Limits, total: Record<Counted, number>, times: number) {
    this.limits = limits;
    this.total = total;
    this.times = times;
  }

  /** Returns the amounts for a single layer, however many layers have these bytes. */
  get sums(): Sums {
    const sums = nothing();
    for (const what of COUNTED) sums[what] = this.counted[what] / this.times;
    return sums;
  }

  /** Removes the amounts from the sum. Amounts that are added later count separately. */
  forget(): void {
    for (const what of COUNTED) this.total[what] -= this.counted[what];
    this.total = { ...this.counted };
  }

  /** @throws LimitPassed if the sum of all parts is above the limit. */
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
