import { createHash } from "node:crypto";
import type { LineHead } from "./head.js";

/**
 * Chooses one line of each image, whatever the order in which lines come: one that was read before one that failed, then
 * the image that was created last, then by hash. A repeated run, or two tags of a name over time, then count once.
 */
export class ChosenLines {
  readonly #best = new Map<string, string>();
  /** Images with more than one line. */
  readonly #several = new Set<string>();
  readonly #taken = new Set<string>();

  offer(head: LineHead, text: string): void {
    const rank = rankOf(head, text);
    const best = this.#best.get(head.source);
    if (best === undefined || rank > best) this.#best.set(head.source, rank);
    if (best !== undefined) this.#several.add(head.source);
  }

  /** True once for each image, for its chosen line. All lines have to be offered before. */
  take(head: LineHead, text: string): boolean {
    const { source } = head;
    if (!this.#several.has(source)) return this.#best.has(source);
    if (this.#taken.has(source) || this.#best.get(source) !== rankOf(head, text)) return false;
    this.#taken.add(source);
    return true;
  }
}

/** The greatest is the best. */
function rankOf({ failed, created }: LineHead, text: string): string {
  const hash = createHash("sha256").update(text).digest("base64");
  return failed ? `0 ${hash}` : `1 ${created ?? ""} ${hash}`;
}
