import { entryOfLayer, instructionText } from "../../image/dockerfile/instruction.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { type Advice, baseAdvice, installsRecommended } from "../advice/advice.js";
import { WELL_KNOWN_PATHS, type WellKnownPath } from "../advice/well-known-paths.js";
import type { Analysis } from "../analyze.js";
import { type Base, baseMembership, type FromBase } from "../base-image.js";

/**
 * Files of one kind and one layer in the final image that most images do not need at run time. They do not
 * count as wasted bytes, because the user may want them.
 */
export interface Leftover {
  /** The kind of a well-known path. */
  readonly kind: string;
  /** The name of the kind in reports. */
  readonly title: string;
  readonly advice: Advice;
  /**
   * Bytes that can be saved by removing them, above 0. A file does not count if it has a name at another
   * place, too.
   */
  readonly bytes: number;
  /** The number of files whose content has no name at another place. */
  readonly files: number;
  /** The layer that wrote them. */
  readonly layer: number;
  /** Their folders or files, the most bytes first. */
  readonly places: readonly Place[];
}

interface Place {
  readonly node: Node;
  readonly bytes: number;
}

/**
 * Finds files that the image does not need, in one pass over the final filesystem. No content is read. `base`
 * is the base image that the user named; without it the guess from the history is used.
 * @returns one item for each kind and layer, the most bytes first, then by first path.
 */
export function findLeftovers(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  base: Base | null = null,
): Leftover[] {
  const fromBase = baseMembership(image, base);
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
      return {
        kind: kind.kind,
        title: kind.title,
        bytes: found.reduce((sum, place) => sum + place.bytes, 0),
        files,
        layer,
        places: found.sort((a, b) => b.bytes - a.bytes || a.node - b.node),
        advice: adviceOn(kind, instruction, fromBase(layer)),
      };
    })
    .sort((a, b) => b.bytes - a.bytes || a.places[0].node - b.places[0].node || a.layer - b.layer);
}

/** Returns the bytes that can be saved by removing all of them. */
export function leftoverBytes(leftovers: readonly Leftover[]): number {
  return leftovers.reduce((sum, { bytes }) => sum + bytes, 0);
}

function adviceOn(kind: WellKnownPath, instruction: string, fromBase: FromBase): Advice {
  if (fromBase !== "no") return baseAdvice("base-removed", fromBase);
  const recommended = kind.recommended === true && installsRecommended(instruction);
  return { topic: recommended ? "recommended-packages" : kind.advice };
}

/**
 * Returns the kind of the outermost folder that has a kind, or of the file itself; `null` if there is none.
 */
export function leftoverKindOf(tree: FileTree, node: Node): WellKnownPath | null {
  let found: WellKnownPath | null = null;
  for (let at = node; at > 0; at = tree.parent(at)) {
    const row = at === node ? tree.rootfs[at] : -1;
    found = (row < 0 ? folderKind(tree, at) : kindOf(tree, at, row)) ?? found;
  }
  return found;
}

interface Group {
  readonly kind: WellKnownPath;
  readonly layer: number;
  files: number;
  readonly bytes: Map<Node, number>;
}

/**
 * Returns, for each node, the outermost folder or file that has a kind (−1 if there is none), and the kind of
 * each such place. All contents of a place belong to it, whatever their names are.
 */
function placesOfKinds(tree: FileTree): { places: Int32Array; kinds: Map<Node, WellKnownPath> } {
  const places = new Int32Array(tree.size).fill(-1);
  const kinds = new Map<Node, WellKnownPath>();
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

function kindOf(tree: FileTree, node: Node, row: EntryId): WellKnownPath | undefined {
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

function folderKind(tree: FileTree, node: Node): WellKnownPath | undefined {
  return FOLDERS.get(tree.name(node))?.find(({ end }) => `/${tree.path(node)}`.endsWith(end))?.kind;
}

const FILES = WELL_KNOWN_PATHS.filter(({ files }) => files !== undefined);
// Most files have no kind. One test with all names skips them.
const ANY_FILE = new RegExp(FILES.map(({ files }) => files?.name.source).join("|"));

/** The folders of all kinds, by their last name. `end` is the end of the path, with a slash before it. */
const FOLDERS = foldersByName();

function foldersByName(): ReadonlyMap<
  string,
  readonly { readonly end: string; readonly kind: WellKnownPath }[]
> {
  const byName = new Map<string, { end: string; kind: WellKnownPath }[]>();
  for (const kind of WELL_KNOWN_PATHS) {
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

/** Finds contents whose names are all within places. Returns each with the place of its first name. */
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
