import type { Comparison } from "../analysis/diff/compare-images.js";
import { CONTENT, LINKS, MODE, OWNER, TARGET, TIME, TYPE, XATTRS } from "../analysis/diff/path-difference.js";
import { rowsAt } from "../analysis/diff/rows-at.js";
import { inodeAt, type Side } from "../analysis/diff/side.js";
import { humanSize, sizesApart } from "../text/bytes.js";
import { escapePath, type Printable } from "../text/escape.js";
import type { EntryId } from "../tree/columns/entry-table.js";
import type { Node } from "../tree/file-tree.js";
import { octalMode, ownerText, timeText } from "./metadata-words.js";

/**
 * Returns the differences of a path that both images have: `6B → 7B, mode 0644 → 0755`; empty for other
 * paths.
 */
export function changeText(comparison: Comparison, node: Node): Printable {
  const { a, b, aspects } = comparison;
  const { rowA, rowB } = rowsAt(comparison, node);
  if (rowA < 0 || rowB < 0) return "" as Printable;
  const from = a.tree.entries;
  const to = b.tree.entries;
  const steps: readonly (readonly [bit: number, text: string])[] = [
    [TYPE, step(typeText(a, rowA), typeText(b, rowB))],
    [CONTENT, contentText(from.bytes(inodeAt(a, rowA)), to.bytes(inodeAt(b, rowB)))],
    [TARGET, `target ${step(escapePath(from.linkname(rowA)), escapePath(to.linkname(rowB)))}`],
    [MODE, `mode ${step(octalMode(a, rowA), octalMode(b, rowB))}`],
    [OWNER, `owner ${step(ownerText(a, rowA), ownerText(b, rowB))}`],
    [XATTRS, "extended attributes"],
    [LINKS, "hard links"],
    [TIME, `time ${step(timeText(from, inodeAt(a, rowA)), timeText(to, inodeAt(b, rowB)))}`],
  ];
  return steps
    .filter(([bit]) => (aspects[node] & bit) !== 0)
    .map(([, text]) => text)
    .join(", ") as Printable;
}

function step(from: string, to: string): string {
  return `${from} → ${to}`;
}

function contentText(from: number, to: number): string {
  return from === to ? `other content of ${humanSize(to)}` : step(...sizesApart(from, to));
}

const TYPES = {
  file: "file",
  dir: "folder",
  symlink: "symlink",
  hardlink: "hard link",
  char: "character device",
  block: "block device",
  fifo: "named pipe",
} as const;

function typeText(side: Side, row: EntryId): string {
  const { entries } = side.tree;
  const inode = inodeAt(side, row);
  const type = entries.type(inode);
  return type === "symlink" ? `symlink to ${escapePath(entries.linkname(inode))}` : TYPES[type];
}
