import type { EntryType } from "../../image/entry.js";
import { escapePath, type Printable } from "../../text/escape.js";
import { ADDED, type Change, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import { modificationTime } from "../../words/metadata-words.js";

/** One version of a path as the JSON reports tell it. */
export interface EntryFacts {
  readonly type: EntryType;
  /** Permission bits in octal: `0755`, `4755`. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content of a regular file, else 0. */
  readonly size: number;
  /** RFC 3339 in UTC; `null` for a folder that no archive lists, and where no calendar has it. */
  readonly mtime: string | null;
  /** Symlink: target as stored. Hard link: its target's absolute path. Else `null`. */
  readonly linkname: Printable | null;
  /** The layer that wrote this version. */
  readonly layer: number;
}

export function entryFacts(entries: EntryTable, row: EntryId): EntryFacts {
  return {
    type: entries.type(row),
    mode: entries.mode(row).toString(8).padStart(4, "0"),
    uid: entries.uid(row),
    gid: entries.gid(row),
    size: entries.bytes(row),
    mtime: entries.isImplied(row) ? null : modificationTime(entries, row),
    linkname: linkTarget(entries, row),
    layer: entries.layer(row),
  };
}

/** What a link of either kind leads to, printable; `null` for what is no link. */
export function linkTarget(entries: EntryTable, row: EntryId): Printable | null {
  const type = entries.type(row);
  if (type !== "symlink" && type !== "hardlink") return null;
  const target = escapePath(entries.linkname(row));
  return type === "symlink" ? target : (`/${target}` as Printable);
}

export type ChangeName = "added" | "modified" | "removed";

const CHANGES = {
  [UNCHANGED]: null,
  [ADDED]: "added",
  [MODIFIED]: "modified",
  [REMOVED]: "removed",
} as const;

/** The JSON reports' word for a change; `null` where there was none. */
export function changeName(change: Change): ChangeName | null {
  return CHANGES[change];
}
