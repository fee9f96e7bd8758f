import type { FileBytes, MemberHeader } from "../image/entry.js";
import type { RawPath } from "../text/escape.js";
import type { EntryId, EntryTable } from "../tree/columns/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";
import { linkMember } from "./member.js";

/** The members of one tar archive, in the order in which they are written. */
export interface ArchivePlan {
  /** Folders and whiteouts, each after its parent folder. */
  readonly folders: readonly MemberHeader[];
  /** Files by the layer that has their content, in the order of that layer's archive, so that each layer is read once. */
  readonly files: ReadonlyMap<number, readonly PlannedFile[]>;
  /** Symlinks, devices and named pipes, then hard links: their targets come before them. */
  readonly rest: readonly MemberHeader[];
}

export interface PlannedFile {
  readonly member: MemberHeader;
  /** The place of its data in the layer, without holes. */
  readonly data: FileBytes;
}

/** Returns the bytes of content that are read for writing it: without the holes of sparse files. */
export function dataBytes({ files }: ArchivePlan): number {
  let bytes = 0;
  for (const ofLayer of files.values()) for (const { data } of ofLayer) bytes += data.size;
  return bytes;
}

/** Returns the sum of the sizes of all files. A hole of a sparse file counts like its other bytes. */
export function fileBytes({ files }: ArchivePlan): number {
  let bytes = 0;
  for (const ofLayer of files.values()) for (const { member } of ofLayer) bytes += member.size;
  return bytes;
}

/** Returns false for a hard link to a missing file or to a folder, which no filesystem can have. */
export function leadsToFile(entries: EntryTable, row: EntryId): boolean {
  const inode = entries.inode[row];
  return inode >= 0 && !entries.isFolder(inode);
}

/** Sorts rows into the order of an archive. Paths start at the root, without a leading slash. */
export class ArchivePlanner {
  readonly #tree: FileTree;
  readonly #folders: MemberHeader[] = [];
  readonly #files = new Map<number, PlannedFile[]>();
  readonly #others: MemberHeader[] = [];
  readonly #links: MemberHeader[] = [];
  /** The parent folder of the last path. The next path is usually in the same folder. */
  #folder: { readonly node: Node; readonly path: string } = { node: 0, path: "" };
  /** For each inode, the path that has its content. */
  readonly #paths = new Map<EntryId, RawPath>();

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  /** Adds the root folder with the facts of a layer's archive. */
  addRoot(root: Omit<MemberHeader, "path">): void {
    this.#folders.push({ ...root, path: "" as RawPath });
  }

  /** Adds a folder or whiteout. Call it in pre-order. */
  addFolder(member: MemberHeader): void {
    this.#folders.push(member);
  }

  /**
   * Adds the name `node` of the inode `inode`. The first name of an inode gets the content; each later one becomes a hard link
   * to it.
   */
  addName(node: Node, inode: EntryId): void {
    const { entries } = this.#tree;
    const path = this.pathOf(node);
    const first = this.#paths.get(inode);
    if (first !== undefined) {
      this.#links.push(linkMember(entries, inode, path, first));
      return;
    }
    this.#paths.set(inode, path);
    const member = entries.header(inode, path);
    if (member.type === "file") this.#addFile(member, inode);
    else this.#others.push(member);
  }

  /** Adds a hard link to a path that a lower layer has. */
  addOutsideLink(node: Node, inode: EntryId, target: RawPath): void {
    this.#links.push(linkMember(this.#tree.entries, inode, this.pathOf(node), target));
  }

  pathOf(node: Node): RawPath {
    const parent = this.#tree.parent(node);
    if (parent <= 0) return (node === 0 ? "" : this.#tree.name(node)) as RawPath;
    // The next path is usually in the same folder.
    if (parent !== this.#folder.node) this.#folder = { node: parent, path: this.#tree.path(parent).slice(1) };
    return `${this.#folder.path}/${this.#tree.name(node)}` as RawPath;
  }

  plan(): ArchivePlan {
    const files = [...this.#files].sort(([a], [b]) => a - b);
    for (const [, ofLayer] of files) ofLayer.sort((a, b) => a.data.offset - b.data.offset);
    return { folders: this.#folders, files: new Map(files), rest: [...this.#others, ...this.#links] };
  }

  #addFile(member: MemberHeader, inode: EntryId): void {
    const { entries } = this.#tree;
    const layer = entries.layer(inode);
    const planned = { member, data: entries.data(inode) };
    const ofLayer = this.#files.get(layer);
    if (ofLayer === undefined) this.#files.set(layer, [planned]);
    else ofLayer.push(planned);
  }
}
