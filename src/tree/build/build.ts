import type { Entry } from "../../image/entry.js";
import { member } from "../../image/whiteout.js";
import type { RawPath } from "../../text/escape.js";
import { grow } from "../columns/columns.js";
import { EntryTable } from "../columns/entry-table.js";
import { FileTree, type TreeColumns } from "../file-tree.js";
import { applyLayer, type LayerDiff } from "../layer-diff.js";
import { LayerResolver, type LayerRows } from "./layer-resolver.js";
import { OwnLinks } from "./own-links.js";
import { PathTable } from "./path-table.js";
import { preOrder } from "./pre-order.js";

/** Names are written many at once: a call of `write` costs more than what a name has to be copied. */
const BATCH_BYTES = 64 * 1024;

/** Takes the members of all layers, in any order of layers, and makes the tree of them. */
export class TreeBuilder {
  readonly #paths = new PathTable();
  readonly #entries = new EntryTable();
  readonly #layers: GrowingLayer[];

  constructor(layerCount: number) {
    this.#layers = Array.from({ length: layerCount }, () => new GrowingLayer(this.#paths));
  }

  /** Takes the next member of the archive of layer `index`. */
  add(index: number, entry: Entry): void {
    const layer = this.#layers[index];
    layer.memberCount++;
    const path = layer.ownLinks.place(entry.path);
    const meaning = member(path);
    if (meaning.kind === "entry") {
      this.#addEntry(index, placed(entry, path, layer.ownLinks));
    } else if (meaning.kind === "whiteout") {
      layer.whiteouts.push(this.#paths.add(meaning.path));
    } else if (meaning.kind === "opaque") {
      layer.opaques.push(this.#paths.add(meaning.path));
    }
  }

  #addEntry(index: number, entry: Entry): void {
    const layer = this.#layers[index];
    if (entry.type === "hardlink") layer.links.push(layer.rowCount);
    const node = this.#paths.add(entry.path);
    layer.ownLinks.wrote(node, entry, layer.memberCount);
    layer.addRow(this.#entries.add(node, index, entry));
  }

  /** Takes what layer `index` says of the root; the last word counts, and the root is always a folder. */
  addRoot(index: number, entry: Entry): void {
    if (entry.type === "dir") this.#layers[index].root = entry;
  }

  /** Layer `index` has the same bytes as layer `same`, which has been read to its end. */
  repeat(index: number, same: number): void {
    const layer = this.#layers[index];
    const source = this.#layers[same];
    for (let i = 0; i < source.rowCount; i++) layer.addRow(this.#entries.repeat(source.rows[i], index));
    layer.memberCount = source.memberCount;
    layer.root = source.root;
    for (const position of source.links) layer.links.push(position);
    for (const node of source.whiteouts) layer.whiteouts.push(node);
    for (const node of source.opaques) layer.opaques.push(node);
  }

  /** The tree of all that was added; the builder is spent. */
  build(): FileTree {
    const entries = this.#entries;
    const { order, numberOf, parent, end } = preOrder(this.#paths);
    const { node, size } = entries;
    for (let row = 0; row < size; row++) node[row] = numberOf[node[row]];
    entries.firstImplied = entries.size;

    const rootfs = new Int32Array(order.length).fill(-1);
    const target = (path: Parameters<PathTable["find"]>[0]) => {
      const arrived = this.#paths.find(path);
      return arrived < 0 ? -1 : numberOf[arrived];
    };
    const resolver = new LayerResolver({ entries, parent, end, rootfs, target });
    const layers: LayerDiff[] = [];
    for (const [index, layer] of this.#layers.entries()) {
      const diff = resolver.resolve(index, layer.numbered(numberOf));
      applyLayer(diff, rootfs);
      layers.push(diff);
    }

    return new FileTree({ parent, end, ...namePool(this.#paths, order) }, entries, layers, rootfs);
  }
}

/** The names in the order of nodes, end to end in one stretch of bytes. */
function namePool(table: PathTable, order: Int32Array): Pick<TreeColumns, "nameStart" | "pool"> {
  const nameStart = new Uint32Array(order.length + 1);
  const pool = Buffer.alloc(table.nameBytes);
  let written = 0;
  let batch = "";
  for (let node = 0; node < order.length; node++) {
    const arrived = order[node];
    batch += table.paths[arrived].slice(table.nameStart(arrived));
    nameStart[node + 1] = written + batch.length;
    if (batch.length < BATCH_BYTES) continue;
    written += pool.write(batch, written, "latin1");
    batch = "";
  }
  pool.write(batch, written, "latin1");
  return { nameStart, pool };
}

/** The member where symlinks of its own archive put it; so does the file that a hard link shares. */
function placed(entry: Entry, path: RawPath, links: OwnLinks): Entry {
  const linkname = entry.type === "hardlink" ? links.place(entry.linkname) : entry.linkname;
  return path === entry.path && linkname === entry.linkname ? entry : { ...entry, path, linkname };
}

class GrowingLayer {
  readonly ownLinks: OwnLinks;
  memberCount = 0;
  root: Entry | null = null;
  rows = new Int32Array(64);
  rowCount = 0;
  /** Positions of the hard links among the rows. */
  readonly links: number[] = [];
  readonly whiteouts: number[] = [];
  readonly opaques: number[] = [];

  constructor(paths: PathTable) {
    this.ownLinks = new OwnLinks(paths);
  }

  addRow(row: number): void {
    this.rows = grow(this.rows, this.rowCount + 1);
    this.rows[this.rowCount++] = row;
  }

  numbered(numberOf: Int32Array): LayerRows {
    const sorted = (nodes: number[]) => Int32Array.from(new Set(nodes.map((node) => numberOf[node]))).sort();
    return {
      memberCount: this.memberCount,
      root: this.root,
      rows: this.rows.subarray(0, this.rowCount),
      links: this.links,
      whiteouts: sorted(this.whiteouts),
      opaques: sorted(this.opaques),
    };
  }
}
