import type { GroupRow } from "./summary.js";

/** Wasted bytes, and what makes them the same in two images: the layers that wrote and ended them, and the cause. */
export interface Owned {
  readonly key: string;
  readonly bytes: number;
}

/** Images and wasted bytes of one team, cause, instruction or base. */
export class GroupTally {
  readonly #images = new Set<string>();
  /** The most bytes by key: between the two layers another image may have others. */
  readonly #once = new Map<string, number>();
  wastedBytes = 0;

  /** Counts an image once, however often it is added. */
  addImage(source: string): void {
    this.#images.add(source);
  }

  addWaste({ key, bytes }: Owned): void {
    this.wastedBytes += bytes;
    this.#once.set(key, Math.max(bytes, this.#once.get(key) ?? 0));
  }

  get images(): number {
    return this.#images.size;
  }

  get wastedOnce(): number {
    let sum = 0;
    for (const bytes of this.#once.values()) sum += bytes;
    return sum;
  }
}

/** The most bytes first, then by name. */
export function byWaste(tallies: ReadonlyMap<string, GroupTally>): GroupRow[] {
  return [...tallies]
    .map(([name, { images, wastedBytes, wastedOnce }]) => ({ name, images, wastedBytes, wastedOnce }))
    .sort(
      (a, b) =>
        b.wastedOnce - a.wastedOnce ||
        b.wastedBytes - a.wastedBytes ||
        (a.name < b.name ? -1 : Number(a.name > b.name)),
    );
}
