import type { RawPath } from "../../text/escape.js";
import type { Entry } from "../entry.js";
import type { ScanOptions } from "../layer.js";
import { member } from "../whiteout.js";
import type { LayerMembers } from "./members.js";
import { OwnLinks } from "./own-links.js";
import { PathTable } from "./path-table.js";
import { RowColumns } from "./row-columns.js";
import { sortedPaths } from "./sorted-paths.js";

/** Takes the members of one layer's archive, in its order, and turns them into columns. */
export class MemberRecorder {
  private readonly paths = new PathTable();
  private readonly ownLinks = new OwnLinks(this.paths);
  private readonly rows = new RowColumns();
  private memberCount = 0;
  private root: Entry | null = null;
  /** Rows of the hard links, and where they lead. */
  private readonly links: number[] = [];
  private readonly linknames: RawPath[] = [];
  private readonly whiteouts: number[] = [];
  private readonly opaques: number[] = [];

  add(entry: Entry): void {
    if (entry.path === "") {
      // The last one counts, and the root is always a folder.
      if (entry.type === "dir") this.root = rootOf(entry);
      return;
    }
    this.memberCount++;
    const path = this.ownLinks.place(entry.path);
    const meaning = member(path);
    if (meaning.kind === "entry") this.addRow(entry, path);
    else if (meaning.kind === "whiteout") this.whiteouts.push(this.paths.add(meaning.path));
    else if (meaning.kind === "opaque") this.opaques.push(this.paths.add(meaning.path));
  }

  /** The columns of all that was added; the recorder is spent. */
  finish(): LayerMembers {
    const { paths, numberOf } = sortedPaths(this.paths);
    const { targets, linkNodes } = this.targets(numberOf);
    const sorted = (nodes: number[]) => Int32Array.from(new Set(nodes.map((node) => numberOf[node]))).sort();
    return {
      memberCount: this.memberCount,
      root: this.root,
      paths,
      rows: this.rows.finish(numberOf),
      links: Int32Array.from(this.links),
      linkNodes,
      targets,
      whiteouts: sorted(this.whiteouts),
      opaques: sorted(this.opaques),
    };
  }

  /** A symlink of the same archive moves what lies below it, and the file that a hard link shares. */
  private addRow(entry: Entry, path: RawPath): void {
    const isHardLink = entry.type === "hardlink";
    const linkname = isHardLink ? this.ownLinks.place(entry.linkname) : entry.linkname;
    if (isHardLink) {
      this.links.push(this.rows.count);
      this.linknames.push(linkname);
    }
    const node = this.paths.add(path);
    this.ownLinks.wrote(node, { type: entry.type, linkname }, this.memberCount);
    this.rows.add(entry, { node, linkname });
  }

  private targets(numberOf: Int32Array): Pick<LayerMembers, "targets" | "linkNodes"> {
    const others = new PathTable();
    const found = this.linknames.map((path) => {
      const own = this.paths.find(path);
      return own >= 0 ? { own, other: -1 } : { own, other: others.add(path) };
    });
    const { paths: targets, numberOf: targetOf } = sortedPaths(others);
    const linkNodes = Int32Array.from(found, ({ own, other }) =>
      own >= 0 ? numberOf[own] : -1 - targetOf[other],
    );
    return { targets, linkNodes };
  }
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
