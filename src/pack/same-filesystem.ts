import { fail } from "../errors.js";
import type { MemberHeader } from "../image/entry.js";
import type { Image } from "../image/image.js";
import type { Layer } from "../image/layer.js";
import { Pauses } from "../pauses.js";
import { escapePath, escapeText, type Printable, type RawPath } from "../text/escape.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";
import { loadTree } from "../tree/load.js";
import type { LayerStack } from "../tree/load-members.js";
import type { FileRange } from "./image-sink.js";
import { markerMember } from "./member.js";
import {
  type FilePair,
  type FilesystemSide,
  firstDifferent,
  type SameFilesystemOptions,
  type StoredFile,
  sameBytes,
} from "./same-content.js";
import { ComparedContents, type WrittenContent } from "./written-content.js";

const NO_PATH = "" as RawPath;

/** A path that differs, and what is different there. */
interface Difference {
  readonly path: Printable;
  readonly what: string;
}

/**
 * Compares the files that containers of two images see: names, types, modes, owners, times, extended
 * attributes, devices, hard links, and contents.
 * @returns the first difference; `null` if there is none.
 */
export async function filesystemDifference(
  before: FilesystemSide,
  after: FilesystemSide,
  options: SameFilesystemOptions,
): Promise<Difference | null> {
  const what = attributeDifference(rootOf(before.tree), rootOf(after.tree));
  if (what !== null) return { path: escapePath("/" as RawPath), what: `has another ${what}` };
  const names = new NameComparison(before.tree, after.tree);
  const pauses = new Pauses();
  for (let i = 0; i < names.count; i++) {
    if (pauses.due) {
      await pauses.pause();
      options.signal?.throwIfAborted();
    }
    const found = names.differenceAt(i);
    if (found !== null) return found;
  }
  const different = await firstDifferent(names.pairs, before, after, options);
  return different === null
    ? null
    : { path: escapePath(before.tree.path(different)), what: "has other content" };
}

/** Compares the paths of two images, and the attributes and links of their files. */
class NameComparison {
  /** The files with content, in both images. */
  readonly pairs: FilePair[] = [];
  readonly #before: FileTree;
  readonly #after: FileTree;
  /** The visible nodes of both images. */
  readonly #old: Int32Array;
  readonly #now: Int32Array;
  /** For each node of the first image, the node with the same path. */
  readonly #nodes: Int32Array;
  /** For each inode, the corresponding inode of the other image, in both directions. */
  readonly #there: Int32Array;
  readonly #back: Int32Array;

  constructor(before: FileTree, after: FileTree) {
    this.#before = before;
    this.#after = after;
    this.#old = visible(before);
    this.#now = visible(after);
    this.#nodes = new Int32Array(before.size).fill(-1);
    this.#nodes[0] = 0;
    this.#there = new Int32Array(before.entries.size).fill(-1);
    this.#back = new Int32Array(after.entries.size).fill(-1);
  }

  /** Returns the number of visible paths of the image that has more of them. */
  get count(): number {
    return Math.max(this.#old.length, this.#now.length);
  }

  /**
   * Compares the paths at a place in the order of both images: a folder before its contents. Call it for all places in their
   * order.
   */
  differenceAt(i: number): Difference | null {
    if (i >= this.#old.length) return { path: escapePath(this.#after.path(this.#now[i])), what: "is new" };
    const node = this.#old[i];
    if (i >= this.#now.length || !this.#haveSamePath(node, this.#now[i]))
      return this.#differs(node, "is missing, or another path comes before it");
    const [a, b] = [inodeAt(this.#before, node), inodeAt(this.#after, this.#now[i])];
    if (this.#there[a] === b) return null;
    if (this.#there[a] >= 0 || this.#back[b] >= 0) return this.#differs(node, "has other hard links");
    this.#there[a] = b;
    this.#back[b] = a;
    const what = attributeDifference(rowOf(this.#before, a), rowOf(this.#after, b));
    if (what !== null) return this.#differs(node, `has another ${what}`);
    if (this.#before.entries.bytes(a) > 0) this.pairs.push({ node, before: a, after: b });
    return null;
  }

  #haveSamePath(a: Node, b: Node): boolean {
    const inSame = this.#nodes[Math.max(0, this.#before.parent(a))] === Math.max(0, this.#after.parent(b));
    this.#nodes[a] = b;
    // Comparing whole paths would take longer than all other comparisons.
    if (inSame && this.#before.name(a) === this.#after.name(b)) return true;
    return this.#before.path(a) === this.#after.path(b);
  }

  #differs(node: Node, what: string): Difference {
    return { path: escapePath(this.#before.path(node)), what };
  }
}

/** Returns the nodes that a container sees, without broken hard links. */
function visible({ rootfs, entries }: FileTree): Int32Array {
  const nodes = new Int32Array(rootfs.length);
  let count = 0;
  for (let node = 0; node < rootfs.length; node++) {
    if (rootfs[node] >= 0 && entries.inode[rootfs[node]] >= 0) nodes[count++] = node;
  }
  return nodes.subarray(0, count);
}

function inodeAt({ rootfs, entries }: FileTree, node: Node): EntryId {
  return entries.inode[rootfs[node]];
}

function rowOf({ entries }: FileTree, row: EntryId): MemberHeader {
  return entries.header(row, NO_PATH);
}

/**
 * Returns the root folder of the highest layer that lists it; if none does, the folder that an engine
 * creates.
 */
function rootOf({ layers }: FileTree): MemberHeader {
  return layers.findLast(({ root }) => root !== null)?.root ?? { ...markerMember(NO_PATH), type: "dir" };
}

/** Returns the first attribute that differs, in a word. */
function attributeDifference(one: MemberHeader, other: MemberHeader): string | null {
  if (one.type !== other.type) return "type";
  if (one.mode !== other.mode) return "mode";
  if (one.uid !== other.uid || one.gid !== other.gid) return "owner";
  if (one.mtime !== other.mtime || one.mtimeNanos !== other.mtimeNanos) return "modification time";
  if (one.type === "symlink" && one.linkname !== other.linkname) return "link target";
  const [device, found] = [one.device, other.device];
  if (device?.major !== found?.major || device?.minor !== found?.minor) return "device number";
  if (!sameXattrs(one.xattrs, other.xattrs)) return "set of extended attributes";
  return one.size === other.size ? null : "size";
}

type Xattrs = MemberHeader["xattrs"];

function sameXattrs(one: Xattrs, other: Xattrs): boolean {
  if ((one?.size ?? 0) !== (other?.size ?? 0)) return false;
  for (const [name, value] of one ?? []) if (other?.get(name) !== value) return false;
  return true;
}

/**
 * Reads the layers that slim wrote, and checks that containers see the same files as those of the source:
 * attributes, and all contents that were not compared when they were written.
 * @param contents of the layers, as they were written
 * @throws LayerxError `slim-differs`; errors of reading; the signal's reason.
 */
export async function checkSlimmed(
  source: FilesystemSide,
  result: LayerStack & Pick<Image, "warnings">,
  contents: readonly WrittenContent[],
  signal: AbortSignal,
): Promise<void> {
  const compared = new ComparedContents();
  for (const [now, content] of contents.entries()) {
    const layer = result.layers[now];
    if (compared.addWritten(layer, content) || content.data !== null) continue;
    const { index } = content;
    const same = await sameBytes(source.layers[index].stored(signal), layer.stored(signal));
    if (!same) fail("slim-differs", { where: `layer ${index}`, what: "was not copied byte for byte" });
    compared.addCopy(layer, index);
  }
  const tree = await loadTree(result, { signal });
  // A compressed layer is hashed when it is read.
  const changed = result.warnings.find(({ code }) => code === "diff-id-mismatch");
  if (changed !== undefined)
    fail("slim-differs", { where: "the new image:", what: escapeText(changed.message) });
  const isCompared = (before: StoredFile, after: StoredFile) => compared.has(before, after);
  const found = await filesystemDifference(source, { tree, layers: result.layers }, { isCompared, signal });
  if (found !== null) fail("slim-differs", { where: found.path, what: found.what });
}

/**
 * Checks that an opened image has exactly the layers that are at these places of its archive, in this order.
 * @throws LayerxError `slim-differs`
 */
export function checkPlaces(layers: readonly Layer[], places: readonly FileRange[]): void {
  const isAt = ({ filePosition, storedSize }: Layer, { from, to }: FileRange) =>
    filePosition === from && storedSize === to - from;
  const index = places.findIndex((place, i) => layers[i] === undefined || !isAt(layers[i], place));
  if (index >= 0 || layers.length !== places.length)
    fail("slim-differs", { where: "the new image", what: "does not have the layers that were written" });
}
