import type { Layer } from "../../image/layer.js";
import { Pauses } from "../../pauses.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { Contents } from "./file-contents.js";
import type { CopyWithoutCause, EndedName } from "./wasted-copies.js";

/**
 * The causes of waste. If several apply to one copy, the first in this list counts. docs/commands.md#waste
 * has the rule for each.
 */
export const CAUSES = ["overwritten", "metadata", "rewritten", "moved", "deleted", "repeated"] as const;
export type Cause = (typeof CAUSES)[number];

/** The content of one regular file that a layer stores and that is not in the final filesystem. */
export interface WastedCopy {
  /** The first path at which its layer wrote it. */
  readonly node: Node;
  /** The entry with the content. */
  readonly entry: EntryId;
  /** Bytes of content, above 0. */
  readonly bytes: number;
  readonly cause: Cause;
  /** The layer that wrote it. */
  readonly layer: number;
  /** The layer that removed or replaced its last name. */
  readonly endedBy: number;
}

/**
 * Finds the cause of each wasted copy. Contents are read only if a cause depends on them, for files of equal
 * size. Digests that are known from reading the headers are used. Pauses every few milliseconds for other
 * work.
 * @returns the copies in the given order.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
 */
export async function decideCauses(
  tree: FileTree,
  layers: readonly Layer[],
  copies: readonly CopyWithoutCause[],
  signal?: AbortSignal,
): Promise<WastedCopy[]> {
  const pauses = new Pauses();
  const contents = new Contents(tree, layers);
  const written = await writtenBySize(tree, copies, pauses);
  for (const sizes of written.values()) for (const rows of sizes.values()) contents.want(rows);
  for (const { entry, bytes, endedBy, endedNames } of copies) {
    if (pauses.due) await pauses.pause();
    const candidates = endedNames
      .map(({ after }) => replacement(tree.entries, after, bytes))
      .filter((row) => row >= 0);
    const elsewhere = written.get(endedBy)?.get(bytes) ?? [];
    if (candidates.length > 0 || elsewhere.length > 0) contents.want([entry, ...candidates]);
  }
  await contents.load(signal);

  const moved = new Moves(written, contents);
  const causeOf = (copy: CopyWithoutCause, { after }: EndedName): Cause => {
    if (after < 0) return moved.has(copy) ? "moved" : "deleted";
    const other = replacement(tree.entries, after, copy.bytes);
    if (other < 0 || contents.digest(copy.entry) !== contents.digest(other)) return "overwritten";
    return sameMetadata(tree.entries, copy.entry, other) ? "rewritten" : "metadata";
  };
  const decided: WastedCopy[] = [];
  for (const copy of copies) {
    if (pauses.due) await pauses.pause();
    const { node, entry, bytes, layer, endedBy, endedNames } = copy;
    const cause =
      endedNames.length === 0 ? "repeated" : firstOf(endedNames.map((name) => causeOf(copy, name)));
    decided.push({ node, entry, bytes, cause, layer, endedBy });
  }
  return decided;
}

/** Finds removed copies whose content the same layer wrote at another path. */
class Moves {
  readonly #written: WrittenBySize;
  readonly #contents: Contents;
  /** Digests of the files of one layer and size. */
  readonly #digests = new Map<readonly EntryId[], ReadonlySet<string>>();

  constructor(written: WrittenBySize, contents: Contents) {
    this.#written = written;
    this.#contents = contents;
  }

  has({ entry, bytes, endedBy }: CopyWithoutCause): boolean {
    const rows = this.#written.get(endedBy)?.get(bytes) ?? [];
    if (rows.length === 0) return false;
    const digests = this.#digests.get(rows) ?? new Set(rows.map((row) => this.#contents.digest(row)));
    this.#digests.set(rows, digests);
    return digests.has(this.#contents.digest(entry));
  }
}

/** Returns the file of equal size that replaced a copy, if the cause depends on its content; else −1. */
function replacement(entries: EntryTable, after: EntryId, bytes: number): EntryId {
  const other = after < 0 ? -1 : entries.inode[after];
  return other >= 0 && entries.bytes(other) === bytes ? other : -1;
}

function firstOf(causes: readonly Cause[]): Cause {
  return CAUSES.find((cause) => causes.includes(cause)) ?? "deleted";
}

/** Compares mode, owner, group and extended attributes, not the modification time. */
function sameMetadata(entries: EntryTable, a: EntryId, b: EntryId): boolean {
  return (
    entries.mode(a) === entries.mode(b) &&
    entries.uid(a) === entries.uid(b) &&
    entries.gid(a) === entries.gid(b) &&
    sameXattrs(entries.xattrs(a), entries.xattrs(b))
  );
}

/** Returns true if two files have the same extended attributes. `null` is the same as an empty map. */
export function sameXattrs(
  a: ReadonlyMap<string, string> | null,
  b: ReadonlyMap<string, string> | null,
): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  for (const [name, value] of a ?? []) if (b?.get(name) !== value) return false;
  return true;
}

/** For each layer and size in bytes, the files that the layer wrote. */
type WrittenBySize = ReadonlyMap<number, ReadonlyMap<number, readonly EntryId[]>>;

/** Returns the files of the layers and sizes in which a removed copy may have moved. */
async function writtenBySize(
  { entries, layers }: FileTree,
  copies: readonly CopyWithoutCause[],
  pauses: Pauses,
): Promise<WrittenBySize> {
  const groups = new Map<number, Map<number, EntryId[]>>();
  for (const { endedBy, bytes, endedNames } of copies) {
    if (!endedNames.some(({ after }) => after < 0)) continue;
    const sizes = groups.get(endedBy) ?? new Map<number, EntryId[]>();
    groups.set(endedBy, sizes.set(bytes, []));
  }
  for (const [layer, sizes] of groups) {
    for (const row of layers[layer].entries) {
      if (pauses.due) await pauses.pause();
      if (entries.isFile(row)) sizes.get(entries.bytes(row))?.push(row);
    }
  }
  return groups;
}
