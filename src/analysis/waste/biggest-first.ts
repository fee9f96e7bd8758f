import { Pauses } from "../../pauses.js";
import type { FileTree } from "../../tree/file-tree.js";
import type { CopyWithoutCause } from "./wasted-copies.js";

/** The fields that decide the order of copies. */
type Sized = Pick<CopyWithoutCause, "bytes" | "node" | "layer" | "entry">;

/**
 * Sorts copies for reports: largest first, then by the bytes of the path, then by layer. The order of nodes
 * is different: by bytes, `/a.b` comes before `/a/b`. Paths are read only for copies of equal size. Pauses
 * every few milliseconds.
 * @throws the signal's reason when aborted.
 */
export async function biggestFirst<Copy extends Sized>(
  tree: FileTree,
  copies: readonly Copy[],
  signal?: AbortSignal,
): Promise<Copy[]> {
  const pauses = new Pauses();
  const bySize = copies.toSorted((a, b) => b.bytes - a.bytes);
  const out: Copy[] = [];
  for (let from = 0, to = 0; from < bySize.length; from = to) {
    while (to < bySize.length && bySize[to].bytes === bySize[from].bytes) to++;
    const withPaths: { path: string; copy: Copy }[] = [];
    for (const copy of bySize.slice(from, to)) {
      if (pauses.due) {
        await pauses.pause();
        signal?.throwIfAborted();
      }
      withPaths.push({ path: to - from === 1 ? "" : tree.path(copy.node), copy });
    }
    withPaths.sort(
      (a, b) => order(a.path, b.path) || a.copy.layer - b.copy.layer || a.copy.entry - b.copy.entry,
    );
    for (const { copy } of withPaths) out.push(copy);
  }
  return out;
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
