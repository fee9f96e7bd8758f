/**
 * Assigns a number to each text, from 0. Equal texts have the same number, and only one of them stays in
 * memory.
 */
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

/** A list of numbers in a typed array that grows: it takes a small part of the memory of an array of objects. */
export class GrowingColumn<Values extends Float64Array | Uint32Array> {
  readonly #make: (length: number) => Values;
  #values: Values;
  #length = 0;

  /** @param make returns an empty typed array of that length, whose type decides which numbers fit */
  constructor(make: (length: number) => Values) {
    this.#make = make;
    this.#values = make(1024);
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = this.#make(this.#length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#length++] = value;
  }

  get length(): number {
    return this.#length;
  }

  /** The values, and unused places behind them. Valid until the next `push`. */
  get values(): Values {
    return this.#values;
  }
}

/** Sizes in bytes. */
export function byteColumn(): GrowingColumn<Float64Array> {
  return new GrowingColumn((length) => new Float64Array(length));
}

/** Identifiers below 2³². */
export function numberColumn(): GrowingColumn<Uint32Array> {
  return new GrowingColumn((length) => new Uint32Array(length));
}

/**
 * Assigns a number to each triple of whole numbers below 2³², from 0. A hash table in typed arrays: a `Map`
 * with texts as keys takes ten times the memory for millions of triples.
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
    this.#parts[number * 3] = a;
    this.#parts[number * 3 + 1] = b;
    this.#parts[number * 3 + 2] = c;
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
    const parts = this.#parts;
    for (let number = 0; number < this.#size; number++) {
      const at = number * 3;
      this.#slots[this.#slotOf(parts[at], parts[at + 1], parts[at + 2])] = number;
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
