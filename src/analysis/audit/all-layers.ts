import { Numbering } from "./growing-columns.js";
import type { AuditedImage } from "./line.js";
import type { LayerRow } from "./summary.js";

const SHARED_LAYERS = 20;

/** The layers of all images, each once. */
export class AllLayers {
  readonly #ids = new Numbering();
  readonly #instructions = new Numbering();
  readonly #sizes: number[] = [];
  readonly #images: number[] = [];
  /** For each layer, the first of its instructions by name, as a number of `#instructions`. */
  readonly #createdBy: number[] = [];

  /** @returns the number of each layer of the image, the same in all images that have it. */
  add({ source, layers }: AuditedImage): number[] {
    const numbers = layers.map(({ diffId, digest }, index) =>
      this.#ids.of(diffId ?? digest ?? `${source} ${index}`),
    );
    for (const [index, number] of numbers.entries()) {
      if (numbers.indexOf(number) < index) continue;
      const { size, createdBy } = layers[index];
      const instruction = this.#instructions.of(createdBy);
      const known = this.#createdBy[number];
      this.#images[number] = (this.#images[number] ?? 0) + 1;
      this.#sizes[number] = Math.max(this.#sizes[number] ?? 0, size ?? 0);
      if (known === undefined || createdBy < this.#instructions.text(known))
        this.#createdBy[number] = instruction;
    }
    return numbers;
  }

  get count(): number {
    return this.#ids.size;
  }

  /** Bytes of all layers, each layer once. */
  get stored(): number {
    return this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  /** The layers that are shared with the greatest savings, the most bytes first. */
  shared(): LayerRow[] {
    const saved = (at: number) => this.#sizes[at] * (this.#images[at] - 1);
    return this.#sizes
      .map((_, at) => at)
      .filter((at) => saved(at) > 0)
      .sort((a, b) => saved(b) - saved(a) || (this.#ids.text(a) < this.#ids.text(b) ? -1 : 1))
      .slice(0, SHARED_LAYERS)
      .map((at) => ({
        id: this.#ids.text(at),
        size: this.#sizes[at],
        images: this.#images[at],
        createdBy: this.#instructions.text(this.#createdBy[at]),
      }));
  }
}
