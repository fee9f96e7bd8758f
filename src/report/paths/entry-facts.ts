import type { EntryType } from "../../image/entry.js";
import { escapePath, type Printable } from "../../text/escape.js";
import { ADDED, type Change, MODIFIED, REMOVED, UNCHANGED } from "../../tree/changes.js";
import type { EntryId, EntryTable } from "../../tree/columns/entry-table.js";
import { modificationTime } from "../../words/metadata-words.js";
import { jsonText } from "../syntax/json-document.js";

/** The fields of one version of a path in the JSON reports. */
export interface EntryFacts {
  readonly type: EntryType;
  /** Permission bits in octal: `0755`, `4755`. */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content of a regular file, else 0. */
  readonly size: number;
  /** RFC 3339 in UTC; `null` for a folder that no archive lists, and for a time outside of the calendar. */
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

/** Returns the target of a link of either kind, printable; `null` if it is not a link. */
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

/** Returns the word for a change in JSON reports; `null` for no change. */
export function changeName(change: Change): ChangeName | null {
  return CHANGES[change];
}

/** The fields of `tree` and `files` for scripts, in order. `files` has `instruction`, too. */
export const LISTED_COLUMNS = [
  "path",
  "type",
  "mode",
  "uid",
  "gid",
  "size",
  "mtime",
  "linkname",
  "layer",
  "change",
] as const;

/** Returns the fields of one listed path with its entry and its change. */
export function listedFacts(
  entries: EntryTable,
  { path, row, change }: { readonly path: Printable; readonly row: EntryId; readonly change: Change },
) {
  const { type, mode, uid, gid, size, mtime, linkname, layer } = entryFacts(entries, row);
  return { path, type, mode, uid, gid, size, mtime, linkname, layer, change: changeName(change) };
}

/**
 * Yields records as a JSON array after its key, in pieces, because a document of 300,000 entries takes too
 * much memory as one text.
 */
export function* recordArray(records: Iterable<object>, indent: string): Generator<string> {
  yield "[";
  let isEmpty = true;
  for (const record of records) {
    const lines = Object.entries(record).map(([key, value]) => `${indent}    "${key}": ${jsonText(value)}`);
    yield `${isEmpty ? "" : ","}\n${indent}  {\n${lines.join(",\n")}\n${indent}  }`;
    isEmpty = false;
  }
  yield isEmpty ? "]" : `\n${indent}]`;
}
