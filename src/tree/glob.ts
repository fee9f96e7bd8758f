import { type Automaton, pattern } from "./automaton.js";

const SLASH = 0x2f;
/** More than any pattern that a person types needs. */
const MOST_STATES = 4096;

/** One step of a pattern: a byte that fits leads on, and where it `repeats`, stays as well (then no byte is needed). */
interface Step {
  fits(byte: number): boolean;
  readonly repeats: boolean;
}

/** True where a text is meant as a glob. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/**
 * Paths that a glob describes: `*` and `?` stay within a name, `**` passes slashes, `[a-z]` and `[!a-z]` are one
 * byte of a set. From the root where it begins with a slash, else from any folder on. Case counts where the
 * pattern has upper case in it.
 * @returns `null` where the pattern is too intricate.
 */
export function matchingGlob(glob: string): Automaton | null {
  const steps = stepsOf(glob);
  const numbers = new Map<string, number>();
  const sets: number[][] = [];
  const numberOf = (set: number[]): number => {
    const key = set.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, sets.length);
    return sets.push(set) - 1;
  };
  numberOf(closure(steps, [0]));
  const rows: Uint16Array[] = [];
  for (let state = 0; state < sets.length; state++) {
    if (sets.length > MOST_STATES) return null;
    rows.push(Uint16Array.from({ length: 256 }, (_, byte) => numberOf(after(steps, sets[state], byte))));
  }
  const next = new Uint16Array(rows.length * 256);
  for (const [state, row] of rows.entries()) next.set(row, state * 256);
  return {
    next,
    accepts: Uint8Array.from(sets, (set) => Number(set.includes(steps.length))),
    absorbing: false,
  };
}

/** The steps that a set of positions may be at after one byte. */
function after(steps: readonly Step[], set: readonly number[], byte: number): number[] {
  const on: number[] = [];
  for (const at of set) {
    const step = steps.at(at);
    if (at < steps.length && step?.fits(byte)) on.push(step.repeats ? at : at + 1);
  }
  return closure(steps, on);
}

/** The positions and those that are reached from them without a byte, sorted. */
function closure(steps: readonly Step[], positions: readonly number[]): number[] {
  const all = new Set<number>();
  for (let at of positions) {
    all.add(at);
    while (at < steps.length && steps[at].repeats) all.add(++at);
  }
  return [...all].sort((a, b) => a - b);
}

const TOKEN = /\*\*|\*|\?|\[!?[^\]]+\]|./gsu;

function stepsOf(glob: string): Step[] {
  const { fold } = pattern(glob);
  const anything: Step = { fits: () => true, repeats: true };
  const slash: Step = { fits: (byte) => byte === SLASH, repeats: false };
  const steps: Step[] = glob.startsWith("/") ? [] : [anything, slash];
  for (const [token] of glob.matchAll(TOKEN)) {
    if (token === "**") steps.push(anything);
    else if (token === "*") steps.push({ fits: (byte) => byte !== SLASH, repeats: true });
    else if (token === "?") steps.push({ fits: (byte) => byte !== SLASH, repeats: false });
    else if (token.length > 2 && token.startsWith("[")) steps.push(setOf(token, fold));
    else
      for (const own of Buffer.from(token))
        steps.push({ fits: (byte) => fold[byte] === fold[own], repeats: false });
  }
  return steps;
}

/** `[abc]`, `[a-z]`, `[!0-9]`: one byte of the set, or one that is not in it. */
function setOf(token: string, fold: Uint8Array): Step {
  const negated = token.startsWith("[!");
  const inner = Buffer.from(token.slice(negated ? 2 : 1, -1));
  const members = new Set<number>();
  for (let i = 0; i < inner.length; i++) {
    const to = inner[i + 1] === 0x2d && i + 2 < inner.length ? inner[i + 2] : inner[i];
    for (let byte = inner[i]; byte <= to; byte++) members.add(byte);
    if (to !== inner[i]) i += 2;
  }
  const fits = (byte: number) => [...members].some((member) => fold[byte] === fold[member]) !== negated;
  return { fits: (byte) => byte !== SLASH && fits(byte), repeats: false };
}
