import { createHash } from "node:crypto";
import type { AuditLine } from "./line.js";

/**
 * Chooses one line of each image, whatever the order in which lines come: one that was read before one that failed, then
 * the image that was created last, then by hash. A repeated run, or two tags of a name over time, then count once.
 */
export class ChosenLines {
  readonly #best = new Map<string, string>();
  readonly #taken = new Set<string>();

  offer(line: AuditLine, text: string): void {
    const rank = rankOf(line, text);
    const best = this.#best.get(line.source);
    if (best === undefined || rank > best) this.#best.set(line.source, rank);
  }

  /** True once for each image, for its chosen line. All lines have to be offered before. */
  take(line: AuditLine, text: string): boolean {
    if (this.#taken.has(line.source) || this.#best.get(line.source) !== rankOf(line, text)) return false;
    this.#taken.add(line.source);
    return true;
  }
}

/** The greatest is the best. */
function rankOf(line: AuditLine, text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  if (line.error !== null) return `0 ${hash}`;
  return `1 ${line.image.created ?? ""} ${hash}`;
}
