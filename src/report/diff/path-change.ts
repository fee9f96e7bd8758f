import type { Comparison } from "../../analysis/diff/compare.js";
import { CONTENT, LINKS, MODE, OWNER, TARGET, TYPE, XATTRS } from "../../analysis/diff/difference.js";
import { type Side, thingAt } from "../../analysis/diff/side.js";
import { humanSize } from "../../text/bytes.js";
import { escapePath, type Printable, type RawPath } from "../../text/escape.js";
import type { EntryId } from "../../tree/entry-table.js";
import type { Node } from "../../tree/file-tree.js";
import { linkTarget } from "../entry-facts.js";

const ASPECTS = [
  [TYPE, "type"],
  [CONTENT, "content"],
  [TARGET, "target"],
  [MODE, "mode"],
  [OWNER, "owner"],
  [XATTRS, "xattrs"],
  [LINKS, "links"],
] as const;

/** The words for what differs at a path. */
export function aspectNames(aspects: number): string[] {
  return ASPECTS.filter(([bit]) => (aspects & bit) !== 0).map(([, name]) => name);
}

/** A path of the union, as bytes. */
export function pathAt({ a, b, union }: Pick<Comparison, "a" | "b" | "union">, node: Node): RawPath {
  return union.b[node] < 0 ? a.tree.path(union.a[node]) : b.tree.path(union.b[node]);
}

/** What stands at a path on each side; −1 for nothing. Of a path that moved, what stood at its old place. */
export function rowsAt({ a, b, union, movedFrom }: Comparison, node: Node): { rowA: EntryId; rowB: EntryId } {
  const old = union.a[movedFrom.get(node) ?? node];
  const now = union.b[node];
  return { rowA: old < 0 ? -1 : a.rootfs[old], rowB: now < 0 ? -1 : b.rootfs[now] };
}

/** A path for people: a folder with a slash, a link with what it leads to. */
export function pathText(comparison: Comparison, node: Node): Printable {
  const { a, b } = comparison;
  const path = escapePath(pathAt(comparison, node));
  const { rowA, rowB } = rowsAt(comparison, node);
  const [{ entries }, row] = rowB >= 0 ? [b.tree, rowB] : [a.tree, rowA];
  const target = row < 0 ? null : linkTarget(entries, row);
  if (target !== null)
    return `${path} ${entries.type(row) === "hardlink" ? "=>" : "->"} ${target}` as Printable;
  return row >= 0 && entries.isFolder(row) ? (`${path}/` as Printable) : path;
}

/** What differs at a path that both have, for people: `6B → 7B, mode 0644 → 0755`; empty for others. */
export function changeText(comparison: Comparison, node: Node): Printable {
  const { a, b, aspects } = comparison;
  const { rowA, rowB } = rowsAt(comparison, node);
  if (rowA < 0 || rowB < 0) return "" as Printable;
  const from = a.tree.entries;
  const to = b.tree.entries;
  const steps: readonly (readonly [bit: number, text: string])[] = [
    [TYPE, step(typeText(a, rowA), typeText(b, rowB))],
    [CONTENT, contentText(from.bytes(thingAt(a, rowA)), to.bytes(thingAt(b, rowB)))],
    [TARGET, `target ${step(escapePath(from.linkname(rowA)), escapePath(to.linkname(rowB)))}`],
    [MODE, `mode ${step(modeText(from.mode(rowA)), modeText(to.mode(rowB)))}`],
    [OWNER, `owner ${step(ownerText(a, rowA), ownerText(b, rowB))}`],
    [XATTRS, "extended attributes"],
    [LINKS, "hard links"],
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

/** Two sizes for people; in bytes where they would look the same. */
export function sizesApart(a: number, b: number): [string, string] {
  const texts: [string, string] = [humanSize(a), humanSize(b)];
  return a !== b && texts[0] === texts[1] ? [`${a}B`, `${b}B`] : texts;
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
  const thing = thingAt(side, row);
  const type = entries.type(thing);
  return type === "symlink" ? `symlink to ${escapePath(entries.linkname(thing))}` : TYPES[type];
}

function modeText(mode: number): string {
  return mode.toString(8).padStart(4, "0");
}

function ownerText({ tree: { entries } }: Side, row: EntryId): string {
  return `${entries.uid(row)}:${entries.gid(row)}`;
}
