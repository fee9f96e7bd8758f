import type { PageTree } from "../page-data.js";

/** A folder, a file, or the omitted part of a folder, in a tree of the page. */
export interface PageEntry {
  /** The last part of the path; a phrase for the sum of omitted files. */
  readonly name: string;
  /** `null` for the root. */
  readonly parent: PageEntry | null;
  /** Biggest first; the omitted part of a folder comes last. */
  readonly children: readonly PageEntry[];
  readonly isFolder: boolean;
  /** Bytes of the entry and everything below it. */
  readonly bytes: number;
  /** The number of files in it; 1 for a file. */
  readonly files: number;
  /** The tag; for a folder, the tag of most of its bytes. */
  readonly tag: number;
  /** True for a folder with more than one tag. */
  readonly isMixed: boolean;
  /** True for the sum of the files that are omitted from its folder. */
  readonly isRest: boolean;
}

/** Builds the tree from its columns. It is not recursive, because a path may be thousands of folders deep. */
export function readTree(columns: PageTree): PageEntry {
  const { kids, bytes, tags, more } = columns;
  const names = columns.names.split("/");
  const entries: Draft[] = [];
  const open: { folder: Draft; left: number }[] = [];
  let leaf = 0;
  let rest = 0;
  for (const [at, name] of names.entries()) {
    while (open.length > 0 && open[open.length - 1].left === 0) open.pop();
    const above = open[open.length - 1];
    const parent = above === undefined ? null : above.folder;
    let entry: Draft;
    if (at === 0 || kids[at] > 0) {
      entry = { ...FOLDER, name, parent, children: [], tags: new Map() };
      open.push({ folder: entry, left: kids[at] });
    } else {
      const isRest = name === "";
      const files = isRest ? more[rest++] : 1;
      const tag = tags[leaf] < 0 ? -1 - tags[leaf] : tags[leaf];
      entry = {
        isFolder: false,
        children: [],
        tags: null,
        name: isRest ? `${files.toLocaleString("en")} more` : name,
        parent,
        bytes: bytes[leaf],
        files,
        tag,
        isMixed: tags[leaf] < 0,
        isRest,
      };
      leaf++;
    }
    parent?.children.push(entry);
    if (above !== undefined) above.left--;
    entries.push(entry);
  }
  for (let at = entries.length - 1; at >= 0; at--) settle(entries[at]);
  return entries[0];
}

interface Draft {
  name: string;
  parent: Draft | null;
  children: Draft[];
  isFolder: boolean;
  bytes: number;
  files: number;
  tag: number;
  isMixed: boolean;
  isRest: boolean;
  /** Bytes by tag, until the tag of the folder is decided. */
  tags: Map<number, number> | null;
}

const FOLDER = { isFolder: true, isRest: false, bytes: 0, files: 0, tag: 0, isMixed: false };

/**
 * Sets the tag of a folder to the tag of most of its bytes. The folder is then added to its parent, which is
 * settled later.
 */
function settle(entry: Draft): void {
  const { parent, tags } = entry;
  if (tags !== null) {
    const [most] = [...tags].sort(([, a], [, b]) => b - a);
    entry.tag = most?.[0] ?? 0;
    entry.isMixed ||= tags.size > 1;
  }
  if (parent?.tags) {
    parent.bytes += entry.bytes;
    parent.files += entry.files;
    for (const [tag, bytes] of tags ?? ([[entry.tag, entry.bytes]] as const))
      parent.tags.set(tag, (parent.tags.get(tag) ?? 0) + bytes);
    if (entry.isMixed && tags === null) parent.isMixed = true;
  }
  entry.tags = null;
}

/** Returns `/usr/lib`; `/` for the root. */
export function pageEntryPath(entry: PageEntry): string {
  if (entry.parent === null) return "/";
  const names: string[] = [];
  for (let at: PageEntry = entry; at.parent !== null; at = at.parent) names.push(at.name);
  return `/${names.reverse().join("/")}`;
}

/** Returns the parent folders of an entry, the root first, and the entry. */
export function withParents(entry: PageEntry): PageEntry[] {
  const way: PageEntry[] = [];
  for (let at: PageEntry | null = entry; at !== null; at = at.parent) way.push(at);
  return way.reverse();
}

/** Returns every leaf, including omitted parts of folders, the biggest first, then in the tree's order. */
export function biggestLeaves(root: PageEntry): PageEntry[] {
  const found: PageEntry[] = [];
  const stack = [root];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    if (!entry.isFolder) found.push(entry);
    for (let at = entry.children.length - 1; at >= 0; at--) stack.push(entry.children[at]);
  }
  return found.sort((a, b) => b.bytes - a.bytes);
}

/** Returns true for a folder itself, and for everything below it. */
export function isBelow(entry: PageEntry, folder: PageEntry): boolean {
  for (let at: PageEntry | null = entry; at !== null; at = at.parent) if (at === folder) return true;
  return false;
}
