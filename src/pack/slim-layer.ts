import { firstFrom } from "../image/members/binary-search.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, LayerDiff, Node, Rootfs } from "../tree/file-tree.js";
import { applyLayer } from "../tree/layer-diff.js";
import { type ArchivePlan, ArchivePlanner } from "./archive-plan.js";
import { sortedUnion } from "./filesystem-plan.js";
import type { NeededRows } from "./needed-rows.js";

interface LayerContext extends NeededRows {
  readonly index: number;
  readonly base: number;
  /** The filesystem below the layer: in the image, and after the new layers. */
  readonly before: Rootfs;
  readonly now: Rootfs;
}

/**
 * Plans a layer without the copies that no container sees, and applies the new layer to the filesystem `now`.
 * @returns `null` if the layer can stay unchanged; then `now` is not changed either.
 */
export function slimLayer(tree: FileTree, context: LayerContext): ArchivePlan | null {
  const step = new LayerStep(tree, context);
  return step.hasWaste() ? step.rewrite() : null;
}

/** The whiteouts and opaque markers of a new layer, by node. */
interface Hides {
  readonly whiteouts: ReadonlySet<Node>;
  readonly opaques: ReadonlySet<Node>;
}

/** The rows of a layer that stay, sorted by node. */
interface KeptRows {
  readonly nodes: Int32Array;
  readonly entries: Int32Array;
}

class LayerStep {
  readonly #tree: FileTree;
  readonly #at: LayerContext;
  readonly #layer: LayerDiff;
  #presence: Presence | null = null;

  constructor(tree: FileTree, context: LayerContext) {
    this.#tree = tree;
    this.#at = context;
    this.#layer = tree.layers[context.index];
  }

  hasWaste(): boolean {
    return this.#hasUnneededContent() || this.#hasLostTarget() || this.#hasLostUse();
  }

  #hasUnneededContent(): boolean {
    const { entries } = this.#tree;
    const { neededContent } = this.#at;
    const isWaste = (row: EntryId) =>
      entries.isFile(row) && entries.bytes(row) > 0 && neededContent[row] === 0;
    return this.#layer.entries.some(isWaste) || this.#layer.repeated.some(isWaste);
  }

  /** Returns true if the target of a hard link is not in the new layers below. */
  #hasLostTarget(): boolean {
    const { entries } = this.#tree;
    const { needed, lowerLinks, base } = this.#at;
    return this.#layer.entries.some((row) => {
      const link = lowerLinks.get(row);
      if (link === undefined || entries.layer(entries.inode[row]) < base) return false;
      return needed[row] === 0 || link.target < 0;
    });
  }

  /** Returns true if a whiteout that hid something before hides nothing now. */
  #hasLostUse(): boolean {
    const { whiteouts, opaques } = this.#layer;
    if (whiteouts.length + opaques.length === 0) return false;
    const before = new Presence(this.#at.before);
    const below = this.#below();
    const { end } = this.#bounds();
    const lost = (from: Node, to: Node) => before.any(from, to) && !below.any(from, to);
    return (
      whiteouts.some((node) => lost(node, end(node))) || opaques.some((node) => lost(node + 1, end(node)))
    );
  }

  rewrite(): ArchivePlan {
    const hides = this.#hides();
    const kept = this.#kept(hides);
    const archive = this.#archive(kept, hides);
    applyLayer({ ...this.#layer, ...kept, hidden: this.#ranges(kept, hides) }, this.#at.now);
    return archive;
  }

  #hides(): Hides {
    const { entries } = this.#tree;
    const { needed, now } = this.#at;
    const below = this.#below();
    const { end } = this.#bounds();
    const whiteouts = new Set(this.#layer.whiteouts.filter((node) => below.any(node, end(node))));
    const opaques = new Set(this.#layer.opaques.filter((node) => below.any(node + 1, end(node))));
    const { nodes, entries: rows } = this.#layer;
    for (let i = 0; i < nodes.length; i++) {
      const [node, row] = [nodes[i], rows[i]];
      if (needed[row] !== 0 || entries.isFolder(row)) continue;
      // The removed file was in place of a folder. That folder must not appear again.
      const folder = now[node] >= 0 && entries.isFolder(now[node]);
      if (folder || below.any(node + 1, end(node))) whiteouts.add(node);
    }
    return { whiteouts, opaques };
  }

  /** Returns the rows of the new layer: needed rows, their parent folders, and implied folders. */
  #kept({ whiteouts, opaques }: Hides): KeptRows {
    const { entries } = this.#tree;
    const { needed } = this.#at;
    const above = new Set<Node>();
    const addAbove = (node: Node) => {
      for (let at = this.#tree.parent(node); at > 0 && !above.has(at); at = this.#tree.parent(at))
        above.add(at);
    };
    for (const node of whiteouts) addAbove(node);
    for (const node of opaques) {
      addAbove(node);
      if (node > 0) above.add(node);
    }
    const { nodes, entries: rows } = this.#layer;
    for (let i = 0; i < nodes.length; i++) {
      if (needed[rows[i]] !== 0 && !entries.isImplied(rows[i])) addAbove(nodes[i]);
    }
    const kept = { nodes: new Int32Array(nodes.length), entries: new Int32Array(nodes.length) };
    let count = 0;
    for (let i = 0; i < nodes.length; i++) {
      if (needed[rows[i]] === 0 && !(above.has(nodes[i]) && entries.isFolder(rows[i]))) continue;
      kept.nodes[count] = nodes[i];
      kept.entries[count++] = rows[i];
    }
    return { nodes: kept.nodes.subarray(0, count), entries: kept.entries.subarray(0, count) };
  }

  #archive(kept: KeptRows, { whiteouts, opaques }: Hides): ArchivePlan {
    const { entries } = this.#tree;
    const planner = new ArchivePlanner(this.#tree, { copies: true });
    if (this.#layer.root !== null) planner.addRoot(this.#layer.root);
    const written = kept.nodes.filter((_, i) => !entries.isImplied(kept.entries[i]));
    const isEmpty = (node: Node) =>
      (written[firstFrom(written, node + 1)] ?? Infinity) >= this.#tree.end(node);
    const links: EntryId[] = [];
    const steps = sortedUnion(kept.nodes, whiteouts, opaques);
    let next = 0;
    for (const node of steps) {
      const row = kept.nodes[next] === node ? kept.entries[next++] : -1;
      if (whiteouts.has(node)) planner.addWhiteout(node);
      // An implied folder is written only if it is empty. Otherwise its contents imply it again.
      if (row >= 0 && entries.isFolder(row) && (!entries.isImplied(row) || isEmpty(node)))
        planner.addFolder(row);
      if (opaques.has(node)) planner.addOpaqueMarker(node);
      if (row < 0 || entries.isFolder(row)) continue;
      // If the file's own path is needed, it has the content, and the other names become links to it.
      if (entries.inode[row] === row) planner.addName(node, row);
      else links.push(row);
    }
    for (const row of links) this.#addLink(planner, row);
    return planner.plan();
  }

  #addLink(planner: ArchivePlanner, row: EntryId): void {
    const { entries } = this.#tree;
    const target = this.#at.lowerLinks.get(row)?.target ?? -1;
    if (target < 0) planner.addLinkRow(row);
    else planner.addOutsideLink(entries.node[row], entries.inode[row], planner.pathOf(entries.node[target]));
  }

  /** Returns the ranges of nodes that the new layer hides, sorted and without overlap. */
  #ranges({ nodes, entries: rows }: KeptRows, { whiteouts, opaques }: Hides): Int32Array {
    const { end } = this.#bounds();
    const ranges: [from: Node, to: Node][] = [];
    for (const node of whiteouts) ranges.push([node, end(node)]);
    for (const node of opaques) ranges.push([node + 1, end(node)]);
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      if (!this.#tree.entries.isFolder(rows[i]) && end(node) > node + 1) ranges.push([node + 1, end(node)]);
    }
    ranges.sort(([a, aEnd], [b, bEnd]) => a - b || bEnd - aEnd);
    const hidden: number[] = [];
    let covered = 0;
    for (const [from, to] of ranges) {
      if (to <= covered || from >= to) continue;
      hidden.push(Math.max(from, covered), to);
      covered = to;
    }
    return Int32Array.from(hidden);
  }

  #bounds(): { end(node: Node): Node } {
    return { end: (node) => this.#tree.end(node) };
  }

  /** Returns the nodes that exist in the new layers below. */
  #below(): Presence {
    this.#presence ??= new Presence(this.#at.now);
    return this.#presence;
  }
}

/** Finds in constant time if a filesystem has anything in a range of nodes. */
class Presence {
  /** For each node, the number of existing nodes before it. */
  readonly #counts: Int32Array;

  constructor(rootfs: Rootfs) {
    this.#counts = new Int32Array(rootfs.length + 1);
    for (let node = 0; node < rootfs.length; node++) {
      this.#counts[node + 1] = this.#counts[node] + (rootfs[node] >= 0 ? 1 : 0);
    }
  }

  /** Returns true if a node from `from` up to (not including) `to` exists. */
  any(from: Node, to: Node): boolean {
    return this.#counts[to] > this.#counts[from];
  }
}
