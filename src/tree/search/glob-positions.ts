import { KINDS } from "../columns/names.js";
import type { ByteRange } from "./byte-ranges.js";
import type { Step } from "./glob.js";

/** A place between two steps of some patterns. Patterns with the same beginning share places. */
export interface Position {
  /** For each byte, the next position. */
  readonly bytes: Map<number, number>;
  readonly ranges: { readonly from: number; readonly to: number; readonly target: number }[];
  /** Positions that are reached without a byte. */
  readonly empty: number[];
  /** Numbers of the patterns that match at this position. */
  readonly accepts: number[];
}

/** A nondeterministic automaton over bytes. Position 0 is the start. */
export interface Positions {
  readonly size: number;
  at(position: number): Position;
  /**
   * Returns for each position the kinds of bytes that every match still needs; all kinds if no match is
   * possible.
   */
  missing(): Int32Array;
}

/**
 * Patterns as one nondeterministic automaton. Position 0 is the start; no step leads to an earlier position.
 */
export class GlobPositions implements Positions {
  readonly #all: Position[] = [];
  readonly #known = new Map<string, number>();

  constructor() {
    this.#add();
  }

  /** Adds one variant of a pattern. */
  add(steps: readonly Step[], pattern: number): void {
    const end = steps.reduce((position, step) => this.#after(position, step), 0);
    const { accepts } = this.#all[end];
    if (!accepts.includes(pattern)) accepts.push(pattern);
  }

  get size(): number {
    return this.#all.length;
  }

  at(position: number): Position {
    return this.#all[position];
  }

  /**
   * Returns for each position the kinds of bytes that every match still needs; all kinds if no match is
   * possible.
   */
  missing(): Int32Array {
    const missing = new Int32Array(this.#all.length);
    for (let at = this.#all.length - 1; at >= 0; at--) {
      const { bytes, ranges, empty, accepts } = this.#all[at];
      let kinds = accepts.length > 0 ? 0 : -1;
      for (const [byte, target] of bytes) kinds &= KINDS[byte] | missing[target];
      for (const target of empty) kinds &= missing[target];
      for (const { from, to, target } of ranges) {
        if (target !== at) kinds &= (from === to ? KINDS[from] : 0) | missing[target];
      }
      missing[at] = kinds;
    }
    return missing;
  }

  #add(): number {
    return this.#all.push({ bytes: new Map(), ranges: [], empty: [], accepts: [] }) - 1;
  }

  #after(from: number, step: Step): number {
    const byte = singleByte(step);
    const key = byte === null ? `${from} ${JSON.stringify(step)}` : "";
    const known = byte === null ? this.#known.get(key) : this.#all[from].bytes.get(byte);
    if (known !== undefined) return known;
    const end = byte === null ? this.#made(from, step) : this.#add();
    if (byte === null) this.#known.set(key, end);
    else this.#all[from].bytes.set(byte, end);
    return end;
  }

  #made(from: number, step: Step): number {
    if (step.is === "one") return this.#oneOf(from, step.of);
    const loop = this.#add();
    this.#leadOn(loop, step.is === "many" ? step.of : ANY, loop);
    if (step.is === "many") {
      this.#all[from].empty.push(loop);
      return loop;
    }
    const end = this.#add();
    this.#leadOn(from, SLASH, loop);
    this.#all[loop].empty.push(end);
    this.#all[from].empty.push(end);
    return end;
  }

  #oneOf(from: number, sequences: readonly (readonly ByteRange[])[]): number {
    const lasts = sequences.map((sequence) =>
      sequence.slice(0, -1).reduce((at, range) => {
        const next = this.#add();
        this.#leadOn(at, [range], next);
        return next;
      }, from),
    );
    const end = this.#add();
    for (const [i, sequence] of sequences.entries()) this.#leadOn(lasts[i], sequence.slice(-1), end);
    return end;
  }

  #leadOn(position: number, ranges: readonly ByteRange[], target: number): void {
    for (const [from, to] of ranges) this.#all[position].ranges.push({ from, to, target });
  }
}

const ANY: readonly ByteRange[] = [[0, 0xff]];
const SLASH: readonly ByteRange[] = [[0x2f, 0x2f]];

/** Returns the byte of a step that matches only one byte; else `null`. */
function singleByte(step: Step): number | null {
  if (step.is !== "one" || step.of.length !== 1 || step.of[0].length !== 1) return null;
  const [[[from, to]]] = step.of;
  return from === to ? from : null;
}
