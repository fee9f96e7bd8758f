import type { Comparison } from "../../analysis/diff/compare-images.js";
import {
  CONTENT,
  LINKS,
  MODE,
  OWNER,
  TARGET,
  TIME,
  TYPE,
  XATTRS,
} from "../../analysis/diff/path-difference.js";
import { rowsAt } from "../../analysis/diff/rows-at.js";
import { escapePath, type Printable, type RawPath } from "../../text/escape.js";
import type { Node } from "../../tree/file-tree.js";
import { linkTarget } from "../paths/entry-facts.js";

const ASPECTS = [
  [TYPE, "type"],
  [CONTENT, "content"],
  [TARGET, "target"],
  [MODE, "mode"],
  [OWNER, "owner"],
  [XATTRS, "xattrs"],
  [LINKS, "links"],
  [TIME, "mtime"],
] as const;

/** Returns the words for the aspects of a path that differ. */
export function aspectNames(aspects: number): string[] {
  return ASPECTS.filter(([bit]) => (aspects & bit) !== 0).map(([, name]) => name);
}

/** Returns a path of the union, as bytes. */
export function pathAt({ a, b, union }: Pick<Comparison, "a" | "b" | "union">, node: Node): RawPath {
  return union.b[node] < 0 ? a.tree.path(union.a[node]) : b.tree.path(union.b[node]);
}

/** Returns a path for people: a folder with a slash, a link with its target. */
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
