import type { Cause } from "../../../analysis/waste/causes.js";
import { humanSize, sizesApart } from "../../../text/bytes.js";
import { escapePath, escapeText, type Printable } from "../../../text/escape.js";
import { REMOVED } from "../../../tree/changes.js";
import type { EntryId, EntryTable } from "../../../tree/columns/entry-table.js";
import { contentRow, TYPES } from "../facts/file-facts.js";
import type { PathVersion } from "./versions-page.js";

/**
 * Returns the difference between a version and the one before it: `owner 0:0 → 1000:1000, same content`.
 * Empty for the first version, the first one after a removal, and a removal.
 */
export function versionChange(
  entries: EntryTable,
  before: PathVersion | undefined,
  version: PathVersion,
): Printable {
  if (before === undefined || before.change === REMOVED || version.change === REMOVED) return escapeText("");
  const parts = changes(entries, before, version);
  return escapeText(parts.length === 0 ? "written again, nothing else changed" : parts.join(", "));
}

function changes(entries: EntryTable, before: PathVersion, { row }: PathVersion): string[] {
  const [a, b] = [thing(entries, before.row), thing(entries, row)];
  const [from, to] = [entries.type(a), entries.type(b)];
  if (from !== to) return [`${TYPES[from]} → ${TYPES[to]}`];
  return [
    ...metadata(entries, a, b),
    ...(entries.linkname(a) === entries.linkname(b)
      ? []
      : [`target ${escapePath(entries.linkname(a))} → ${escapePath(entries.linkname(b))}`]),
    ...content(entries, { a, b, cause: before.wasted?.cause ?? null }),
  ];
}

/** Returns the row with the facts of a name: for a hard link, the row of the file. */
function thing(entries: EntryTable, row: EntryId): EntryId {
  return entries.inode[row] >= 0 ? entries.inode[row] : row;
}

function metadata(entries: EntryTable, a: EntryId, b: EntryId): string[] {
  const step = (what: string, text: (row: EntryId) => string) =>
    text(a) === text(b) ? [] : [`${what} ${text(a)} → ${text(b)}`];
  const names = [
    ...new Set([...(entries.xattrs(a)?.keys() ?? []), ...(entries.xattrs(b)?.keys() ?? [])]),
  ].filter((name) => entries.xattrs(a)?.get(name) !== entries.xattrs(b)?.get(name));
  return [
    ...step("owner", (row) => `${entries.uid(row)}:${entries.gid(row)}`),
    ...step("mode", (row) => entries.mode(row).toString(8).padStart(4, "0")),
    ...(names.length === 0 ? [] : [`attribute ${names.sort().join(" ")}`]),
  ];
}

/**
 * Returns the comparison of two contents as far as it is known without reading them: by their sizes, digests,
 * and the cause of the waste of the older one.
 */
function content(
  entries: EntryTable,
  { a, b, cause }: { readonly a: EntryId; readonly b: EntryId; readonly cause: Cause | null },
): string[] {
  if (contentRow(entries, a) < 0) return [];
  const [old, now] = [entries.bytes(a), entries.bytes(b)];
  if (old !== now) return [`content ${sizesApart(old, now).join(" → ")}`];
  const [before, after] = [entries.digest(a), entries.digest(b)];
  const isSame =
    now === 0 || cause === "metadata" || cause === "rewritten"
      ? true
      : before !== null && after !== null
        ? Buffer.compare(before, after) === 0
        : cause === "overwritten"
          ? false
          : null;
  if (isSame === null) return [`content of the same size, ${humanSize(now)}`];
  return [isSame ? "same content" : `other content of ${humanSize(now)}`];
}
