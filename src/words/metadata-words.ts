import { metadataAspects } from "../analysis/diff/header-differences.js";
import { MODE, OWNER, XATTRS } from "../analysis/diff/path-difference.js";
import { inodeAt, type Side } from "../analysis/diff/side.js";
import { escapePath, escapeText, type Printable } from "../text/escape.js";
import { formatRfc3339 } from "../text/rfc3339.js";
import type { EntryId, EntryTable } from "../tree/columns/entry-table.js";

/** One difference between the headers of two versions of a file. A missing value is `null`. */
export interface MetadataChange {
  /** `mode`, `owner` or `attribute NAME`. */
  readonly what: Printable;
  readonly a: Printable | null;
  readonly b: Printable | null;
}

/**
 * Returns the differences in mode, owner and extended attributes between two rows, with the values; empty if
 * there are none.
 */
export function metadataChanges(a: Side, rowA: EntryId, b: Side, rowB: EntryId): MetadataChange[] {
  const aspects = metadataAspects(a, rowA, b, rowB);
  const changes: MetadataChange[] = [];
  if ((aspects & MODE) !== 0)
    changes.push({ what: escapeText("mode"), a: octalMode(a, rowA), b: octalMode(b, rowB) });
  if ((aspects & OWNER) !== 0)
    changes.push({ what: escapeText("owner"), a: ownerText(a, rowA), b: ownerText(b, rowB) });
  return (aspects & XATTRS) === 0 ? changes : [...changes, ...attributeChanges(a, rowA, b, rowB)];
}

/** Returns `0755`. */
export function octalMode({ tree: { entries } }: Side, row: EntryId): Printable {
  return escapeText(entries.mode(row).toString(8).padStart(4, "0"));
}

/** Returns `0:0`. */
export function ownerText({ tree: { entries } }: Side, row: EntryId): Printable {
  return escapeText(`${entries.uid(row)}:${entries.gid(row)}`);
}

/**
 * Returns the modification time of a version, like `modificationTime`, or `N seconds since 1970` if it is
 * outside of the calendar.
 */
export function timeText(entries: EntryTable, row: EntryId): Printable {
  return modificationTime(entries, row) ?? escapeText(`${entries.mtimeSeconds(row)} seconds since 1970`);
}

/**
 * Returns `2024-05-01T12:00:00.123Z`: RFC 3339 in UTC with all digits of the archive, at most nine; `null` if
 * the year is not 0 to 9999. Every report and the explorer use this function for modification times.
 */
export function modificationTime(entries: EntryTable, row: EntryId): Printable | null {
  const seconds = entries.mtimeSeconds(row);
  if (!(seconds >= FIRST_SECOND && seconds <= LAST_SECOND)) return null;
  const nanos = entries.mtimeNanos(row);
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return escapeText(formatRfc3339(seconds, 0).replace("Z", `${fraction}Z`));
}

// 1 January of the year 0, and 31 December 9999.
const FIRST_SECOND = -62167219200;
const LAST_SECOND = 253402300799;

function attributeChanges(a: Side, rowA: EntryId, b: Side, rowB: EntryId): MetadataChange[] {
  const before = a.tree.entries.xattrs(inodeAt(a, rowA));
  const after = b.tree.entries.xattrs(inodeAt(b, rowB));
  const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  return names
    .filter((name) => before?.get(name) !== after?.get(name))
    .map((name) => {
      const value = (map: typeof before) => {
        const raw = map?.get(name);
        return raw === undefined ? null : escapePath(raw);
      };
      return { what: escapeText(`attribute ${name}`), a: value(before), b: value(after) };
    });
}
