import type { Entry } from "../image/entry.js";
import type { SortedPaths } from "../image/members/sorted-paths.js";
import type { RawPath } from "../text/escape.js";
import type { EntryId, EntryTable } from "./columns/entry-table.js";

/**
 * A path, everywhere: its number in pre-order over all paths of all layers, 0 for the root. The descendants of
 * `n` are `n + 1 … end(n) − 1`, siblings are in the order of their bytes. Numbers compare as paths sort.
 *
 * ```
 *   n  path       parent  end
 *   0  /            −1     5
 *   1  /bin          0     3
 *   2  /bin/sh       1     3
 *   3  /etc          0     5
 *   4  /etc/hosts    3     5
 * ```
 */
export type Node = number;

/** A merged filesystem: for each node the entry that is visible there, or −1. */
export type Rootfs = Int32Array;

/**
 * Every path of every layer, once, in columns. Each version of a path is a row in `entries`. Each layer is a
 * list of its additions and removals. The tree never changes: a layer, a merged filesystem or a filter is a
 * column or a set over its nodes.
 */
export class FileTree {
  /** The number of nodes, including the root. */
  readonly size: number;
  readonly entries: EntryTable;
  /** From the lowest layer up. */
  readonly layers: readonly LayerDiff[];
  /** The filesystem that a container of the image sees. */
  readonly rootfs: Rootfs;
  readonly #columns: SortedPaths;

  constructor(columns: SortedPaths, entries: EntryTable, layers: readonly LayerDiff[], rootfs: Rootfs) {
    this.size = columns.parent.length;
    this.#columns = columns;
    this.entries = entries;
    this.layers = layers;
    this.rootfs = rootfs;
  }

  /** Returns the same tree with another merged filesystem, for example the one after an earlier layer. */
  seenAs(rootfs: Rootfs): FileTree {
    return new FileTree(this.#columns, this.entries, this.layers, rootfs);
  }

  /** The columns themselves, for loops over all nodes within this room. Do not write to them. */
  get columns(): SortedPaths {
    return this.#columns;
  }

  /** Returns the parent folder of `node`; −1 for the root. */
  parent(node: Node): Node {
    return this.#columns.parent[node];
  }

  /** Returns the node after the last descendant: the next node that is not below `node`. */
  end(node: Node): Node {
    return this.#columns.end[node];
  }

  /** Returns the last part of the path, as bytes; `""` for the root. */
  name(node: Node): RawPath {
    const { pool, nameStart } = this.#columns;
    return pool.toString("latin1", nameStart[node], nameStart[node + 1]) as RawPath;
  }

  /** Returns the absolute path, as bytes: `/` for the root, `/usr/bin` below it. */
  path(node: Node): RawPath {
    if (node === 0) return "/" as RawPath;
    let path = "";
    for (let at = node; at > 0; at = this.parent(at)) path = `/${this.name(at)}${path}`;
    return path as RawPath;
  }

  /** Returns 0 for the root, 1 for its direct children, and so on. */
  depth(node: Node): number {
    let depth = 0;
    for (let at = this.parent(node); at >= 0; at = this.parent(at)) depth++;
    return depth;
  }

  /** Yields the children of `folder`, in the order of their bytes. */
  *children(node: Node): Generator<Node> {
    for (let child = node + 1; child < this.end(node); child = this.end(child)) yield child;
  }

  /** Returns the node of a path (bytes, with or without a leading slash), or −1. */
  find(path: RawPath): Node {
    let node = 0;
    for (const part of path.split("/")) {
      if (part === "") continue;
      node = this.#child(node, part);
      if (node < 0) return -1;
    }
    return node;
  }

  #child(node: Node, name: string): Node {
    for (const child of this.children(node)) if (this.name(child) === name) return child;
    return -1;
  }
}

/** The changes of one layer to the filesystem below it. All lists are sorted by node. */
export interface LayerDiff {
  /** Members of the layer's archive with whiteouts and markers, without extension headers and the root. */
  readonly memberCount: number;
  /** The entry of the root folder in the archive; `null` if there is none. The root is not one of `nodes`. */
  readonly root: Entry | null;
  /** The paths that the layer writes, including implied folders, and the entry of each. */
  readonly nodes: Int32Array;
  readonly entries: Int32Array;
  /**
   * Half-open ranges of nodes (start, end, start, end …; disjoint) that the layer hides in the layers below.
   */
  readonly hidden: Int32Array;
  /** The paths that its whiteouts name, also paths that do not exist. */
  readonly whiteouts: Int32Array;
  /** Folders with an opaque marker. */
  readonly opaques: Int32Array;
  /** Regular files that a later member of the same archive replaces. */
  readonly repeated: readonly EntryId[];
}
