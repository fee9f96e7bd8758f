import type { FileTree, Node } from "../tree/file-tree.js";
import type { Advice } from "./advice-sources.js";
import { type Measured, measured, type Rule } from "./rules.js";
import type { Ignore, Ignored, RuleOffender } from "./verdict.js";

/** A rule about the paths that a pattern means: how many bytes they may hold, or that there is none of them. */
export interface PathRule extends Rule {
  readonly is: "paths";
  readonly pattern: string;
}

/** An ignore, and the paths that it means. */
export interface CoveringIgnore {
  readonly ignore: Ignore;
  readonly expired: boolean;
  readonly covered: Uint8Array;
}

export interface PathFacts {
  readonly tree: FileTree;
  /** By node: 1 where the rule's pattern means the path. */
  readonly covered: Uint8Array;
  /** Layers below this one are not counted: they belong to the base. */
  readonly fromLayer: number;
  /** By node: 1 for paths that are not new, and not counted for it. */
  readonly old: Uint8Array | null;
  readonly ignores: readonly CoveringIgnore[];
  /** How to keep a path that a layer wrote out of it. */
  advise(written: { readonly layer: number; readonly node: Node; readonly rule: PathRule }): Advice;
}

export interface PathVerdict extends Measured<PathRule> {
  readonly offenders: readonly RuleOffender[];
  readonly ignored: readonly Ignored[];
  /** Every path that the rule means, whether it counts or not. */
  readonly found: ReadonlySet<Node>;
}

/**
 * Counts what layers hold at a rule's paths: of `budgets` the bytes, of `forbidden` the paths. Every version counts, also
 * one that a later layer hides: it is in the image all the same.
 */
export function judgePaths(rule: PathRule, facts: PathFacts): PathVerdict {
  const { tree, covered, fromLayer, old } = facts;
  const { entries } = tree;
  const counting = rule.kind.key === "budgets" ? new Tally() : new Tally({ empty: true });
  const ignored = facts.ignores.map((ignore) => ({ ...ignore, tally: new Tally({ empty: true }) }));
  const found = new Set<Node>();
  for (let row = 0; row < entries.firstImplied && row < entries.size; row++) {
    const node = entries.node[row];
    const layer = entries.layer(row);
    const folder = entries.isFolder(row) && tree.end(node) > node + 1;
    if (covered[node] === 0 || layer < fromLayer || folder) continue;
    found.add(node);
    if (old?.[node] === 1) continue;
    const bytes = entries.bytes(row);
    const by = ignored.filter((one) => one.covered[node] === 1);
    for (const { tally } of by) tally.add(layer, node, bytes);
    if (by.every(({ expired }) => expired)) counting.add(layer, node, bytes);
  }
  const actual = rule.kind.unit === "bytes" ? counting.bytes : counting.nodes.size;
  return {
    ...measured(rule, actual),
    found,
    offenders: counting.offenders((layer, node) => facts.advise({ layer, node, rule })),
    ignored: ignored
      .filter(({ tally }) => tally.nodes.size > 0)
      .map(({ ignore, expired, tally }) => ({
        ignore,
        expired,
        paths: tally.nodes.size,
        bytes: tally.bytes,
      })),
  };
}

/** Paths and their bytes, layer by layer. */
class Tally {
  bytes = 0;
  readonly nodes = new Set<Node>();
  readonly #layers = new Map<number, Map<Node, number>>();
  readonly #empty: boolean;

  /** With `empty`, paths without content count too. */
  constructor({ empty = false }: { readonly empty?: boolean } = {}) {
    this.#empty = empty;
  }

  add(layer: number, node: Node, bytes: number): void {
    if (bytes === 0 && !this.#empty) return;
    this.bytes += bytes;
    this.nodes.add(node);
    const paths = this.#layers.get(layer) ?? new Map<Node, number>();
    this.#layers.set(layer, paths.set(node, (paths.get(node) ?? 0) + bytes));
  }

  /** A story each layer, the most bytes first. */
  offenders(advise: (layer: number, node: Node) => Advice): RuleOffender[] {
    return [...this.#layers]
      .map(([layer, paths]) => {
        const nodes = [...paths].sort(([a, x], [b, y]) => y - x || a - b).map(([node]) => node);
        const bytes = [...paths.values()].reduce((sum, some) => sum + some, 0);
        const { say, source } = advise(layer, nodes[0]);
        return { bytes, nodes, layer, endedBy: null, cause: null, advice: say, source };
      })
      .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer);
  }
}
