import { KINDS } from "../columns/names.js";
import { type ByteRange, charSequences } from "./byte-ranges.js";
import type { Position, Positions } from "./glob-positions.js";
import { type BadRegex, parseRegex, type Regex } from "./regex-parse.js";

/** The maximum number of positions of an expression. A byte costs at most one look at each of them. */
const MOST_POSITIONS = 5000;
const ANY_BYTE: ByteRange = [0, 0xff];
/** The first bytes of characters, and the bytes that continue a character. */
const FIRST_BYTES: readonly ByteRange[] = [
  [0, 0x7f],
  [0xc0, 0xff],
];
const CONTINUATION: ByteRange = [0x80, 0xbf];

/**
 * Returns a regular expression as an automaton that reads a path byte by byte. A path matches if some part of
 * it matches. The time is linear in the length of the path for every expression. Source: Thompson, Regular
 * Expression Search Algorithm, 1968.
 */
export function regexPositions(
  source: string,
  options: { readonly ignoreCase: boolean },
): RegexPositions | BadRegex {
  const regex = parseRegex(source, options);
  if ("problem" in regex) return regex;
  const positions = new RegexPositions(regex);
  return positions.size > MOST_POSITIONS
    ? { problem: "this expression is too long, with its repetitions written out" }
    : positions;
}

class RegexPositions implements Positions {
  readonly #all: Position[] = [];
  /** Steps that are possible only at the start of the path. */
  readonly #begins = new Map<number, number>();
  /** Steps that are possible only at the end of the path. */
  readonly #ends = new Map<number, number>();

  constructor(regex: Regex) {
    // Position 0 is the start of the path: no step leads back to it.
    const start = this.#add();
    const match = this.#add();
    this.#all[match].accepts.push(0);
    // A path that contains a match is a match, so all further bytes are accepted.
    this.#byte(match, ANY_BYTE, match);
    const first = this.#before(regex, match);
    const anywhere = this.#add();
    this.#byte(anywhere, ANY_BYTE, anywhere);
    this.#all[anywhere].empty.push(first);
    this.#all[start].empty.push(anywhere, first);
    this.#settle(start);
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
    const missing = Int32Array.from(this.#all, ({ accepts }) => (accepts.length > 0 ? 0 : -1));
    for (let changed = true; changed; ) {
      changed = false;
      for (const [at, { ranges, empty }] of this.#all.entries()) {
        let kinds = missing[at];
        for (const target of empty) kinds &= missing[target];
        for (const { from, to, target } of ranges)
          if (target !== at) kinds &= (from === to ? KINDS[from] : 0) | missing[target];
        changed ||= kinds !== missing[at];
        missing[at] = kinds;
      }
    }
    return missing;
  }

  #add(): number {
    return this.#all.push({ bytes: new Map(), ranges: [], empty: [], accepts: [] }) - 1;
  }

  #byte(position: number, [from, to]: ByteRange, target: number): void {
    this.#all[position].ranges.push({ from, to, target });
  }

  /**
   * Adds an expression before a position.
   * @returns the position at which the expression begins.
   */
  #before(regex: Regex, next: number): number {
    if (this.size > MOST_POSITIONS) return next;
    switch (regex.is) {
      case "chars":
        return this.#sequences(regex.of.flatMap(charSequences), next);
      case "any": {
        const [at, more] = [this.#add(), this.#add()];
        for (const range of FIRST_BYTES) this.#byte(at, range, more);
        this.#byte(more, CONTINUATION, more);
        this.#all[more].empty.push(next);
        return at;
      }
      case "all":
        return regex.of.reduceRight((after, part) => this.#before(part, after), next);
      case "either": {
        const targets = regex.of.map((part) => this.#before(part, next));
        const at = this.#add();
        this.#all[at].empty.push(...targets);
        return at;
      }
      case "repeat":
        return this.#repeat(regex, next);
      case "begin":
      case "end": {
        const at = this.#add();
        (regex.is === "begin" ? this.#begins : this.#ends).set(at, next);
        return at;
      }
    }
  }

  #repeat({ of, least, most }: Extract<Regex, { is: "repeat" }>, next: number): number {
    let at = next;
    if (most === Number.POSITIVE_INFINITY) {
      const loop = this.#add();
      this.#all[loop].empty.push(this.#before(of, loop), next);
      at = loop;
    } else {
      for (let count = least; count < most && this.size <= MOST_POSITIONS; count++) {
        const optional = this.#add();
        this.#all[optional].empty.push(this.#before(of, at), next);
        at = optional;
      }
    }
    for (let count = 0; count < least && this.size <= MOST_POSITIONS; count++) at = this.#before(of, at);
    return at;
  }

  #sequences(sequences: readonly (readonly ByteRange[])[], next: number): number {
    const at = this.#add();
    for (const sequence of sequences) {
      let from = at;
      for (const [place, range] of sequence.entries()) {
        const target = place === sequence.length - 1 ? next : this.#add();
        this.#byte(from, range, target);
        from = target;
      }
    }
    return at;
  }

  /**
   * Removes the steps of `^` and `$`: those of `^` become steps of the start, and positions before `$` become
   * accepting ones.
   */
  #settle(start: number): void {
    for (const at of this.#reached(start, [this.#begins])) this.#all[start].empty.push(at);
    for (const at of [...this.#ends.keys()]) {
      const accepts = [...this.#reached(at, [this.#ends])].some(
        (position) => this.#all[position].accepts.length > 0,
      );
      if (accepts) this.#all[at].accepts.push(0);
    }
    // In an expression that may be empty, such as `^$`, both are used at once. No path is empty, so it never
    // matches.
  }

  /** Returns the positions that are reached without a byte. */
  #reached(from: number, steps: readonly ReadonlyMap<number, number>[]): Set<number> {
    const all = new Set([from]);
    // The loop also visits positions that are added to the set meanwhile.
    for (const at of all) {
      for (const target of this.#all[at].empty) all.add(target);
      for (const step of steps) {
        const target = step.get(at);
        if (target !== undefined) all.add(target);
      }
    }
    return all;
  }
}
