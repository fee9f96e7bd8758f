import type { Stats } from "node:fs";
import { fail } from "../errors.js";
import { Pauses } from "../pauses.js";
import type { Node } from "../tree/file-tree.js";
import { DISK, type Disk, systemError } from "./disk.js";
import { type ExtractPlan, shownPath, targetBytes } from "./plan.js";

/** Existing paths at the target, by node of the plan. */
export interface ExistingFiles {
  /** Existing folders. The extraction writes into them. */
  readonly folders: ReadonlySet<Node>;
  /** Existing files and symlinks that will be replaced, with the inode of each. */
  readonly files: ReadonlyMap<Node, number>;
}

export interface ExistingOptions {
  /** True if existing files and symlinks may be replaced. */
  readonly overwrite: boolean;
  readonly disk?: Disk;
  readonly signal?: AbortSignal;
}

/**
 * Lists the existing paths at the target. It changes nothing and follows no symlinks there.
 * @throws LayerxError `target-exists`: a file exists and may not be replaced. `target-in-the-way`: a folder
 * exists in place of a file, a file or a symlink in place of a folder, or a device in place of anything.
 * `extract-failed`. The signal's reason when aborted.
 */
export async function checkTarget(
  plan: ExtractPlan,
  { overwrite, disk = DISK, signal }: ExistingOptions,
): Promise<ExistingFiles> {
  const existing = await findExisting(plan, { disk, signal });
  if (!overwrite) refuseToReplace(plan, existing);
  return existing;
}

async function findExisting(
  plan: ExtractPlan,
  { disk, signal }: { readonly disk: Disk; readonly signal: AbortSignal | undefined },
): Promise<ExistingFiles> {
  const pauses = new Pauses();
  const turn = async (): Promise<void> => {
    await pauses.pause();
    signal?.throwIfAborted();
  };
  const folders = new Set<Node>();
  const files = new Map<Node, number>();
  const { tree, node: top, target } = plan;
  if (target.make !== null) return { folders, files };

  for (const node of plan.folders) {
    if (node !== top && !folders.has(tree.parent(node))) continue;
    if (pauses.due) await turn();
    const there = look(plan, node, disk);
    if (there === undefined) continue;
    if (!there.isDirectory()) inTheWay(plan, node, { found: kindOf(there), wanted: "a folder" });
    folders.add(node);
  }
  for (const node of namesOfFiles(plan)) {
    if (node !== top && !folders.has(tree.parent(node))) continue;
    if (pauses.due) await turn();
    const there = look(plan, node, disk);
    if (there === undefined) continue;
    const replaceable = there.isFile() || there.isSymbolicLink();
    if (!replaceable) inTheWay(plan, node, { found: kindOf(there), wanted: "a file or a symlink" });
    files.set(node, there.ino);
  }
  return { folders, files };
}

function refuseToReplace(plan: ExtractPlan, { files }: ExistingFiles): void {
  const [first] = files.keys();
  if (first === undefined) return;
  const more = files.size === 1 ? "" : `, and ${files.size - 1} more`;
  fail("target-exists", { target: plan.target.shown, path: shownPath(plan, first), more });
}

function* namesOfFiles({ files, names, symlinks }: ExtractPlan): Generator<Node> {
  for (const nodes of files.values()) yield* nodes;
  for (const { node } of names) yield node;
  yield* symlinks;
}

function look(plan: ExtractPlan, node: Node, disk: Disk): Stats | undefined {
  try {
    return disk.lstatSync(targetBytes(plan, node), { throwIfNoEntry: false });
  } catch (error) {
    throw systemError(error, shownPath(plan, node));
  }
}

function inTheWay(
  plan: ExtractPlan,
  node: Node,
  { found, wanted }: { found: string; wanted: string },
): never {
  return fail("target-in-the-way", {
    target: plan.target.shown,
    path: shownPath(plan, node),
    found,
    wanted,
  });
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isSymbolicLink()) return "a symlink";
  return found.isFile() ? "a file" : "a device, pipe or socket";
}
