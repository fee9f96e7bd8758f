import { modeText } from "../image/mode.js";
import { humanSize } from "../text/bytes.js";
import { escapePath } from "../text/escape.js";
import type { Node } from "../tree/file-tree.js";
import type { ExtractPlan } from "./plan.js";
import { inodeOf, modeOf, shownPath } from "./plan-nodes.js";

const SIZE_COLUMNS = 7;
const LINES_IN_CHUNK = 500;

/** What would be written, a line a path in the order of paths: mode, size, path and where a symlink leads. */
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
