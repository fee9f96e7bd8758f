import type { Image, Warning } from "../../image/image.js";
import type { FileTree, Node } from "../../tree/file-tree.js";
import { findWastedCopies } from "../waste/wasted-copies.js";
import { readApk } from "./apk.js";
import { CollectedFiles } from "./collected-files.js";
import { DatabaseFiles, type PackageSource } from "./database-files.js";
import { readDpkg } from "./dpkg.js";
import { type FoundPackage, FoundPackages } from "./found-packages.js";
import { readGems } from "./gem.js";
import { readGo } from "./go.js";
import { findLanguageFiles } from "./language-files.js";
import { readNpm } from "./npm.js";
import { PackagePaths } from "./package-paths.js";
import { readPip } from "./pip.js";
import { readRpm } from "./rpm.js";

/** A package and the bytes of its files in the final filesystem. */
export interface SizedPackage extends FoundPackage {
  readonly size: number;
  /** The number of its regular files in the final filesystem. */
  readonly files: number;
}

/** A package with its size and its waste. */
export interface Package extends SizedPackage {
  /** Bytes of wasted copies at its paths. */
  readonly wastedBytes: number;
  /** The layers that wrote its files, from the lowest. */
  readonly layers: readonly number[];
  /** The layer that wrote most bytes of it; `null` if the image has no file of the package. */
  readonly layer: number | null;
  /** The path of its largest file from that layer; `null` if the image has no file of the package. */
  readonly largest: Node | null;
}

export interface Packages {
  /** In the order of the databases. */
  readonly packages: readonly Package[];
  /**
   * Files that belong to no package, by top-level folder; `0` for files in the root itself. The most bytes
   * first. Bytes are above 0.
   */
  readonly unowned: readonly { readonly folder: Node; readonly bytes: number }[];
  readonly warnings: readonly Warning[];
}

/**
 * Returns the packages of the final filesystem, from the image's own databases. Each file counts once, at the
 * first of its names that a package lists. A path that two packages list counts for the first, in the order
 * dpkg, apk, rpm, pip, npm, gem, go. So the sizes of all packages and of all files without a package add up
 * to `rootfsSize`.
 * @throws LayerxError if a layer cannot be read; the signal's reason when aborted.
 */
export async function findPackages(
  image: Image,
  tree: FileTree,
  signal?: AbortSignal,
  collected = new CollectedFiles(),
): Promise<Packages> {
  const { found, owners } = await readDatabases({ image, tree, collected, signal });
  return {
    packages: measured(tree, found.packages, owners),
    unowned: unownedOf(tree, owners),
    warnings: found.warnings,
  };
}

/** Like `findPackages`, without layers, waste, and files that belong to no package. For comparisons. */
export async function sizedPackages(
  source: PackageSource,
): Promise<{ readonly packages: readonly SizedPackage[]; readonly warnings: readonly Warning[] }> {
  const { tree } = source;
  const { found, owners } = await readDatabases(source);
  const packages = found.packages.map((one) => ({ ...one, size: 0, files: 0 }));
  if (packages.length > 0) {
    for (const { node, inode } of liveInodes(tree, (at) => owners[at] >= 0)) {
      packages[owners[node]].size += tree.entries.bytes(inode);
      packages[owners[node]].files++;
    }
  }
  return { packages, warnings: found.warnings };
}

async function readDatabases(source: PackageSource) {
  const { tree } = source;
  const found = new FoundPackages(tree);
  const files = new DatabaseFiles(source, found);
  await files.collect();
  const paths = new PackagePaths(tree);
  await readDpkg(files, paths, found);
  await readApk(files, paths, found);
  await readRpm(files, paths, found);
  const { pip, npm, gem, programs } = findLanguageFiles(files);
  await readPip(pip, { files, paths, found });
  await readNpm(npm, { files, found });
  await readGems(gem, { files, paths, found });
  readGo(programs, { files, found });
  if (paths.gaveUp)
    found.warn("packages-too-many-paths", "the databases list too many paths; some were left out");
  return { found, owners: found.owners() };
}

/** The files of a package from one layer: their bytes, and the largest file. */
interface OfLayer {
  readonly bytes: number;
  readonly largest: Node;
  /** Bytes of that file. */
  readonly most: number;
}

function measured(tree: FileTree, packages: readonly FoundPackage[], owners: Int32Array): Package[] {
  const { entries } = tree;
  const sums = packages.map(() => ({ files: 0, wasted: 0, layers: new Map<number, OfLayer>() }));
  for (const { node, inode } of liveInodes(tree, (at) => owners[at] >= 0)) {
    const sum = sums[owners[node]];
    const layer = entries.layer(inode);
    const bytes = entries.bytes(inode);
    const before = sum.layers.get(layer) ?? { bytes: 0, largest: node, most: -1 };
    const largest = bytes > before.most ? { largest: node, most: bytes } : before;
    sum.files++;
    sum.layers.set(layer, { ...largest, bytes: before.bytes + bytes });
  }
  for (const { node, bytes } of findWastedCopies(tree)) {
    if (owners[node] >= 0) sums[owners[node]].wasted += bytes;
  }
  return packages.map((found, number) => {
    const { files, wasted, layers } = sums[number];
    const most = [...layers].sort(([a, x], [b, y]) => y.bytes - x.bytes || a - b);
    return {
      ...found,
      size: most.reduce((sum, [, { bytes }]) => sum + bytes, 0),
      files,
      wastedBytes: wasted,
      layers: [...layers.keys()].sort((a, b) => a - b),
      layer: most.length === 0 ? null : most[0][0],
      largest: most.length === 0 ? null : most[0][1].largest,
    };
  });
}

function unownedOf(tree: FileTree, owners: Int32Array): Packages["unowned"] {
  const { entries } = tree;
  const settled = new Uint8Array(entries.size);
  for (const { inode } of liveInodes(tree, (node) => owners[node] >= 0)) settled[inode] = 1;
  const folders = new Map<Node, number>();
  let top: Node = 0;
  for (const { node, inode } of liveInodes(tree, () => true)) {
    if (settled[inode] === 1 || entries.bytes(inode) === 0) continue;
    // Nodes are in pre-order, so `top` only moves forward.
    while (tree.end(top) <= node || top === 0) top = top === 0 ? 1 : tree.end(top);
    const folder = node === top ? 0 : top;
    folders.set(folder, (folders.get(folder) ?? 0) + entries.bytes(inode));
  }
  return [...folders]
    .map(([folder, bytes]) => ({ folder, bytes }))
    .sort((a, b) => b.bytes - a.bytes || a.folder - b.folder);
}

/** Yields each content of the final filesystem, at the first of its paths that `wanted` accepts. */
function* liveInodes(
  { entries, rootfs, size }: FileTree,
  wanted: (node: Node) => boolean,
): Generator<{ readonly node: Node; readonly inode: number }> {
  const seen = new Uint8Array(entries.size);
  for (let node = 1; node < size; node++) {
    const inode = rootfs[node] < 0 ? -1 : entries.inode[rootfs[node]];
    if (inode < 0 || seen[inode] === 1 || !entries.isFile(inode) || !wanted(node)) continue;
    seen[inode] = 1;
    yield { node, inode };
  }
}
