/** The maximum number of alternatives, and of nested braces. Other globs are refused. */
const MOST_ALTERNATIVES = 1000;
const DEEPEST = 8;

/** The globs without braces that are equal to a glob with braces. */
export interface Alternatives {
  readonly of: readonly string[];
  /** A problem with braces that have no effect. Such braces match themselves. */
  readonly doubt: string | null;
}

/** Expands `{a,b}`. Braces without a comma match themselves. */
export function alternatives(glob: string): Alternatives | { readonly problem: string } {
  const groups = new Groups(glob);
  if (groups.depth > DEEPEST) return { problem: `too deep: ${DEEPEST} braces within each other at most` };
  const of = groups.expanded();
  if (of === null)
    return { problem: `too long: its braces have more than ${MOST_ALTERNATIVES} alternatives` };
  return { of, doubt: groups.doubt };
}

interface Group {
  readonly close: number;
  readonly commas: readonly number[];
}

/** Finds the braces of a glob. */
class Groups {
  readonly #glob: string;
  /** The groups by the place of their opening brace. */
  readonly #groups = new Map<number, Group>();
  depth = 0;
  doubt: string | null = null;

  constructor(glob: string) {
    this.#glob = glob;
    const open: { readonly at: number; readonly commas: number[] }[] = [];
    for (const { index: at, 0: token } of glob.matchAll(/\\.|\[!?\^?\]?[^\]/]*\]|[{},]/gsu)) {
      if (token === "{") open.push({ at, commas: [] });
      if (token === ",") open.at(-1)?.commas.push(at);
      this.depth = Math.max(this.depth, open.length);
      if (token !== "}") continue;
      const group = open.pop();
      if (group === undefined) this.doubt ??= "a brace is not opened";
      else if (group.commas.length > 0) this.#groups.set(group.at, { close: at, commas: group.commas });
      else if (glob.slice(group.at, at).includes(".."))
        this.doubt ??= "a range in braces is not known: use [a-z]";
    }
    if (open.length > 0) this.doubt ??= "a brace is not closed";
  }

  expanded(): string[] | null {
    return this.#between(0, this.#glob.length);
  }

  /** Returns the texts of a part of the glob; `null` if there are too many. */
  #between(from: number, to: number): string[] | null {
    let texts = [""];
    let plain = from;
    for (let at = from; at < to; at++) {
      const group = this.#groups.get(at);
      if (group === undefined) continue;
      const parts: string[] = [];
      const borders = [at, ...group.commas, group.close];
      for (let i = 0; i + 1 < borders.length; i++) {
        const part = this.#between(borders[i] + 1, borders[i + 1]);
        if (part === null) return null;
        parts.push(...part);
      }
      if (texts.length * parts.length > MOST_ALTERNATIVES) return null;
      const before = this.#glob.slice(plain, at);
      texts = texts.flatMap((text) => parts.map((part) => text + before + part));
      at = group.close;
      plain = at + 1;
    }
    const rest = this.#glob.slice(plain, to);
    return rest === "" ? texts : texts.map((text) => text + rest);
  }
}
