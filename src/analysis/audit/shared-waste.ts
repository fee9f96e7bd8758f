import { byteColumn, type GrowingColumn, Numbering, numberColumn, Triples } from "./growing-columns.js";
import type { GroupRow } from "./summary.js";

/** Images and wasted bytes by team, by cause, by instruction or by base. */
export class WasteByName {
  readonly #names = new Numbering();
  readonly #images: number[] = [];
  readonly #wasted: number[] = [];
  /** For each row of `WasteRows`: its group. */
  readonly #groups = numberColumn();

  /** Counts one image for a group. An image is added to a group once. */
  addImage(name: string): void {
    this.#images[this.#number(name)]++;
  }

  /** Adds a row: the group that the next row of `WasteRows` belongs to. */
  addWaste(name: string, bytes: number): void {
    const group = this.#number(name);
    this.#wasted[group] += bytes;
    this.#groups.push(group);
  }

  /** Returns the groups, the most bytes first, then by name. */
  rows(waste: SharedWaste): GroupRow[] {
    const once = waste.onceBy(this.#groups, this.#names.size);
    return this.#images
      .map((images, group) => ({
        name: this.#names.text(group),
        images,
        wastedBytes: this.#wasted[group],
        wastedOnce: once[group],
      }))
      .sort(
        (a, b) =>
          b.wastedOnce - a.wastedOnce ||
          b.wastedBytes - a.wastedBytes ||
          (a.name < b.name ? -1 : Number(a.name > b.name)),
      );
  }

  #number(name: string): number {
    const group = this.#names.of(name);
    this.#images[group] ??= 0;
    this.#wasted[group] ??= 0;
    return group;
  }
}

/** The place of wasted bytes. Bytes at the same place in several images are the same bytes. */
export interface WastePlace {
  readonly layer: number;
  /** The layer that removed or overwrote them; `null` for files that are in the final image. */
  readonly endedBy: number | null;
  /** Separates several findings between the same layers, for example by cause. */
  readonly detail: number;
}

/** Wasted bytes of all images. A place that several images share counts once. */
export class SharedWaste {
  readonly #places = new Triples();
  readonly #rows = numberColumn();
  readonly #bytes = byteColumn();

  add({ layer, endedBy, detail }: WastePlace, bytes: number): void {
    this.#rows.push(this.#places.of(layer, endedBy === null ? 0 : endedBy + 1, detail));
    this.#bytes.push(bytes);
  }

  /**
   * Returns the bytes of each group; a place counts once in a group. Images may have different numbers of
   * bytes at one place, because they have different layers between the two. Then the greatest number of the
   * group counts.
   */
  onceBy(groupOfRow: GrowingColumn<Uint32Array>, count: number): Float64Array {
    const [groups, places, bytes] = [groupOfRow.values, this.#rows.values, this.#bytes.values];
    const found = new Triples();
    const most = new Float64Array(groupOfRow.length);
    const sums = new Float64Array(count);
    for (let row = 0; row < groupOfRow.length; row++) {
      const group = groups[row];
      const at = found.of(group, places[row], 0);
      const before = most[at];
      if (bytes[row] <= before) continue;
      most[at] = bytes[row];
      sums[group] += bytes[row] - before;
    }
    return sums;
  }
}
