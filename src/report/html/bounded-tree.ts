import { addToGroup } from "../../groups.js";
import { escapePath } from "../../text/escape.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { jsonBytes } from "./markup.js";
import type { PageTree } from "./page-data.js";

/**
 * The items of a tree of folders, one column for each field: the folder, the bytes, and the tag (see
 * `PageTree.tags`).
 */
export interface Leaves {
  readonly nodes: Int32Array;
  readonly bytes: Float64Array;
  readonly tags: Int32Array;
}

/**
 * The characters of an item in addition to its name: commas, digits, signs, and its part of a sum of omitted
 * files.
 */
const LEAF_BYTES = 8;
const FOLDER_BYTES = 32;

/**
 * Returns a tree for the page, with at most `budget` bytes of JSON (a tiny budget may be exceeded a little):
 * the biggest folders and leaves, and for each folder the sum of its omitted files.
 */
export function boundedTree(tree: FileTree, leaves: Leaves, budget: number): PageTree {
  const sums = folderSums(tree, leaves);
  const kept = biggest(tree, leaves, { sums, budget });
  return columnsOf(tree, leaves, { kept, rests: restsOf(tree, leaves, kept) });
}

/** A folder is its node, a leaf is −1 − its index. */
type Item = number;

function isLeaf(item: Item): boolean {
  return item < 0;
}

/** Returns for each node the bytes of all leaves below it; −1 for a node that is not a parent of a leaf. */
function folderSums(tree: FileTree, { nodes, bytes }: Leaves): Float64Array {
  const sums = new Float64Array(tree.size).fill(-1);
  sums[0] = 0;
  const add = (folder: Node, more: number) => {
    sums[folder] = Math.max(sums[folder], 0) + more;
  };
  for (const [at, node] of nodes.entries()) add(tree.parent(node), bytes[at]);
  for (let node = tree.size - 1; node > 0; node--) if (sums[node] >= 0) add(tree.parent(node), sums[node]);
  return sums;
}

interface Kept {
  /** The biggest first, each folder before its contents. */
  readonly items: readonly Item[];
  /** 1 for a folder that is kept. */
  readonly folders: Uint8Array;
  /** 1 for a leaf that is kept. */
  readonly leaves: Uint8Array;
}

function biggest(
  tree: FileTree,
  { nodes, bytes }: Leaves,
  { sums, budget }: { readonly sums: Float64Array; readonly budget: number },
): Kept {
  const sizeOf = (item: Item) => (isLeaf(item) ? bytes[-1 - item] : sums[item]);
  const nodeOf = (item: Item) => (isLeaf(item) ? nodes[-1 - item] : item);
  const all: Item[] = [...nodes.keys()].map((at) => -1 - at);
  for (let node = 1; node < tree.size; node++) if (sums[node] >= 0) all.push(node);
  // At equal size, a folder comes before its contents: its number is smaller.
  all.sort((a, b) => sizeOf(b) - sizeOf(a) || nodeOf(a) - nodeOf(b) || b - a);
  const folders = new Uint8Array(tree.size);
  const leaves = new Uint8Array(nodes.length);
  folders[0] = 1;
  let room = budget;
  const items: Item[] = [];
  for (const item of all) {
    const digits = isLeaf(item) ? LEAF_BYTES + String(sizeOf(item)).length : FOLDER_BYTES;
    room -= jsonBytes(escapePath(tree.name(nodeOf(item)))) + digits;
    if (room < 0) break;
    items.push(item);
    if (isLeaf(item)) leaves[-1 - item] = 1;
    else folders[item] = 1;
  }
  return { items, folders, leaves };
}

interface Rest {
  bytes: number;
  files: number;
  readonly byTag: Map<number, number>;
}

/**
 * Returns for each kept folder the sum of all leaves below it that are in no other kept folder and are not
 * kept themselves.
 */
function restsOf(tree: FileTree, { nodes, bytes, tags }: Leaves, kept: Kept): Map<Node, Rest> {
  const rests = new Map<Node, Rest>();
  for (const [at, node] of nodes.entries()) {
    if (kept.leaves[at] === 1) continue;
    let folder = tree.parent(node);
    while (kept.folders[folder] === 0) folder = tree.parent(folder);
    const rest = rests.get(folder) ?? { bytes: 0, files: 0, byTag: new Map() };
    rests.set(folder, rest);
    rest.bytes += bytes[at];
    rest.files++;
    rest.byTag.set(tags[at], (rest.byTag.get(tags[at]) ?? 0) + bytes[at]);
  }
  return rests;
}

function columnsOf(
  tree: FileTree,
  { nodes, bytes, tags }: Leaves,
  { kept, rests }: { readonly kept: Kept; readonly rests: ReadonlyMap<Node, Rest> },
): PageTree {
  const within = new Map<Node, Item[]>();
  for (const item of kept.items) {
    const folder = tree.parent(isLeaf(item) ? nodes[-1 - item] : item);
    addToGroup(within, folder, item);
  }
  const out = { names: [] as string[], kids: [] as number[], bytes: [] as number[], tags: [] as number[] };
  const more: number[] = [];
  const leaf = (name: string, size: number, tag: number) => {
    out.names.push(name);
    out.kids.push(0);
    out.bytes.push(size);
    out.tags.push(tag);
  };
  const rest = ({ bytes: size, files, byTag }: Rest) => {
    const [[tag]] = [...byTag].sort(([, a], [, b]) => b - a);
    leaf("", size, byTag.size === 1 ? tag : -1 - tag);
    more.push(files);
  };
  const stack: (Item | Rest)[] = [0];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== "number") rest(next);
    else if (isLeaf(next)) leaf(nameOf(tree, nodes[-1 - next]), bytes[-1 - next], tags[-1 - next]);
    else {
      const items = within.get(next) ?? [];
      const left = rests.get(next);
      out.names.push(nameOf(tree, next));
      out.kids.push(items.length + (left === undefined ? 0 : 1));
      if (left !== undefined) stack.push(left);
      for (let at = items.length - 1; at >= 0; at--) stack.push(items[at]);
    }
  }
  return { ...out, names: out.names.join("/"), more };
}

function nameOf(tree: FileTree, node: Node): string {
  return escapePath(tree.name(node));
}
