import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, Node, Rootfs } from "../tree/file-tree.js";
import { applyLayer, type LayerDiff } from "../tree/layer-diff.js";
import { type ArchivePlan, ArchivePlanner } from "./archive-plan.js";
import { opaqueMember, sortedUnion, whiteoutMember } from "./filesystem-plan.js";
import { rowMember } from "./member.js";
import type { NeededRows } from "./needed-rows.js";
import { Presence } from "./presence.js";

interface LayerContext extends NeededRows {
  readonly index: number;
  readonly base: number;
  /** The filesystem below the layer: as the image has it, and as the new layers make it. */
  readonly before: Rootfs;
  readonly now: Rootfs;
}

/**
 * What a layer holds without the copies that no container sees; that is then put on the filesystem `now`.
 * @returns `null` where the layer can stay as it is; `now` is then untouched.
 */
export function slimLayer(tree: FileTree, context: LayerContext): ArchivePlan | null {
  const step = new LayerStep(tree, context);
  return step.hasWaste() ? step.rewrite() : null;
}

/** What a new layer hides: whiteouts and opaque markers, by node. */
interface Hides {
  readonly whiteouts: ReadonlySet<Node>;
  readonly opaques: ReadonlySet<Node>;
}

class LayerStep {
  readonly #tree: FileTree;
  readonly #at: LayerContext;
  readonly #layer: LayerDiff;
  readonly #below: Presence;

  constructor(tree: FileTree, context: LayerContext) {
    this.#tree = tree;
    this.#at = context;
    this.#layer = tree.layers[context.index];
    this.#below = new Presence(context.now);
  }

  hasWaste(): boolean {
    return this.#hasUnneededContent() || this.#hasLostTarget() || this.#hasLostUse();
  }

  #hasUnneededContent(): boolean {
    const { entries } = this.#tree;
    const { needed } = this.#at;
    const content = new Set<EntryId>();
    for (const row of this.#layer.entries) if (needed[row] !== 0) content.add(entries.inode[row]);
    const isWaste = (row: EntryId) => entries.isFile(row) && entries.bytes(row) > 0 && !content.has(row);
    return this.#layer.entries.some(isWaste) || this.#layer.repeated.some(isWaste);
  }

  /** A hard link of the layer leads to a file that a new layer below no longer has. */
  #hasLostTarget(): boolean {
    const { entries } = this.#tree;
    const { needed, lowerLinks, base } = this.#at;
    return this.#layer.entries.some((row) => {
      const link = lowerLinks.get(row);
      if (link === undefined || entries.layer(entries.inode[row]) < base) return false;
      return needed[row] === 0 || link.target < 0;
    });
  }

  /** A whiteout hid something, and hides nothing now. */
  #hasLostUse(): boolean {
    const { whiteouts, opaques } = this.#layer;
    if (whiteouts.length + opaques.length === 0) return false;
    const before = new Presence(this.#at.before);
    const { end } = this.#bounds();
    const lost = (from: Node, to: Node) => before.any(from, to) && !this.#below.any(from, to);
    return (
      whiteouts.some((node) => lost(node, end(node))) || opaques.some((node) => lost(node + 1, end(node)))
    );
  }

  rewrite(): ArchivePlan {
    const hides = this.#hides();
    const rows = this.#rows(hides);
    const archive = this.#archive(rows, hides);
    const nodes = Int32Array.from(rows.keys()).sort();
    const entries = nodes.map((node) => rows.get(node) ?? -1);
    applyLayer({ ...this.#layer, nodes, entries, hidden: this.#ranges(rows, hides) }, this.#at.now);
    return archive;
  }

  #hides(): Hides {
    const { entries } = this.#tree;
    const { needed, now } = this.#at;
    const { end } = this.#bounds();
    const whiteouts = new Set(this.#layer.whiteouts.filter((node) => this.#below.any(node, end(node))));
    const opaques = new Set(this.#layer.opaques.filter((node) => this.#below.any(node + 1, end(node))));
    for (const [i, node] of this.#layer.nodes.entries()) {
      const row = this.#layer.entries[i];
      if (needed[row] !== 0 || entries.isFolder(row)) continue;
      // The file that goes took the place of a folder: the folder must not come back.
      const folder = now[node] >= 0 && entries.isFolder(now[node]);
      if (folder || this.#below.any(node + 1, end(node))) whiteouts.add(node);
    }
    return { whiteouts, opaques };
  }

  /** The rows of the new layer by node: what is needed, folders that hold it, and folders that it implies. */
  #rows({ whiteouts, opaques }: Hides): Map<Node, EntryId> {
    const { entries } = this.#tree;
    const { needed } = this.#at;
    const rows = new Map<Node, EntryId>();
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
    for (const [i, node] of this.#layer.nodes.entries()) {
      const row = this.#layer.entries[i];
      if (needed[row] === 0) continue;
      if (!entries.isImplied(row)) addAbove(node);
      rows.set(node, row);
    }
    for (const [i, node] of this.#layer.nodes.entries()) {
      const row = this.#layer.entries[i];
      if (above.has(node) && entries.isFolder(row)) rows.set(node, row);
    }
    return rows;
  }

  #archive(rows: ReadonlyMap<Node, EntryId>, { whiteouts, opaques }: Hides): ArchivePlan {
    const { entries } = this.#tree;
    const planner = new ArchivePlanner(this.#tree);
    if (this.#layer.root !== null) planner.addRoot(this.#layer.root);
    const nodes = sortedUnion(rows.keys(), whiteouts, opaques);
    const written = this.#written(rows);
    for (const node of nodes) {
      const path = planner.pathOf(node);
      if (whiteouts.has(node)) planner.addFolder(whiteoutMember(path));
      const row = rows.get(node);
      const isFolder = row !== undefined && entries.isFolder(row);
      // An implied folder is written only where no member below it implies it.
      if (isFolder && !(entries.isImplied(row) && written.any(node + 1, this.#tree.end(node)))) {
        planner.addFolder(rowMember(entries, row, path));
      }
      if (opaques.has(node)) planner.addFolder(opaqueMember(path));
    }
    // A file keeps its own path where that is needed: its other names become links to it.
    const isOwnPath = (node: Node) => entries.inode[rows.get(node) ?? -1] === rows.get(node);
    for (const node of nodes) if (isOwnPath(node)) this.#addName(planner, node, rows);
    for (const node of nodes) if (!isOwnPath(node)) this.#addName(planner, node, rows);
    return planner.plan();
  }

  /** Where the new archive has members that are no implied folders. */
  #written(rows: ReadonlyMap<Node, EntryId>): Presence {
    const written = new Int32Array(this.#tree.size).fill(-1);
    for (const [node, row] of rows) if (!this.#tree.entries.isImplied(row)) written[node] = row;
    return new Presence(written);
  }

  #addName(planner: ArchivePlanner, node: Node, rows: ReadonlyMap<Node, EntryId>): void {
    const { entries } = this.#tree;
    const row = rows.get(node);
    if (row === undefined || entries.isFolder(row)) return;
    const target = this.#at.lowerLinks.get(row)?.target ?? -1;
    const inode = entries.inode[row];
    if (target < 0) planner.addName(node, inode);
    else planner.addOutsideLink(node, inode, planner.pathOf(entries.node[target]));
  }

  /** Ranges of nodes that the new layer hides, disjoint and in order. */
  #ranges(rows: ReadonlyMap<Node, EntryId>, { whiteouts, opaques }: Hides): Int32Array {
    const { end } = this.#bounds();
    const ranges: [from: Node, to: Node][] = [];
    for (const node of whiteouts) ranges.push([node, end(node)]);
    for (const node of opaques) ranges.push([node + 1, end(node)]);
    for (const [node, row] of rows) {
      if (!this.#tree.entries.isFolder(row)) ranges.push([node + 1, end(node)]);
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
}
