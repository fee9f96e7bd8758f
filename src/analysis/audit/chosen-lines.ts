import { createHash } from "node:crypto";
import type { LineHead } from "./read-line.js";

/**
 * Chooses one line for each image, so that a repeated run counts once. A result is preferred to a failure,
 * then the image that was created last, then the greatest hash of the line. The order of the lines does not
 * matter.
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

  /** Ends the first pass. Only images with more than one line need memory. */
  choose(): void {
    for (const source of this.#best.keys()) if (!this.#several.has(source)) this.#best.delete(source);
  }

  /** Returns true for the chosen line of an image, only once. */
  take(head: LineHead, text: string): boolean {
    const { source } = head;
    const best = this.#best.get(source);
    if (best === undefined) return true;
    if (this.#taken.has(source) || best !== rankOf(head, text)) return false;
    this.#taken.add(source);
    return true;
  }
}

/** Returns the rank of a line. The line with the greatest rank is chosen. */
function rankOf({ failed, created }: LineHead, text: string): string {
  const hash = createHash("sha256").update(text).digest("base64");
  return failed ? `0 ${hash}` : `1 ${created ?? ""} ${hash}`;
}
