import { firstFrom } from "../../image/members/binary-search.js";
import { grow } from "../../image/members/grow.js";
import { type LayerView, UNCHANGED } from "../changes.js";
import type { FileTree, Node } from "../file-tree.js";
import { ChildrenByGrowth } from "./children-by-growth.js";

/** All changes of a view, visible or not: found once, and used for each filter and each set of visible changes. */
export class ViewChanges {
  readonly tree: FileTree;
  readonly view: LayerView;
  /** The changed nodes, in order. */
  readonly nodes: Int32Array;
  #grown: Float64Array | null = null;
  #children: ChildrenByGrowth | null = null;

  constructor(tree: FileTree, view: LayerView) {
    this.tree = tree;
    this.view = view;
    this.nodes = changedNodes(view);
  }

  /** Returns the number of changed nodes before a node. */
  before(node: Node): number {
    return firstFrom(this.nodes, node);
  }

  /** For each changed node, the growth of its own content in bytes. Computed on first use. */
  get grown(): Float64Array {
    this.#grown ??= grownBytes(this.tree, this.view, this.nodes);
    return this.#grown;
  }

  /** The sorted children of each folder. Computed on first use. */
  get childrenByGrowth(): ChildrenByGrowth {
    this.#children ??= new ChildrenByGrowth(this);
    return this.#children;
  }
}

function changedNodes({ changes }: LayerView): Int32Array {
  let nodes = new Int32Array(1024);
  let count = 0;
  for (let node = 0; node < changes.length; node++) {
    if (changes[node] === UNCHANGED) continue;
    if (count === nodes.length) nodes = grow(nodes, count + 1);
    nodes[count++] = node;
  }
  return nodes.slice(0, count);
}

function grownBytes({ entries }: FileTree, { rootfs, below }: LayerView, nodes: Int32Array): Float64Array {
  const grown = new Float64Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) {
    const [before, after] = [below[nodes[i]], rootfs[nodes[i]]];
    grown[i] = (after < 0 ? 0 : entries.bytes(after)) - (before < 0 ? 0 : entries.bytes(before));
  }
  return grown;
}
