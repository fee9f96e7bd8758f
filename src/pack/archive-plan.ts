import type { FileBytes, MemberHeader } from "../image/entry.js";
import { padded } from "../image/tar-block.js";
import type { RawPath } from "../text/escape.js";
import type { EntryId, EntryTable } from "../tree/columns/entry-table.js";
import type { FileTree, Node } from "../tree/file-tree.js";
import { linkMember, opaqueMember, whiteoutMember } from "./member.js";

/** The members of one tar archive, in the order in which they are written. */
export interface ArchivePlan {
  /** New headers of folders and whiteouts, each after its parent folder. */
  readonly folders: readonly MemberHeader[];
  /** Files and copied members by the layer that has them, in the order of that layer's archive, so that each layer is read once. */
  readonly parts: ReadonlyMap<number, readonly ArchivePart[]>;
  /** New headers of symlinks, devices and named pipes, then of hard links: their targets come before them. */
  readonly rest: readonly MemberHeader[];
}

/** A file with a new header, or copied members that are neighbours in their layer. */
export interface ArchivePart {
  /** The new header; `null` if the headers are copied. */
  readonly member: MemberHeader | null;
  /** What is read from the layer: the data of the file without holes, or whole members. */
  readonly data: FileBytes;
  /** The sum of the sizes of the files. A hole of a sparse file counts like its other bytes. */
  readonly fileBytes: number;
}

/** Returns the number of bytes that are read for writing the archive. */
export function dataBytes({ parts }: ArchivePlan): number {
  let bytes = 0;
  for (const ofLayer of parts.values()) for (const { data } of ofLayer) bytes += data.size;
  return bytes;
}

/** Returns the sum of the sizes of all files. A hole of a sparse file counts like its other bytes. */
export function fileBytes({ parts }: ArchivePlan): number {
  let bytes = 0;
  for (const ofLayer of parts.values()) for (const part of ofLayer) bytes += part.fileBytes;
  return bytes;
}

/** Returns false for a hard link to a missing file or to a folder, which no filesystem can have. */
export function hasTargetFile(entries: EntryTable, row: EntryId): boolean {
  const inode = entries.inode[row];
  return inode >= 0 && !entries.isFolder(inode);
}

/** Sorts rows into the order of an archive. Paths start at the root, without a leading slash. */
export class ArchivePlanner {
  readonly #tree: FileTree;
  readonly #copies: boolean;
  /** Folders as rows, and new members, in pre-order. */
  readonly #folders: (EntryId | MemberHeader)[] = [];
  /** The folders with a whiteout or an opaque marker below them. */
  readonly #marked = new Set<Node>();
  readonly #parts = new Map<number, ArchivePart[]>();
  readonly #others: MemberHeader[] = [];
  readonly #links: MemberHeader[] = [];
  /** The parent folder of the last path. The next path is usually in the same folder. */
  #folder: { readonly node: Node; readonly path: string } = { node: 0, path: "" };
  /** For each inode, the node that has its content. */
  readonly #names = new Map<EntryId, Node>();

  /**
   * @param options `copies`: true to copy members with their headers where a layer has them with the same path. Neighbours are
   * then copied at once.
   */
  constructor(tree: FileTree, { copies }: { readonly copies: boolean }) {
    this.#tree = tree;
    this.#copies = copies;
  }

  /** Adds the root folder with the facts of a layer's archive. */
  addRoot(root: Omit<MemberHeader, "path">): void {
    this.#folders.push({ ...root, path: "" as RawPath });
  }

  /** Adds a folder. Call this function and the next two in pre-order. */
  addFolder(row: EntryId): void {
    this.#folders.push(row);
  }

  /** Adds a whiteout, which removes what lower layers have at a node. */
  addWhiteout(node: Node): void {
    this.#folders.push(whiteoutMember(this.pathOf(node)));
    this.#mark(this.#tree.parent(node));
  }

  /** Adds an opaque marker, which hides what lower layers have in a folder. */
  addOpaqueMarker(node: Node): void {
    this.#folders.push(opaqueMember(this.pathOf(node)));
    this.#mark(node);
  }

  /** Adds the hard link of a row, like `addName`. The target must be added before it. */
  addLinkRow(row: EntryId): void {
    const { entries } = this.#tree;
    const [node, inode] = [entries.node[row], entries.inode[row]];
    // Engines set the owner again for each name, which removes capabilities. A copied link does not set them again.
    const isSame = this.#isCopiedBefore(inode, row) && entries.xattrs(inode) === null;
    if (!isSame || !this.#copy(row)) this.addName(node, inode);
  }

  /**
   * Adds the name `node` of the inode `inode`. The first name of an inode gets the content; each later one becomes a hard link
   * to it.
   */
  addName(node: Node, inode: EntryId): void {
    const { entries } = this.#tree;
    const first = this.#names.get(inode);
    if (first !== undefined) {
      this.#links.push(linkMember(entries, inode, this.pathOf(node), this.pathOf(first)));
      return;
    }
    this.#names.set(inode, node);
    if (entries.node[inode] === node && this.#copy(inode)) return;
    const member = entries.header(inode, this.pathOf(node));
    if (member.type !== "file") this.#others.push(member);
    else this.#addPart(inode, { member, data: entries.data(inode), fileBytes: member.size });
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
    const folders = this.#newFolders();
    const parts = [...this.#parts].sort(([a], [b]) => a - b);
    for (const [, ofLayer] of parts) ofLayer.sort((a, b) => a.data.offset - b.data.offset);
    return {
      folders,
      parts: new Map(parts.map(([layer, ofLayer]) => [layer, joined(ofLayer)])),
      rest: [...this.#others, ...this.#links],
    };
  }

  /**
   * Returns the folders and whiteouts with new headers, and plans to copy the other folders. A folder comes before the whiteouts
   * in it, which come before all copied members.
   */
  #newFolders(): MemberHeader[] {
    const { entries } = this.#tree;
    const folders: MemberHeader[] = [];
    for (const folder of this.#folders) {
      if (typeof folder !== "number") {
        folders.push(folder);
        continue;
      }
      const node = entries.node[folder];
      if (this.#marked.has(node) || !this.#copy(folder))
        folders.push(entries.header(folder, this.pathOf(node)));
    }
    return folders;
  }

  #mark(folder: Node): void {
    for (let at = folder; at > 0 && !this.#marked.has(at); at = this.#tree.parent(at)) this.#marked.add(at);
  }

  /** Returns true if the file of a hard link is copied, before the link, and has the link's target as its path. */
  #isCopiedBefore(inode: EntryId, link: EntryId): boolean {
    const { entries } = this.#tree;
    const node = entries.node[inode];
    return (
      this.#names.get(inode) === node &&
      entries.layer(inode) === entries.layer(link) &&
      inode < link &&
      entries.member(inode) !== null &&
      entries.linkname(link) === this.pathOf(node)
    );
  }

  /** Plans to copy a member; false if it cannot be copied. */
  #copy(row: EntryId): boolean {
    const { entries } = this.#tree;
    const data = this.#copies ? entries.member(row) : null;
    if (data === null) return false;
    this.#addPart(row, { member: null, data, fileBytes: entries.bytes(row) });
    return true;
  }

  #addPart(row: EntryId, part: ArchivePart): void {
    const layer = this.#tree.entries.layer(row);
    const ofLayer = this.#parts.get(layer);
    if (ofLayer === undefined) this.#parts.set(layer, [part]);
    else ofLayer.push(part);
  }
}

/** Joins copied members that follow each other in the layer. */
function joined(sorted: readonly ArchivePart[]): ArchivePart[] {
  const found: ArchivePart[] = [];
  for (const next of sorted) {
    const last = found.at(-1);
    const isNeighbour =
      last?.member === null &&
      next.member === null &&
      last.data.offset + padded(last.data.stored) === next.data.offset;
    if (!isNeighbour) {
      found.push(next);
      continue;
    }
    const { offset } = last.data;
    const bytes = next.data.offset + next.data.stored - offset;
    found[found.length - 1] = {
      member: null,
      data: { offset, size: bytes, stored: bytes, sparse: null },
      fileBytes: last.fileBytes + next.fileBytes,
    };
  }
  return found;
}
