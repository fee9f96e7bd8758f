import type { Node } from "../../tree/file-tree.js";
import type { Advice } from "../advice/advice-sources.js";
import type { RuleOffender } from "./verdict.js";

/** Paths and their bytes, layer by layer. */
export class PathTally {
  readonly #layers = new Map<number, Map<Node, number>>();
  readonly #empty: boolean;

  /** With `empty`, paths without content count too. */
  constructor({ empty }: { readonly empty: boolean }) {
    this.#empty = empty;
  }

  add(layer: number, node: Node, bytes: number): void {
    if (bytes === 0 && !this.#empty) return;
    const paths = this.#layers.get(layer) ?? new Map<Node, number>();
    this.#layers.set(layer, paths.set(node, (paths.get(node) ?? 0) + bytes));
  }

  /** An offender for each layer, the most bytes first. */
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
