import { type RawPath, rawSlice } from "../../text/escape.js";
import type { Entry } from "../entry.js";
import type { ScanOptions } from "../layer.js";
import { isAufsName, member } from "../whiteout.js";
import type { LayerMembers } from "./members.js";
import { OwnLinks, UNMOVED } from "./own-links.js";
import { PathTable } from "./path-table.js";
import { RowColumns } from "./row-columns.js";
import { sortedPaths } from "./sorted-paths.js";

/** Linux opens no longer path. */
const MOST_LINK_BYTES = 4096;

/** Takes the members of one layer's archive, in its order, and turns them into columns. */
export class MemberRecorder {
  private readonly paths = new PathTable();
  private readonly ownLinks = new OwnLinks(this.paths);
  private readonly rows = new RowColumns();
  private memberCount = 0;
  private root: Entry | null = null;
  /** Rows of the hard links, and the nodes that they lead to. */
  private readonly links: number[] = [];
  private readonly linkTargets: number[] = [];
  private readonly whiteouts: number[] = [];
  private readonly opaques: number[] = [];
  /** A folder where a symlink of the archive put members, and true if AUFS wrote it for itself. */
  private lastMoved = { folder: 0, isAufs: false };

  add(entry: Entry): void {
    if (entry.path === "") {
      // The last one counts, and the root is always a folder.
      if (entry.type === "dir") this.root = rootOf(entry);
      return;
    }
    this.memberCount++;
    const folder = this.ownLinks.folderOf(entry.path);
    if (folder === UNMOVED) this.addMember(entry, entry.path, 0);
    else if (!this.isAufs(folder)) this.addMember(entry, lastPart(entry.path), folder);
  }

  /**
   * How many paths no member's name has, because only symlinks of the archive or hard links lead to them. A few bytes of an
   * archive can name many such paths, so the caller counts them against the limit of entries.
   */
  get pathsByLinks(): number {
    return this.paths.madeForLinks;
  }

  /** The columns of all that was added; the recorder is spent. */
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

  /** A symlink of the same archive moves what lies below it, and the file that a hard link shares. */
  private addRow(entry: Entry, node: number): void {
    const { type } = entry;
    const linkname = type === "hardlink" ? this.addHardLink(entry.linkname) : entry.linkname;
    this.ownLinks.wrote(node, { type, linkname }, this.memberCount);
    this.rows.add(entry, { node, linkname });
  }

  /** @returns the target where it lies; as the archive has it, if that is too long to be opened */
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

/** What is told of a root: a folder has no content, and leads nowhere. */
function rootOf({ path, type, mode, uid, gid, mtime, mtimeNanos, xattrs, offset }: Entry): Entry {
  const none = {
    linkname: "" as RawPath,
    device: null,
    size: 0,
    stored: 0,
    sparse: null,
    contentDigest: null,
  };
  return { path, type, mode, uid, gid, mtime, mtimeNanos, xattrs, offset, ...none };
}

/** Columns of the members that `scan` passes to its callbacks. @throws what `scan` throws */
export async function recordMembers(scan: (options: Recording) => Promise<void>): Promise<LayerMembers> {
  const recorder = new MemberRecorder();
  const onEntry = (entry: Entry) => recorder.add(entry);
  await scan({ onEntry, onRoot: onEntry });
  return recorder.finish();
}

type Recording = Required<Pick<ScanOptions, "onEntry" | "onRoot">>;
