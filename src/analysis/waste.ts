import type { Layer } from "../image/layer.js";
import type { EntryId, EntryTable } from "../tree/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";
import { Contents } from "./contents.js";
import type { Death, UndecidedCopy } from "./dead-copies.js";

/** Why a copy died, the cause that counts first standing first. Rule: the table in README, "Waste". */
export const CAUSES = ["overwritten", "metadata", "rewritten", "moved", "deleted", "repeated"] as const;
export type Cause = (typeof CAUSES)[number];

/** One regular file's content that a layer wrote and the final filesystem no longer reaches. */
export interface DeadCopy {
  /** Where its layer wrote it first. */
  readonly node: Node;
  /** The row that holds the content. */
  readonly entry: EntryId;
  /** Bytes of content, above 0. */
  readonly bytes: number;
  readonly cause: Cause;
  /** The layer that wrote it. */
  readonly layer: number;
  /** The layer by which its last name went. */
  readonly endedBy: number;
}

/**
 * Finds the cause of each copy's end. Reads content, but only of files of equal size, and only where the
 * cause hangs on it; what reading the headers told is not read again.
 * @returns biggest first, then by path, then by layer.
 * @throws LayerxError where a layer cannot be read; the signal's reason when aborted.
 */
export async function decideCauses(
  tree: FileTree,
  layers: readonly Layer[],
  copies: readonly UndecidedCopy[],
  signal?: AbortSignal,
): Promise<DeadCopy[]> {
  const contents = new Contents(tree, layers);
  const written = writtenBySize(tree, copies);
  for (const rows of written.values()) contents.want(rows);
  for (const { entry, bytes, endedBy, deaths } of copies) {
    const candidates = deaths.map(({ after }) => rival(tree.entries, after, bytes)).filter((row) => row >= 0);
    if (candidates.length > 0 || written.has(groupOf(endedBy, bytes))) contents.want([entry, ...candidates]);
  }
  await contents.load(signal);

  const moved = new Map<string, ReadonlySet<string>>();
  for (const [group, rows] of written) moved.set(group, new Set(rows.map((row) => contents.digest(row))));
  const causeOf = (copy: UndecidedCopy, { after }: Death): Cause => {
    if (after < 0) {
      const elsewhere = moved.get(groupOf(copy.endedBy, copy.bytes));
      return elsewhere?.has(contents.digest(copy.entry)) ? "moved" : "deleted";
    }
    const other = rival(tree.entries, after, copy.bytes);
    if (other < 0 || contents.digest(copy.entry) !== contents.digest(other)) return "overwritten";
    return sameMetadata(tree.entries, copy.entry, other) ? "rewritten" : "metadata";
  };
  return copies
    .map((copy): DeadCopy => {
      const { node, entry, bytes, layer, endedBy, deaths } = copy;
      const cause = deaths.length === 0 ? "repeated" : firstOf(deaths.map((death) => causeOf(copy, death)));
      return { node, entry, bytes, cause, layer, endedBy };
    })
    .sort(biggestFirst(tree));
}

/** Biggest first, then by the bytes of the path (which is not the order of nodes: `/a.b` stands before `/a/b`), then by layer. */
function biggestFirst(tree: FileTree): (a: DeadCopy, b: DeadCopy) => number {
  const paths = new Map<Node, string>();
  const path = (node: Node): string => {
    const known = paths.get(node) ?? tree.path(node);
    paths.set(node, known);
    return known;
  };
  const byPath = (a: Node, b: Node) => (a === b ? 0 : path(a) < path(b) ? -1 : 1);
  return (a, b) => b.bytes - a.bytes || byPath(a.node, b.node) || a.layer - b.layer || a.entry - b.entry;
}

/** The file that took a copy's place, where only its content tells the cause: of equal size; else −1. */
function rival(entries: EntryTable, after: EntryId, bytes: number): EntryId {
  const other = after < 0 ? -1 : entries.inode[after];
  return other >= 0 && entries.bytes(other) === bytes ? other : -1;
}

function firstOf(causes: readonly Cause[]): Cause {
  return CAUSES.find((cause) => causes.includes(cause)) ?? "deleted";
}

/** Mode, owner, group and extended attributes; the modification time is none of it. */
function sameMetadata(entries: EntryTable, a: EntryId, b: EntryId): boolean {
  return (
    entries.mode(a) === entries.mode(b) &&
    entries.uid(a) === entries.uid(b) &&
    entries.gid(a) === entries.gid(b) &&
    sameXattrs(entries.xattrs(a), entries.xattrs(b))
  );
}

function sameXattrs(a: ReadonlyMap<string, string> | null, b: ReadonlyMap<string, string> | null): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  for (const [name, value] of a ?? []) if (b?.get(name) !== value) return false;
  return true;
}

/** The files that a layer wrote, by layer and size, for the layers and sizes where a removed copy may live on in them. */
function writtenBySize(
  tree: FileTree,
  copies: readonly UndecidedCopy[],
): ReadonlyMap<string, readonly EntryId[]> {
  const groups = new Map<string, EntryId[]>();
  const layers = new Set<number>();
  for (const { endedBy, bytes, deaths } of copies) {
    if (!deaths.some(({ after }) => after < 0)) continue;
    groups.set(groupOf(endedBy, bytes), []);
    layers.add(endedBy);
  }
  for (const layer of layers) {
    for (const row of tree.layers[layer].entries) {
      if (tree.entries.isFile(row)) groups.get(groupOf(layer, tree.entries.bytes(row)))?.push(row);
    }
  }
  for (const [group, rows] of groups) if (rows.length === 0) groups.delete(group);
  return groups;
}

function groupOf(layer: number, bytes: number): string {
  return `${layer}:${bytes}`;
}
