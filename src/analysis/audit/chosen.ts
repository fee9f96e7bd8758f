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

  /** Ends the offers. Of an image with a single line nothing has to be remembered. */
  choose(): void {
    for (const source of this.#best.keys()) if (!this.#several.has(source)) this.#best.delete(source);
  }

  /** True once for each image, for its chosen line: one of the lines that were offered. */
  take(head: LineHead, text: string): boolean {
    const { source } = head;
    const best = this.#best.get(source);
    if (best === undefined) return true;
    if (this.#taken.has(source) || best !== rankOf(head, text)) return false;
    this.#taken.add(source);
    return true;
  }
}

/** The greatest is the best. */
function rankOf({ failed, created }: LineHead, text: string): string {
  const hash = createHash("sha256").update(text).digest("base64");
  return failed ? `0 ${hash}` : `1 ${created ?? ""} ${hash}`;
}
