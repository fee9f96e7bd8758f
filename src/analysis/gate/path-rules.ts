import type { FileTree, Node } from "../../tree/file-tree.js";
import type { Advice } from "../advice/advice-sources.js";
import { type Coverage, listsByPattern } from "../paths/path-pattern.js";
import { PathTally } from "./path-tally.js";
import { type Measured, measured, type Rule } from "./rules.js";
import type { Ignore, Ignored, RuleOffender } from "./verdict.js";

/** A rule about the paths that a pattern means: how many bytes they may hold, or that there is none of them. */
export interface PathRule extends Rule {
  readonly is: "paths";
  readonly pattern: string;
}

/** An ignore that names paths. */
export interface PathIgnore {
  readonly ignore: Ignore;
  readonly expired: boolean;
}

export interface PathFacts {
  readonly tree: FileTree;
  /** What the rules and then the ignores cover: a rule's number is its place, an ignore's follows those of the rules. */
  readonly coverage: Coverage;
  /** Layers below this one are not counted: they belong to the base. */
  readonly fromLayer: number;
  /** By the number of a rule: 1 for each path that is not new, and not counted for it. */
  readonly old: ReadonlyMap<number, Uint8Array>;
  readonly ignores: readonly PathIgnore[];
  /** True where an ignore is about a rule. */
  means(ignore: Ignore, rule: PathRule): boolean;
  /** How to keep a path that a layer wrote out of it. */
  advise(written: { readonly layer: number; readonly node: Node; readonly rule: PathRule }): Advice;
}

export interface PathVerdict extends Measured<PathRule> {
  readonly offenders: readonly RuleOffender[];
  readonly ignored: readonly Ignored[];
  /** Every path that a forbidden rule means, whether it counts or not. */
  readonly found: ReadonlySet<Node>;
  /** Ignores that cover a path of the rule, whether it counts or not. */
  readonly touched: ReadonlySet<Ignore>;
}

/**
 * Counts what layers hold at the paths of rules: of `budgets` the bytes, of `forbidden` the paths. Every version counts, also
 * one that a later layer hides: it is in the image all the same. Paths that the same rules cover are counted together, so
 * that a path costs once and not once for each rule.
 */
export function judgePaths(rules: readonly PathRule[], facts: PathFacts): PathVerdict[] {
  const counted = new CountedRows(facts);
  const listsOf = listsByPattern(facts.coverage);
  return rules.map((rule, number) => judgeOne(rule, number, { facts, counted, lists: listsOf[number] }));
}

interface OneRule {
  readonly facts: PathFacts;
  readonly counted: CountedRows;
  /** Those that the rule is in. */
  readonly lists: readonly number[];
}

function judgeOne(rule: PathRule, number: number, { facts, counted, lists }: OneRule): PathVerdict {
  const { tree, old } = facts;
  const found = new Set<Node>();
  const touched = new Set<Ignore>();
  const oldOnes = old.get(number);
  const tallies = new Map<PathIgnore, { paths: number; bytes: number }>();
  const counting: number[] = [];
  let [paths, bytes] = [0, 0];
  for (const list of lists) {
    if (rule.kind.key === "forbidden")
      for (const row of counted.rows(list)) found.add(tree.entries.node[row]);
    const by = counted.ignores(list).filter(({ ignore }) => facts.means(ignore, rule));
    if (counted.rows(list).length > 0) for (const { ignore } of by) touched.add(ignore);
    const sum = counted.sum(list, oldOnes);
    if (sum.paths === 0) continue;
    for (const ignore of by) {
      const tally = tallies.get(ignore) ?? { paths: 0, bytes: 0 };
      tallies.set(ignore, { paths: tally.paths + sum.paths, bytes: tally.bytes + sum.bytes });
    }
    if (by.some(({ expired }) => !expired)) continue;
    counting.push(list);
    paths += sum.paths;
    bytes += sum.bytes;
  }
  const verdict = measured(rule, rule.kind.unit === "bytes" ? bytes : paths);
  return {
    ...verdict,
    found,
    touched,
    offenders: verdict.pass ? [] : offendersOf(rule, counting, { facts, counted, old: oldOnes }),
    ignored: [...tallies].map(([{ ignore, expired }, tally]) => ({ ignore, expired, ...tally })),
  };
}

interface Counting extends Omit<OneRule, "lists"> {
  readonly old: Uint8Array | undefined;
}

function offendersOf(
  rule: PathRule,
  lists: readonly number[],
  { facts, counted, old }: Counting,
): RuleOffender[] {
  const { entries } = facts.tree;
  const tally = new PathTally({ empty: rule.kind.key !== "budgets" });
  for (const list of lists) {
    for (const row of counted.rows(list)) {
      const node = entries.node[row];
      if (old?.[node] !== 1) tally.add(entries.layer(row), node, entries.bytes(row));
    }
  }
  return tally.offenders((layer, node) => facts.advise({ layer, node, rule }));
}

interface Sum {
  readonly paths: number;
  readonly bytes: number;
}

/** The rows that count, by the list of patterns that covers them. */
class CountedRows {
  readonly #facts: PathFacts;
  readonly #rows = new Map<number, number[]>();
  readonly #sums = new Map<number, Sum>();
  readonly #ignores = new Map<number, readonly PathIgnore[]>();

  constructor(facts: PathFacts) {
    this.#facts = facts;
    const { tree, coverage, fromLayer } = facts;
    const { entries } = tree;
    for (let row = 0; row < entries.firstImplied && row < entries.size; row++) {
      const node = entries.node[row];
      const list = coverage.of[node];
      if (list === 0 || entries.layer(row) < fromLayer) continue;
      // A folder counts by what is in it.
      if (entries.isFolder(row) && tree.end(node) > node + 1) continue;
      const rows = this.#rows.get(list);
      if (rows === undefined) this.#rows.set(list, [row]);
      else rows.push(row);
    }
  }

  rows(list: number): readonly number[] {
    return this.#rows.get(list) ?? [];
  }

  /** Paths and bytes of all rows, of those that are not old. */
  sum(list: number, old: Uint8Array | undefined): Sum {
    if (old !== undefined) return this.#summed(list, old);
    const known = this.#sums.get(list) ?? this.#summed(list, old);
    this.#sums.set(list, known);
    return known;
  }

  #summed(list: number, old: Uint8Array | undefined): Sum {
    const { entries } = this.#facts.tree;
    const nodes = new Set<Node>();
    let bytes = 0;
    for (const row of this.rows(list)) {
      const node = entries.node[row];
      if (old?.[node] === 1) continue;
      nodes.add(node);
      bytes += entries.bytes(row);
    }
    return { paths: nodes.size, bytes };
  }

  /** The ignores that cover the paths of a list. */
  ignores(list: number): readonly PathIgnore[] {
    const known = this.#ignores.get(list);
    if (known !== undefined) return known;
    const { coverage, ignores } = this.#facts;
    // Ignores have the last numbers.
    const first = coverage.patterns - ignores.length;
    const found = coverage.lists[list]
      .filter((number) => number >= first)
      .map((number) => ignores[number - first]);
    this.#ignores.set(list, found);
    return found;
  }
}
