import { escapePath, escapeText, type Printable } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import { MODE, OWNER, XATTRS } from "./difference.js";
import { metadataAspects } from "./headers.js";
import { type Side, thingAt } from "./side.js";

/** One thing that the headers of two versions of a file tell apart. A value that one side lacks is `null`. */
export interface MetadataChange {
  /** `mode`, `owner` or `attribute NAME`. */
  readonly what: Printable;
  readonly a: Printable | null;
  readonly b: Printable | null;
}

/** What differs in mode, owner and extended attributes between two rows, with the values; empty where nothing does. */
export function metadataChanges(a: Side, rowA: EntryId, b: Side, rowB: EntryId): MetadataChange[] {
  const aspects = metadataAspects(a, rowA, b, rowB);
  const changes: MetadataChange[] = [];
  if ((aspects & MODE) !== 0)
    changes.push({ what: escapeText("mode"), a: octalMode(a, rowA), b: octalMode(b, rowB) });
  if ((aspects & OWNER) !== 0)
    changes.push({ what: escapeText("owner"), a: ownerText(a, rowA), b: ownerText(b, rowB) });
  return (aspects & XATTRS) === 0 ? changes : [...changes, ...attributeChanges(a, rowA, b, rowB)];
}

/** `0755` */
export function octalMode({ tree: { entries } }: Side, row: EntryId): Printable {
  return escapeText(entries.mode(row).toString(8).padStart(4, "0"));
}

/** `0:0` */
export function ownerText({ tree: { entries } }: Side, row: EntryId): Printable {
  return escapeText(`${entries.uid(row)}:${entries.gid(row)}`);
}

function attributeChanges(a: Side, rowA: EntryId, b: Side, rowB: EntryId): MetadataChange[] {
  const before = a.tree.entries.xattrs(thingAt(a, rowA));
  const after = b.tree.entries.xattrs(thingAt(b, rowB));
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
