import { type RawPath, rawSlice } from "../../text/escape.js";
import type { Entry } from "../entry.js";
import type { ScanOptions } from "../layer.js";
import { isAufsName, member } from "../whiteout.js";
import type { LayerMembers } from "./members.js";
import { OwnLinks, UNMOVED } from "./own-links.js";
import { PathTable } from "./path-table.js";
import { RowColumns } from "./row-columns.js";
import { sortedPaths } from "./sorted-paths.js";

/** The maximum length of a path in Linux. */
const MOST_LINK_BYTES = 4096;

/** Records the members of one layer's archive, in its order, as columns. */
export class MemberRecorder {
  private readonly paths = new PathTable();
  private readonly ownLinks = new OwnLinks(this.paths);
  private readonly rows = new RowColumns();
  private memberCount = 0;
  private root: Entry | null = null;
  /** Rows of the hard links, and their target nodes. */
  private readonly links: number[] = [];
  private readonly linkTargets: number[] = [];
  private readonly whiteouts: number[] = [];
  private readonly opaques: number[] = [];
  /**
   * The last folder that a symlink of the archive moved members to, and true if AUFS wrote it for its own
   * use.
   */
  private lastMoved = { folder: 0, isAufs: false };

  add(entry: Entry): void {
    if (entry.path === "") {
      // The last entry of the root counts. The root is always a folder.
      if (entry.type === "dir") this.root = rootOf(entry);
      return;
    }
    this.memberCount++;
    const folder = this.ownLinks.folderOf(entry.path);
    if (folder === UNMOVED) this.addMember(entry, entry.path, 0);
    else if (!this.isAufs(folder)) this.addMember({ ...entry, headBlocks: 0 }, lastPart(entry.path), folder);
  }

  /**
   * The number of paths that are not a member's name: only symlinks of the archive or hard links lead to
   * them. A few bytes of an archive can name many such paths, so the caller counts them against the limit of
   * entries.
   */
  get pathsByLinks(): number {
    return this.paths.madeForLinks;
  }

  /** Returns the columns of all added members. The recorder cannot be used afterwards. */
  finish(): LayerMembers {
    const { paths: table, linkTargets } = this;
    const { paths, numberOf } = sortedPaths(table, table.ofMembers());
    const { paths: targets, numberOf: targetOf } = sortedPaths(table, table.ofTargets(linkTargets));
    const sorted = (nodes: number[]) => Int32Array.from(new Set(nodes.map((node) => numberOf[node]))).sort();
    return {
      memberCount: this.memberCount,
      root: this.root,
      paths,
      rows: this.rows.finish(numberOf),
      links: Int32Array.from(this.links),
      linkNodes: Int32Array.from(linkTargets, (node) =>
        table.isLinkedOnly(node) ? -1 - targetOf[node] : numberOf[node],
      ),
      targets,
      whiteouts: sorted(this.whiteouts),
      opaques: sorted(this.opaques),
    };
  }

  /** @param path in `folder`, a node */
  private addMember(entry: Entry, path: RawPath, folder: number): void {
    const meaning = member(path);
    if (meaning.kind === "entry") this.addRow(entry, this.paths.add(path, folder));
    else if (meaning.kind === "whiteout") this.whiteouts.push(this.paths.add(meaning.path, folder));
    else if (meaning.kind === "opaque") this.opaques.push(this.paths.add(meaning.path, folder));
  }

  /** Adds a row. A symlink of the same archive can move the member, and the target of a hard link. */
  private addRow(entry: Entry, node: number): void {
    const { type } = entry;
    const linkname = type === "hardlink" ? this.addHardLink(entry.linkname) : entry.linkname;
    this.ownLinks.wrote(node, { type, linkname }, this.memberCount);
    this.rows.add(entry, { node, linkname });
  }

  /** @returns the target after symlinks were followed; the text in the archive if the target is too long */
  private addHardLink(linkname: RawPath): RawPath {
    const folder = this.ownLinks.folderOf(linkname);
    const isMoved = folder !== UNMOVED;
    const target = this.paths.addTarget(isMoved ? lastPart(linkname) : linkname, isMoved ? folder : 0);
    this.links.push(this.rows.count);
    this.linkTargets.push(target);
    return isMoved ? (this.paths.path(target, MOST_LINK_BYTES) ?? linkname) : linkname;
  }

  private isAufs(folder: number): boolean {
    if (this.lastMoved.folder !== folder) {
      this.lastMoved = { folder, isAufs: this.paths.hasPart(folder, isAufsName) };
    }
    return this.lastMoved.isAufs;
  }
}

function lastPart(path: RawPath): RawPath {
  return rawSlice(path, path.lastIndexOf("/") + 1);
}

/** Returns the entry of the root: a folder without content and without a target. */
function rootOf({ path, type, mode, uid, gid, mtime, mtimeNanos, xattrs, offset }: Entry): Entry {
  const none = {
    linkname: "" as RawPath,
    device: null,
    size: 0,
    stored: 0,
    sparse: null,
    headBlocks: 0,
    contentDigest: null,
  };
  return { path, type, mode, uid, gid, mtime, mtimeNanos, xattrs, offset, ...none };
}

/**
 * Returns columns of the members that `scan` passes to its callbacks.
 * @throws as `scan`
 */
export async function recordMembers(scan: (options: Recording) => Promise<void>): Promise<LayerMembers> {
  const recorder = new MemberRecorder();
  const onEntry = (entry: Entry) => recorder.add(entry);
  await scan({ onEntry, onRoot: onEntry });
  return recorder.finish();
}

type Recording = Required<Pick<ScanOptions, "onEntry" | "onRoot">>;
