import { Pauses } from "../../pauses.js";
import type { FileTree } from "../../tree/file-tree.js";
import type { UndecidedCopy } from "./dead-copies.js";

/** What decides the order of copies. */
type Sized = Pick<UndecidedCopy, "bytes" | "node" | "layer" | "entry">;

/**
 * The copies in the order in which waste is told: biggest first, then by the bytes of the path (which is not the order of
 * nodes: `/a.b` stands before `/a/b`), then by layer. Only copies of one size need their paths, and those are sorted size
 * by size. Gives way to other work every few milliseconds.
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
