/** Gives each text a number, from 0. Equal texts have the same number, and only one of them stays in memory. */
export class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  text(number: number): string {
    return this.#texts[number];
  }

  get size(): number {
    return this.#texts.length;
  }
}

/** Numbers in a row that grows: a small part of the memory of objects. */
export class Column {
  #values = new Float64Array(1024);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new Float64Array(this.#length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#length++] = value;
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}

/**
 * Gives each triple of whole numbers below 2³² a number, from 0. A hash table in typed arrays: a `Map` with texts as keys
 * takes ten times the memory for millions of triples.
 */
export class Triples {
  #slots = new Int32Array(4096).fill(-1);
  #parts = new Uint32Array(3 * 1024);
  #size = 0;

  of(a: number, b: number, c: number): number {
    const at = this.#slotOf(a, b, c);
    const known = this.#slots[at];
    if (known >= 0) return known;
    const number = this.#size++;
    if (number * 3 === this.#parts.length) {
      const longer = new Uint32Array(this.#parts.length * 2);
      longer.set(this.#parts);
      this.#parts = longer;
    }
    this.#parts.set([a, b, c], number * 3);
    this.#slots[at] = number;
    if (this.#size * 2 > this.#slots.length) this.#grow();
    return number;
  }

  get size(): number {
    return this.#size;
  }

  /** The slot of a triple, or the free one where it belongs. */
  #slotOf(a: number, b: number, c: number): number {
    const mask = this.#slots.length - 1;
    let at = hashOf(a, b, c) & mask;
    for (; this.#slots[at] >= 0; at = (at + 1) & mask) {
      const part = this.#slots[at] * 3;
      const parts = this.#parts;
      if (parts[part] === a && parts[part + 1] === b && parts[part + 2] === c) break;
    }
    return at;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1);
    for (let number = 0; number < this.#size; number++) {
      const [a, b, c] = this.#parts.subarray(number * 3, number * 3 + 3);
      this.#slots[this.#slotOf(a, b, c)] = number;
    }
  }
}

/** Mixes all bits of the three numbers, by the multipliers of MurmurHash3. */
function hashOf(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0xcc9e2d51);
  hash = Math.imul(hash ^ (hash >>> 15) ^ b, 0x1b873593);
  hash = Math.imul(hash ^ (hash >>> 13) ^ c, 0x85ebca6b);
  return hash ^ (hash >>> 16);
}
