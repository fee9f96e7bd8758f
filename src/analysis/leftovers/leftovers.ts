import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { type Advice, baseBroughtIt, onBase, SOURCES } from "../advice/advice-sources.js";
import { installsRecommended, RECOMMENDED } from "../advice/apt-recommends.js";
import type { Analysis } from "../analyze.js";
import { type Base, type FromBase, fromBaseTeller } from "../base.js";
import { LEFTOVER_KINDS, type LeftoverKind } from "./leftover-kinds.js";

/**
 * Files of one kind and one layer that are alive in the final filesystem and that the image works without, mostly. They
 * are no waste: whoever wants them can have them.
 */
export interface Leftover extends Advice {
  readonly kind: LeftoverKind["kind"];
  /** The kind in words. */
  readonly title: string;
  /** Bytes of content that would go with them, above 0; content that has a name elsewhere too would not. */
  readonly bytes: number;
  /** Files with content of their own. */
  readonly files: number;
  /** The layer that wrote them. */
  readonly layer: number;
  /** Where they are: the folders, or the files, that hold most bytes first. */
  readonly places: readonly Place[];
}

interface Place {
  readonly node: Node;
  readonly bytes: number;
}

/**
 * Measures what could go, in one pass over the final filesystem; no content is read. `base` is where the base ends, as
 * somebody named it; the history's guess without.
 * @returns by kind and layer, the most bytes first, then by first path.
 */
export function findLeftovers(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  base: Base | null = null,
): Leftover[] {
  const fromBase = fromBaseTeller(image, base);
  const { places, kinds } = placesOfKinds(tree);
  const groups = new Map<string, Group>();
  for (const [inode, place] of soleNames(tree, places)) {
    const kind = kinds.get(place);
    if (kind === undefined) continue;
    const layer = tree.entries.layer(inode);
    const key = `${kind.kind} ${layer}`;
    const group = groups.get(key) ?? { kind, layer, files: 0, bytes: new Map() };
    groups.set(key, group);
    group.files++;
    group.bytes.set(place, (group.bytes.get(place) ?? 0) + tree.entries.bytes(inode));
  }
  return [...groups.values()]
    .map(({ kind, layer, files, bytes }): Leftover => {
      const found = [...bytes].map(([node, inPlace]) => ({ node, bytes: inPlace }));
      const instruction = instructionText(entryOfLayer(image, layer)?.createdBy ?? null);
      const { say, source } = adviceOn(kind, instruction, fromBase(layer));
      return {
        kind: kind.kind,
        title: kind.title,
        bytes: found.reduce((sum, place) => sum + place.bytes, 0),
        files,
        layer,
        places: found.sort((a, b) => b.bytes - a.bytes || a.node - b.node),
        say,
        source,
      };
    })
    .sort((a, b) => b.bytes - a.bytes || a.places[0].node - b.places[0].node || a.layer - b.layer);
}

/** Bytes that would go with all of them. */
export function leftoverBytes(leftovers: readonly Leftover[]): number {
  return leftovers.reduce((sum, { bytes }) => sum + bytes, 0);
}

function adviceOn(kind: LeftoverKind, instruction: string, fromBase: FromBase): Advice {
  if (fromBase !== "no") return onBase(FROM_BASE, fromBase);
  return kind.recommended === true && installsRecommended(instruction) ? RECOMMENDED : kind;
}

const FROM_BASE: Advice = {
  say: baseBroughtIt("removing"),
  source: SOURCES.base,
};

/** The kind of a path's outermost folder that is of one, or of the file itself; `null` where it is of none. */
export function leftoverKindOf(tree: FileTree, node: Node): LeftoverKind | null {
  let found: LeftoverKind | null = null;
  for (let at = node; at > 0; at = tree.parent(at)) {
    const row = at === node ? tree.rootfs[at] : -1;
    found = (row < 0 ? folderKind(tree, at) : kindOf(tree, at, row)) ?? found;
  }
  return found;
}

interface Group {
  readonly kind: LeftoverKind;
  readonly layer: number;
  files: number;
  readonly bytes: Map<Node, number>;
}

/**
 * By node the outermost folder or file that is of a kind, −1 where none is; and the kind of each such place. What lies
 * in a place belongs to it, whatever it is called.
 */
function placesOfKinds(tree: FileTree): { places: Int32Array; kinds: Map<Node, LeftoverKind> } {
  const places = new Int32Array(tree.size).fill(-1);
  const kinds = new Map<Node, LeftoverKind>();
  for (let node = 1; node < tree.size; node++) {
    const above = places[tree.parent(node)];
    if (above >= 0) {
      places[node] = above;
      continue;
    }
    const row = tree.rootfs[node];
    const kind = row < 0 ? undefined : kindOf(tree, node, row);
    if (kind === undefined) continue;
    places[node] = node;
    kinds.set(node, kind);
  }
  return { places, kinds };
}

function kindOf(tree: FileTree, node: Node, row: EntryId): LeftoverKind | undefined {
  const { entries } = tree;
  const name = tree.name(node);
  if (entries.isFile(row)) {
    if (!ANY_FILE.test(name)) return undefined;
    const mode = entries.mode(row);
    return FILES.find(
      ({ files }) =>
        files?.name.test(name) === true &&
        (files.mode === undefined || files.mode === mode) &&
        (files.below === undefined || files.below.test(tree.path(node))),
    );
  }
  return entries.isFolder(row) ? folderKind(tree, node) : undefined;
}

function folderKind(tree: FileTree, node: Node): LeftoverKind | undefined {
  return FOLDERS.get(tree.name(node))?.find(({ end }) => `/${tree.path(node)}`.endsWith(end))?.kind;
}

const FILES = LEFTOVER_KINDS.filter(({ files }) => files !== undefined);
// Most files are of no kind: one look says so.
const ANY_FILE = new RegExp(FILES.map(({ files }) => files?.name.source).join("|"));

/** By their last names the folders that are looked for; a path with a slash before it ends as `end` does. */
const FOLDERS = foldersByName();

function foldersByName(): ReadonlyMap<
  string,
  readonly { readonly end: string; readonly kind: LeftoverKind }[]
> {
  const byName = new Map<string, { end: string; kind: LeftoverKind }[]>();
  for (const kind of LEFTOVER_KINDS) {
    const ends = [
      ...(kind.folders ?? []).map((path) => `/${path}`),
      ...(kind.named ?? []).map((end) => `/${end}`),
    ];
    for (const end of ends) {
      const name = end.slice(end.lastIndexOf("/") + 1);
      byName.set(name, [...(byName.get(name) ?? []), { end, kind }]);
    }
  }
  return byName;
}

/** Content that all of its names lead to from within places, with the place of its first name. */
function* soleNames(tree: FileTree, places: Int32Array): Generator<readonly [EntryId, Node]> {
  const { entries, rootfs } = tree;
  const settled = new Uint8Array(entries.size);
  const inodeAt = (node: Node) => (rootfs[node] < 0 ? -1 : entries.inode[rootfs[node]]);
  for (let node = 1; node < tree.size; node++) {
    const inode = inodeAt(node);
    if (inode >= 0 && places[node] < 0) settled[inode] = 1;
  }
  for (let node = 1; node < tree.size; node++) {
    const inode = places[node] < 0 ? -1 : inodeAt(node);
    if (inode < 0 || settled[inode] === 1) continue;
    settled[inode] = 1;
    if (entries.isFile(inode) && entries.bytes(inode) > 0) yield [inode, places[node]];
  }
}
