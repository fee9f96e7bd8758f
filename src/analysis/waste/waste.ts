import type { Layer } from "../../image/layer.js";
import { Pauses } from "../../pauses.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import type { Death, UndecidedCopy } from "./dead-copies.js";
import { Contents } from "./file-contents.js";

/** Why a copy died, the cause that counts first standing first. Rule: the table in README, "Waste". */
export const CAUSES = ["overwritten", "metadata", "rewritten", "moved", "deleted", "repeated"] as const;
export type Cause = (typeof CAUSES)[number];

/** One regular file's content that a layer wrote and the final filesystem no longer reaches. */
export interface DeadCopy {
  /** Where its layer wrote it first. */
  readonly node: Node;
  /** The row with the content. */
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
 * cause depends on it; digests from reading the headers are used again. Pauses every few milliseconds for other work.
 * @returns the copies in the order in which they are given.
 * @throws LayerxError where a layer cannot be read; the signal's reason when aborted.
 */
export async function decideCauses(
  tree: FileTree,
  layers: readonly Layer[],
  copies: readonly UndecidedCopy[],
  signal?: AbortSignal,
): Promise<DeadCopy[]> {
  const pauses = new Pauses();
  const contents = new Contents(tree, layers);
  const written = await writtenBySize(tree, copies, pauses);
  for (const sizes of written.values()) for (const rows of sizes.values()) contents.want(rows);
  for (const { entry, bytes, endedBy, deaths } of copies) {
    if (pauses.due) await pauses.pause();
    const candidates = deaths.map(({ after }) => rival(tree.entries, after, bytes)).filter((row) => row >= 0);
    const elsewhere = written.get(endedBy)?.get(bytes) ?? [];
    if (candidates.length > 0 || elsewhere.length > 0) contents.want([entry, ...candidates]);
  }
  await contents.load(signal);

  const moved = new Moves(written, contents);
  const causeOf = (copy: UndecidedCopy, { after }: Death): Cause => {
    if (after < 0) return moved.holds(copy) ? "moved" : "deleted";
    const other = rival(tree.entries, after, copy.bytes);
    if (other < 0 || contents.digest(copy.entry) !== contents.digest(other)) return "overwritten";
    return sameMetadata(tree.entries, copy.entry, other) ? "rewritten" : "metadata";
  };
  const decided: DeadCopy[] = [];
  for (const copy of copies) {
    if (pauses.due) await pauses.pause();
    const { node, entry, bytes, layer, endedBy, deaths } = copy;
    const cause = deaths.length === 0 ? "repeated" : firstOf(deaths.map((death) => causeOf(copy, death)));
    decided.push({ node, entry, bytes, cause, layer, endedBy });
  }
  return decided;
}

/** Whether the layer that removed a copy wrote its content elsewhere. */
class Moves {
  readonly #written: WrittenBySize;
  readonly #contents: Contents;
  /** By the files of one layer and size. */
  readonly #digests = new Map<readonly EntryId[], ReadonlySet<string>>();

  constructor(written: WrittenBySize, contents: Contents) {
    this.#written = written;
    this.#contents = contents;
  }

  holds({ entry, bytes, endedBy }: UndecidedCopy): boolean {
    const rows = this.#written.get(endedBy)?.get(bytes) ?? [];
    if (rows.length === 0) return false;
    const digests = this.#digests.get(rows) ?? new Set(rows.map((row) => this.#contents.digest(row)));
    this.#digests.set(rows, digests);
    return digests.has(this.#contents.digest(entry));
  }
}

/** The file of equal size that replaced a copy, if the cause depends on its content; else −1. */
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

/** True where two files have the same extended attributes; none is `null` or an empty map. */
export function sameXattrs(
  a: ReadonlyMap<string, string> | null,
  b: ReadonlyMap<string, string> | null,
): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  for (const [name, value] of a ?? []) if (b?.get(name) !== value) return false;
  return true;
}

/** The files that a layer wrote, by layer, then by bytes; no files where none has that size. */
type WrittenBySize = ReadonlyMap<number, ReadonlyMap<number, readonly EntryId[]>>;

/** Those of the layers and sizes where a removed copy may live on in them. */
async function writtenBySize(
  { entries, layers }: FileTree,
  copies: readonly UndecidedCopy[],
  pauses: Pauses,
): Promise<WrittenBySize> {
  const groups = new Map<number, Map<number, EntryId[]>>();
  for (const { endedBy, bytes, deaths } of copies) {
    if (!deaths.some(({ after }) => after < 0)) continue;
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
