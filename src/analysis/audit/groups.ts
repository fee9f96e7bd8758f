import { byteColumn, type GrowingColumn, Numbering, numberColumn, Triples } from "./columns.js";
import type { GroupRow } from "./summary.js";

/** Images and wasted bytes by team, by cause, by instruction or by base. */
export class GroupTally {
  readonly #names = new Numbering();
  readonly #images: number[] = [];
  readonly #wasted: number[] = [];
  /** By row of `WasteRows`: the group that it belongs to. */
  readonly #groups = numberColumn();

  /** Counts one image for a group. An image is added to a group once. */
  addImage(name: string): void {
    this.#images[this.#number(name)]++;
  }

  /** Says to which group the next row of `WasteRows` belongs. */
  addWaste(name: string, bytes: number): void {
    const group = this.#number(name);
    this.#wasted[group] += bytes;
    this.#groups.push(group);
  }

  /** The most bytes first, then by name. */
  rows(waste: WasteRows): GroupRow[] {
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

/** Where bytes are, as numbers that are the same in all images: layers, and anything else that makes them the same. */
export interface Place {
  readonly layer: number;
  /** The layer that ended them; `null` for files that are still there. */
  readonly endedBy: number | null;
  readonly more: number;
}

/** Bytes by image and place: the same place in two images has the same bytes, and counts once. */
export class WasteRows {
  readonly #places = new Triples();
  readonly #rows = numberColumn();
  readonly #bytes = byteColumn();

  add({ layer, endedBy, more }: Place, bytes: number): void {
    this.#rows.push(this.#places.of(layer, endedBy === null ? 0 : endedBy + 1, more));
    this.#bytes.push(bytes);
  }

  /**
   * Bytes by group, each place once in a group, with the most bytes that an image of the group has: between the two layers
   * another image may have others.
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
