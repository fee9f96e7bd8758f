import { modeText } from "../image/mode.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import { escapePath } from "../text/escape.js";
import type { Node } from "../tree/file-tree.js";
import { type ExtractPlan, inodeOf, modeOf, shownPath } from "./plan.js";

/** The files that were written to the disk so far. */
export interface Written {
  /** The number of names of regular files, including hard links. */
  readonly files: number;
  /** The number of new folders. */
  readonly folders: number;
  /** The number of symlinks. */
  readonly links: number;
  /** Bytes of content, including the written part of an incomplete file. */
  readonly bytes: number;
}

export const NOTHING_WRITTEN: Written = { files: 0, folders: 0, links: 0, bytes: 0 };

/** Returns `12 files, 3 folders, 1 link, 4.5MB`. */
export function writtenText({ files, folders, links, bytes }: Written): string {
  const parts = [counted(files, "file")];
  if (folders > 0) parts.push(counted(folders, "folder"));
  if (links > 0) parts.push(counted(links, "link"));
  return [...parts, humanSize(bytes)].join(", ");
}

/** Returns what a plan will write, without folders: some of them may exist already. */
export function plannedText({ files, names, symlinks, bytes }: ExtractPlan): string {
  const own = [...files.values()].reduce((sum, nodes) => sum + nodes.length, 0);
  return writtenText({ files: own + names.length, folders: 0, links: symlinks.length, bytes });
}

const SIZE_COLUMNS = 7;
const LINES_IN_CHUNK = 500;

/**
 * Returns what would be written, one line for each path: mode, size, path, and the target of a symlink.
 * Sorted by path.
 */
export function* planText(plan: ExtractPlan): Generator<string> {
  let chunk = "";
  let lines = 0;
  for (const node of allNodes(plan)) {
    chunk += `${lineOf(plan, node)}\n`;
    if (++lines % LINES_IN_CHUNK !== 0) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

function allNodes({ folders, files, names, symlinks }: ExtractPlan): Int32Array {
  const nodes = [folders, ...files.values(), names.map(({ node }) => node), symlinks].flat();
  return Int32Array.from(nodes).sort();
}

function lineOf(plan: ExtractPlan, node: Node): string {
  const { entries } = plan.tree;
  const inode = inodeOf(plan, node);
  const type = inode < 0 ? "dir" : entries.type(inode);
  const size = type === "file" ? humanSize(entries.bytes(inode)) : "";
  const mode = modeText(type, type === "symlink" ? 0o777 : modeOf(plan, node));
  const leadsTo = type === "symlink" ? ` -> ${escapePath(entries.linkname(inode))}` : "";
  return `${mode} ${size.padStart(SIZE_COLUMNS)} ${shownPath(plan, node)}${leadsTo}`;
}
