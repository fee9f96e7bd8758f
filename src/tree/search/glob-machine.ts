import type { Glob } from "./glob.js";
import { GlobPositions, type Positions } from "./glob-positions.js";

/**
 * With more states than this, states are deleted when possible, so that memory does not grow with the number
 * of names.
 */
const MOST_STATES = 4096;
const MOST_POSITIONS = 2_000_000;

/** The state before the first byte of a path. */
export const START = 0;

/**
 * Matches many globs with a path at the same time, byte by byte. A state is created when a path first leads
 * to it. So a byte costs at most the size of the globs, and usually one look into a table.
 */
export class GlobMachine {
  readonly #positions: Positions;
  readonly #missing: Int32Array;
  readonly #accepted: number[][] = [];
  #numbers = new Map<string, number>();
  #sets: Int32Array[] = [];
  #storedPositions = 0;
  #next = new Int32Array(0);
  /** For each state: the numbers of the globs that match, sorted. Equal states share a list. */
  matched: (readonly number[])[] = [];
  /** For each state: the kinds of bytes that every match still needs, as in `KINDS`. */
  missing: number[] = [];

  /** The number of a glob is its index in the list. Other patterns are passed as an automaton. */
  constructor(patterns: readonly (Glob | null)[] | Positions) {
    this.#positions = "entries" in patterns ? globPositions(patterns) : patterns;
    this.#missing = this.#positions.missing();
    for (let at = 0; at < this.#positions.size; at++) this.#accepted.push(this.#positions.at(at).accepts);
    this.#begin([]);
  }

  /** Returns the state after one more byte. */
  after(state: number, byte: number): number {
    const known = this.#next[state * 256 + byte];
    return known >= 0 ? known : this.#find(state, byte);
  }

  /** Returns the state after all bytes of a text with one character for each byte. */
  afterAll(state: number, bytes: string): number {
    let at = state;
    for (let i = 0; i < bytes.length; i++) at = this.after(at, bytes.charCodeAt(i));
    return at;
  }

  /**
   * Like `afterAll`, for a long text. States are deleted meanwhile, so earlier state numbers are invalid
   * afterwards.
   */
  readAll(state: number, bytes: Uint8Array): number {
    let at = state;
    for (const byte of bytes) {
      if (this.isFull) [at] = this.forgetAllBut([at]);
      at = this.after(at, byte);
    }
    return at;
  }

  /** Returns true if states should be deleted before the next name is read. */
  get isFull(): boolean {
    return this.#sets.length > MOST_STATES || this.#storedPositions > MOST_POSITIONS;
  }

  /**
   * Deletes all other states.
   * @returns the new numbers of these states.
   */
  forgetAllBut(states: readonly number[]): number[] {
    return this.#begin(states.map((state) => this.#sets[state]));
  }

  #begin(sets: readonly Int32Array[]): number[] {
    this.#numbers = new Map();
    this.#sets = [];
    this.#storedPositions = 0;
    this.#next = new Int32Array(64 * 256).fill(-1);
    this.matched = [];
    this.missing = [];
    this.#state(this.#closed([0]));
    return sets.map((set) => this.#state(set));
  }

  #find(state: number, byte: number): number {
    const on: number[] = [];
    for (const position of this.#sets[state]) {
      const { bytes, ranges } = this.#positions.at(position);
      const target = bytes.size === 0 ? undefined : bytes.get(byte);
      if (target !== undefined) on.push(target);
      for (const range of ranges) if (byte >= range.from && byte <= range.to) on.push(range.target);
    }
    const found = this.#state(this.#closed(on));
    this.#next[state * 256 + byte] = found;
    return found;
  }

  /** Returns the positions and all that are reached from them without a byte, sorted. */
  #closed(positions: readonly number[]): Int32Array {
    const all = new Set(positions);
    // The loop also visits positions that are added to the set meanwhile.
    for (const at of all) for (const target of this.#positions.at(at).empty) all.add(target);
    return Int32Array.from(all).sort();
  }

  #state(set: Int32Array): number {
    const key = Buffer.from(set.buffer, set.byteOffset, set.byteLength).toString("latin1");
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const state = this.#sets.push(set) - 1;
    this.#numbers.set(key, state);
    this.#storedPositions += set.length;
    const matched = new Set<number>();
    let missing = -1;
    for (const at of set) {
      missing &= this.#missing[at];
      for (const glob of this.#accepted[at]) matched.add(glob);
    }
    this.matched.push(matched.size === 0 ? NONE : [...matched].sort((a, b) => a - b));
    this.missing.push(missing);
    if (this.#next.length < this.#sets.length * 256) {
      const grown = new Int32Array(this.#next.length * 2).fill(-1);
      grown.set(this.#next);
      this.#next = grown;
    }
    return state;
  }
}

function globPositions(globs: readonly (Glob | null)[]): Positions {
  const positions = new GlobPositions();
  for (const [number, glob] of globs.entries()) {
    for (const steps of glob?.variants ?? []) positions.add(steps, number);
  }
  return positions;
}

const NONE: readonly number[] = [];
