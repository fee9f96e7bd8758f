import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import type { ExtractPlan } from "./plan.js";

/** What is on disk; at the end, complete. */
export interface Written {
  /** Names of regular files, hard links included. */
  readonly files: number;
  /** Folders that were not there before. */
  readonly folders: number;
  /** Symlinks. */
  readonly links: number;
  /** Bytes of content, those of the file that is being written too. */
  readonly bytes: number;
}

export const NOTHING_WRITTEN: Written = { files: 0, folders: 0, links: 0, bytes: 0 };

/** `12 files, 3 folders, 1 link, 4.5MB` */
export function writtenText({ files, folders, links, bytes }: Written): string {
  const parts = [counted(files, "file")];
  if (folders > 0) parts.push(counted(folders, "folder"));
  if (links > 0) parts.push(counted(links, "link"));
  return [...parts, humanSize(bytes)].join(", ");
}

/** What a plan will write, but for its folders: some of them may be there already. */
export function plannedText({ files, names, symlinks, bytes }: ExtractPlan): string {
  const own = [...files.values()].reduce((sum, nodes) => sum + nodes.length, 0);
  return writtenText({ files: own + names.length, folders: 0, links: symlinks.length, bytes });
}
