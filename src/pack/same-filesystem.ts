import type { FileBytes } from "../image/entry.js";
import type { Layer } from "../image/layer.js";
import { Slices } from "../pauses.js";
import { escapePath, type Printable } from "../text/escape.js";
import type { EntryId, EntryTable } from "../tree/columns/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";

/** One of two images that are compared. */
export interface Side {
  readonly tree: FileTree;
  readonly layers: readonly Layer[];
}

export interface CompareOptions {
  /** True where the layer `before` of the first image and `after` of the second are known to have the same bytes. */
  sameLayers(before: number, after: number): boolean;
  readonly signal?: AbortSignal;
}

/**
 * Compares what containers of two images see: names, types, modes, owners, times, extended attributes, devices, which names
 * are links of one file, and contents.
 * @returns the first difference, as a path and what differs there; `null` where there is none.
 */
export async function filesystemDifference(
  before: Side,
  after: Side,
  options: CompareOptions,
): Promise<{ readonly path: Printable; readonly what: string } | null> {
  const [old, now] = [visible(before.tree), visible(after.tree)];
  const partners = new Map<EntryId, EntryId>();
  const taken = new Set<EntryId>();
  const pairs: FilePair[] = [];
  const slices = new Slices();
  for (let i = 0; i < Math.max(old.length, now.length); i++) {
    if (slices.over) await slices.giveWay();
    options.signal?.throwIfAborted();
    const shown = () => escapePath(before.tree.path(old[i]));
    if (i >= old.length) return { path: escapePath(after.tree.path(now[i])), what: "is new" };
    if (i >= now.length || before.tree.path(old[i]) !== after.tree.path(now[i])) {
      return { path: shown(), what: "is missing, or another path comes before it" };
    }
    const [a, b] = [inodeAt(before.tree, old[i]), inodeAt(after.tree, now[i])];
    const met = partners.get(a);
    if (met !== undefined ? met !== b : taken.has(b)) return { path: shown(), what: "has other hard links" };
    if (met !== undefined) continue;
    partners.set(a, b);
    taken.add(b);
    const what = attributeDifference(before.tree.entries, a, after.tree.entries, b);
    if (what !== null) return { path: shown(), what: `has another ${what}` };
    if (before.tree.entries.bytes(a) > 0) pairs.push({ node: old[i], before: a, after: b });
  }
  const different = await differentContent(pairs, before, after, options);
  return different === null
    ? null
    : { path: escapePath(before.tree.path(different)), what: "has other content" };
}

interface FilePair {
  readonly node: Node;
  readonly before: EntryId;
  readonly after: EntryId;
}

/** Nodes that a container sees; hard links to no file aside. */
function visible({ rootfs, entries }: FileTree): Int32Array {
  const nodes: Node[] = [];
  for (const [node, row] of rootfs.entries()) if (row >= 0 && entries.inode[row] >= 0) nodes.push(node);
  return Int32Array.from(nodes);
}

function inodeAt({ rootfs, entries }: FileTree, node: Node): EntryId {
  return entries.inode[rootfs[node]];
}

/** The first attribute that differs, in a word. */
function attributeDifference(one: EntryTable, a: EntryId, other: EntryTable, b: EntryId): string | null {
  if (one.type(a) !== other.type(b)) return "type";
  if (one.mode(a) !== other.mode(b)) return "mode";
  if (one.uid(a) !== other.uid(b) || one.gid(a) !== other.gid(b)) return "owner";
  if (one.mtimeSeconds(a) !== other.mtimeSeconds(b) || one.mtimeNanos(a) !== other.mtimeNanos(b)) {
    return "modification time";
  }
  if (one.type(a) === "symlink" && one.linkname(a) !== other.linkname(b)) return "link target";
  const [device, found] = [one.device(a), other.device(b)];
  if (device?.major !== found?.major || device?.minor !== found?.minor) return "device number";
  if (!sameXattrs(one.xattrs(a), other.xattrs(b))) return "set of extended attributes";
  return one.bytes(a) === other.bytes(b) ? null : "size";
}

type Xattrs = ReturnType<EntryTable["xattrs"]>;

function sameXattrs(one: Xattrs, other: Xattrs): boolean {
  if ((one?.size ?? 0) !== (other?.size ?? 0)) return false;
  for (const [name, value] of one ?? []) if (other?.get(name) !== value) return false;
  return true;
}

/** The node of the first file whose content differs; each pair of layers is read side by side, once. */
async function differentContent(
  pairs: readonly FilePair[],
  before: Side,
  after: Side,
  { sameLayers, signal }: CompareOptions,
): Promise<Node | null> {
  const groups = new Map<string, FilePair[]>();
  for (const pair of pairs) {
    const [a, b] = [before.tree.entries.layer(pair.before), after.tree.entries.layer(pair.after)];
    if (sameLayers(a, b)) continue;
    const group = groups.get(`${a} ${b}`);
    if (group === undefined) groups.set(`${a} ${b}`, [pair]);
    else group.push(pair);
  }
  for (const group of groups.values()) {
    group.sort((a, b) => offset(before, a.before) - offset(before, b.before));
    const places = (side: Side, row: (pair: FilePair) => EntryId) =>
      side.layers[side.tree.entries.layer(row(group[0]))].contents(
        group.map((pair) => storedData(side.tree.entries.content(row(pair)))),
        signal,
      );
    const found = places(after, (pair) => pair.after)[Symbol.asyncIterator]();
    for await (const { index, content } of places(before, (pair) => pair.before)) {
      const next = await found.next();
      const { node, before: a, after: b } = group[index];
      const samePlace = next.done !== true && next.value.index === index;
      if (!samePlace || !sameMap(before, a, after, b)) return node;
      if (!(await sameBytes(content, next.value.content))) return node;
    }
    await found.return?.();
  }
  return null;
}

function offset({ tree }: Side, row: EntryId): number {
  return tree.entries.content(row).offset;
}

/** The data of a file as it is stored: holes are compared by their map. */
function storedData({ offset, stored }: FileBytes): FileBytes {
  return { offset, size: stored, stored, sparse: null };
}

function sameMap(before: Side, a: EntryId, after: Side, b: EntryId): boolean {
  const [one, other] = [before.tree.entries.content(a).sparse, after.tree.entries.content(b).sparse];
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Compares two streams, whatever their chunks. */
export async function sameBytes(
  one: AsyncIterable<Uint8Array>,
  other: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const rest = other[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array();
  let same = true;
  for await (const chunk of one) {
    for (let at = 0; at < chunk.length && same; ) {
      if (held.length === 0) {
        const next = await rest.next();
        if (next.done === true) same = false;
        else held = next.value;
        continue;
      }
      const length = Math.min(held.length, chunk.length - at);
      same = Buffer.compare(chunk.subarray(at, at + length), held.subarray(0, length)) === 0;
      held = held.subarray(length);
      at += length;
    }
    if (!same) break;
  }
  while (same && held.length === 0) {
    const next = await rest.next();
    if (next.done === true) return true;
    held = next.value;
  }
  await rest.return?.();
  return same && held.length === 0;
}
