import { addToGroup } from "../../../groups.js";
import type { FileTree, Node } from "../../../tree/file-tree.js";
import type { Advice } from "../../advice/advice.js";
import { SOURCES } from "../../advice/sources.js";
import { type Coverage, listsByPattern } from "../../paths/path-pattern.js";
import { type Measured, measured, type Rule } from "../rule.js";
import type { Ignore, Ignored, RuleOffender } from "../verdict.js";
import type { ListRuleKind } from "./rule-kind.js";

export const BUDGETS = {
  key: "budgets",
  diveKey: null,
  flag: null,
  unit: "bytes",
  bound: "highest",
  topic: "paths",
  aboveBase: true,
  doc: {
    what: "Fails if layers contain more bytes than this at the paths that match a pattern.",
    why: "Every version counts, also one that a later layer hides. A pattern without a slash is a name in any folder; with a slash it starts at the root. A folder means everything in it.",
    example: "budgets:\n  /usr/share/doc/**: 0\n  '**/*.map': 1MB",
    source: SOURCES.dockerignore,
  },
} as const satisfies ListRuleKind;

export const FORBIDDEN = {
  key: "forbidden",
  diveKey: null,
  flag: null,
  unit: "paths",
  bound: "highest",
  topic: "paths",
  aboveBase: true,
  doc: {
    what: "Fails if a layer contains a path that matches a pattern. private-keys finds private keys, and secrets finds secrets, by content.",
    why: "A file that was in one layer can always be read from the image, even if a later layer removes it. Replace a secret that was shipped. secrets searches small text files of every layer and never prints a secret; for a file of that name write **/secrets.",
    example: "forbidden:\n  - '**/.git/**'\n  - '**/.env'\n  - private-keys\n  - secrets",
    source: SOURCES.secrets,
  },
} as const satisfies ListRuleKind;

/**
 * A rule about the paths that match a pattern: the maximum of their bytes, or that no such path is allowed.
 */
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
  /**
   * The paths that rules and ignores match. The rules have the first numbers, in their order, then come the
   * ignores.
   */
  readonly coverage: Coverage;
  /** Layers below this one are part of the base and do not count. */
  readonly fromLayer: number;
  /** For the number of a rule: 1 for each path of the baseline. Those paths do not count. */
  readonly old: ReadonlyMap<number, Uint8Array>;
  /** For the number of a rule about single versions of files: 1 for each row that counts. */
  readonly versions: ReadonlyMap<number, Uint8Array>;
  readonly ignores: readonly PathIgnore[];
  /** Returns true if an ignore applies to a rule. */
  applies(ignore: Ignore, rule: PathRule): boolean;
  /** Returns advice how to keep a path out of the layer that wrote it. */
  advise(written: { readonly layer: number; readonly node: Node; readonly rule: PathRule }): Advice;
}

/** Returns true for a rule that counts paths, not their bytes. */
export function isForbidden({ kind }: PathRule): boolean {
  return kind.key === FORBIDDEN.key;
}

export interface PathVerdict extends Measured<PathRule> {
  readonly offenders: readonly RuleOffender[];
  readonly ignored: readonly Ignored[];
  /** Every path that a forbidden rule matches, also paths that do not count. */
  readonly found: ReadonlySet<Node>;
  /** Ignores that match a path of the rule, also a path that does not count. */
  readonly touched: ReadonlySet<Ignore>;
}

/**
 * Measures rules about paths: `budgets` count bytes, `forbidden` counts paths. Every version counts, also a
 * version that a later layer hides, because it is still shipped. Paths that match the same rules are counted
 * together, so each path is visited once and not once for each rule.
 */
export function measurePaths(rules: readonly PathRule[], facts: PathFacts): PathVerdict[] {
  if (rules.length === 0) return [];
  const counted = new CountedRows(facts);
  const listsOf = listsByPattern(facts.coverage);
  return rules.map((rule, number) => measureOne(rule, number, { facts, counted, lists: listsOf[number] }));
}

interface OneRule {
  readonly facts: PathFacts;
  readonly counted: CountedRows;
  /** The lists that contain the rule. */
  readonly lists: readonly number[];
}

function measureOne(rule: PathRule, number: number, { facts, counted, lists }: OneRule): PathVerdict {
  const { tree, old, versions } = facts;
  const found = new Set<Node>();
  const touched = new Set<Ignore>();
  const skipped = { old: old.get(number), only: versions.get(number) };
  const tallies = new Map<PathIgnore, { paths: number; bytes: number }>();
  const counting: number[] = [];
  let [paths, bytes] = [0, 0];
  for (const list of lists) {
    const rows = counted.rows(list, skipped);
    if (isForbidden(rule)) for (const row of rows) found.add(tree.entries.node[row]);
    const by = counted.ignores(list).filter(({ ignore }) => facts.applies(ignore, rule));
    if (rows.length > 0) for (const { ignore } of by) touched.add(ignore);
    const sum = counted.sum(list, skipped);
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
    offenders: verdict.pass ? [] : offendersOf(rule, counting, { facts, counted, skipped }),
    ignored: [...tallies].map(([{ ignore, expired }, tally]) => ({ ignore, expired, ...tally })),
  };
}

interface Counting extends Omit<OneRule, "lists"> {
  readonly skipped: Skipped;
}

function offendersOf(
  rule: PathRule,
  lists: readonly number[],
  { facts, counted, skipped }: Counting,
): RuleOffender[] {
  const { entries } = facts.tree;
  const tally = new PathTally({ empty: isForbidden(rule) });
  for (const list of lists) {
    for (const row of counted.rows(list, skipped)) {
      const node = entries.node[row];
      if (skipped.old?.[node] !== 1) tally.add(entries.layer(row), node, entries.bytes(row));
    }
  }
  return tally.offenders((layer, node) => facts.advise({ layer, node, rule }));
}

/** The rows that match a rule's pattern, but do not count. */
interface Skipped {
  /** 1 for each path that is in the baseline. */
  readonly old: Uint8Array | undefined;
  /** 1 for each row that counts; `undefined` if all rows count. */
  readonly only: Uint8Array | undefined;
}

interface Sum {
  readonly paths: number;
  readonly bytes: number;
}

/** The rows that count, grouped by the list of patterns that match them. */
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
      // A folder that has contents is not counted itself: its contents are.
      if (entries.isFolder(row) && tree.end(node) > node + 1) continue;
      addToGroup(this.#rows, list, row);
    }
  }

  rows(list: number, { only }: Pick<Skipped, "only">): readonly number[] {
    const rows = this.#rows.get(list) ?? [];
    return only === undefined ? rows : rows.filter((row) => only[row] === 1);
  }

  /** Returns the number of paths and their bytes, without the skipped rows. */
  sum(list: number, skipped: Skipped): Sum {
    if (skipped.old !== undefined || skipped.only !== undefined) return this.#summed(list, skipped);
    const known = this.#sums.get(list) ?? this.#summed(list, skipped);
    this.#sums.set(list, known);
    return known;
  }

  #summed(list: number, { old, only }: Skipped): Sum {
    const { entries } = this.#facts.tree;
    const nodes = new Set<Node>();
    let bytes = 0;
    for (const row of this.rows(list, { only })) {
      const node = entries.node[row];
      if (old?.[node] === 1) continue;
      nodes.add(node);
      bytes += entries.bytes(row);
    }
    return { paths: nodes.size, bytes };
  }

  /** Returns the ignores that match the paths of a list. */
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

/** Counts paths and their bytes for each layer. */
class PathTally {
  readonly #layers = new Map<number, Map<Node, number>>();
  readonly #empty: boolean;

  /** @param options `empty`: true to count paths without content, too */
  constructor({ empty }: { readonly empty: boolean }) {
    this.#empty = empty;
  }

  add(layer: number, node: Node, bytes: number): void {
    if (bytes === 0 && !this.#empty) return;
    const paths = this.#layers.get(layer) ?? new Map<Node, number>();
    this.#layers.set(layer, paths.set(node, (paths.get(node) ?? 0) + bytes));
  }

  /** Returns an offender for each layer, the most bytes first. */
  offenders(advise: (layer: number, node: Node) => Advice): RuleOffender[] {
    return [...this.#layers]
      .map(([layer, paths]) => {
        const nodes = [...paths].sort(([a, x], [b, y]) => y - x || a - b).map(([node]) => node);
        const bytes = [...paths.values()].reduce((sum, some) => sum + some, 0);
        return { bytes, nodes, layer, endedBy: null, cause: null, advice: advise(layer, nodes[0]) };
      })
      .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
  }
}
