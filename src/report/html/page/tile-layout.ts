/*! Treemaps are laid out by d3-hierarchy, Copyright 2010-2026 Mike Bostock. Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies. THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE. */
import { type HierarchyRectangularNode, hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import type { PageEntry } from "./page-entry.js";

/** An entry's box in the map, in pixels. */
export interface Tile {
  readonly entry: PageEntry;
  /** Its name, after the names of folders whose only child it is: `usr/local`. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 1 for entries directly in the folder that the map shows. */
  readonly depth: number;
  /** True if its contents are drawn in it. */
  readonly isOpen: boolean;
  /** True if it is open and its name has a line of its own. */
  readonly hasTitle: boolean;
}

const TITLE_PIXELS = 17;
const MOST_TILES = 1500;
const LEAST_PIXELS = 14;

/**
 * Computes the boxes of a folder's map, each box before the boxes in it. A folder that is too small for a
 * title has no box; only its contents are drawn.
 */
export function layOutTiles(
  folder: PageEntry,
  { width, height }: { readonly width: number; readonly height: number },
): Tile[] {
  const drawn = worthDrawing(folder, (folder.bytes * LEAST_PIXELS) / Math.max(width * height, 1));
  const root = hierarchy<PageEntry>(folder, (entry) => childrenIn(entry, drawn)).sum(({ children, bytes }) =>
    children.some((child) => drawn.has(child)) ? 0 : bytes,
  );
  const place = treemap<PageEntry>()
    .size([width, height])
    .tile(treemapSquarify.ratio(1.3))
    .round(true)
    .paddingInner(0)
    .paddingOuter((node) => (node.depth > 0 && hasTitle(node) ? 2 : 0))
    .paddingTop((node) => (node.depth > 0 && hasTitle(node) ? TITLE_PIXELS : 0));
  return place(root)
    .descendants()
    .filter((node) => node.depth === 1 || node.children === undefined || hasTitle(node))
    .filter((node) => node.depth > 0)
    .map(tileOf)
    .filter((tile) => tile.width >= 1 && tile.height >= 1);
}

/**
 * Returns the entries that are drawn in an entry, and one more for all others. A folder with only one folder
 * in it is skipped.
 */
function childrenIn(entry: PageEntry, drawn: ReadonlySet<PageEntry>): PageEntry[] {
  const shown = entry.children.filter((child) => drawn.has(child));
  if (shown.length === 0) return [];
  const rest = entry.children.filter((child) => !drawn.has(child) && child.bytes > 0);
  return [...shown.map(passedThrough), ...(rest.length === 0 ? [] : [sumOf(rest, entry)])];
}

function passedThrough(entry: PageEntry): PageEntry {
  let at = entry;
  while (at.children.length === 1 && at.children[0].isFolder) at = at.children[0];
  return at;
}

/** Returns one entry for all entries that are too small to be drawn. */
function sumOf(entries: readonly PageEntry[], parent: PageEntry): PageEntry {
  const tags = new Map<number, number>();
  for (const { tag, bytes } of entries) tags.set(tag, (tags.get(tag) ?? 0) + bytes);
  const [[tag]] = [...tags].sort(([, a], [, b]) => b - a);
  const files = entries.reduce((sum, entry) => sum + entry.files, 0);
  return {
    name: `${files.toLocaleString("en")} smaller`,
    parent,
    children: [],
    isFolder: false,
    bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    files,
    tag,
    isMixed: tags.size > 1 || entries.some(({ isMixed }) => isMixed),
    isRest: true,
  };
}

/**
 * Returns the biggest entries below a folder, with at least `least` bytes, and the parent folders of each.
 */
function worthDrawing(folder: PageEntry, least: number): Set<PageEntry> {
  const found: PageEntry[] = [];
  const stack = [folder];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    for (const child of at.children) {
      if (child.bytes < least || child.bytes === 0) continue;
      found.push(child);
      stack.push(child);
    }
  }
  // Sorting is stable, so a folder stays before its contents.
  return new Set(found.sort((a, b) => b.bytes - a.bytes).slice(0, MOST_TILES));
}

type Placed = HierarchyRectangularNode<PageEntry>;

function hasTitle(node: Placed): boolean {
  return node.children !== undefined && node.x1 - node.x0 > 64 && node.y1 - node.y0 > 3 * TITLE_PIXELS;
}

function labelOf({ data, parent }: Placed): string {
  let label = data.name;
  for (let at = data.parent; at !== null && at !== parent?.data; at = at.parent)
    label = `${at.name}/${label}`;
  return label;
}

function tileOf(node: Placed): Tile {
  const isOpen = node.children !== undefined;
  return {
    entry: node.data,
    label: labelOf(node),
    x: node.x0,
    y: node.y0,
    width: node.x1 - node.x0,
    height: node.y1 - node.y0,
    depth: node.depth,
    isOpen,
    hasTitle: isOpen && hasTitle(node),
  };
}
