import type { Limits } from "../limits.js";
import { LimitPassed } from "./damage.js";

/** Bytes of documents that were read, by what they were read from. */
const READ = new WeakMap<object, number>();

/** How many bytes the next document may have: of one, and of all that is left in sum over this source. */
export function documentRoom(source: object, { jsonBytes, documentBytes }: Limits): number {
  return Math.min(jsonBytes, Math.max(documentBytes - (READ.get(source) ?? 0), 0));
}

/** Counts a document that was read from a source; one that is read again counts again. */
export function countDocument(source: object, bytes: number): void {
  READ.set(source, (READ.get(source) ?? 0) + bytes);
}

/** The error for a document that has no room: by the limit of one, or the one of all. */
export function noRoom(source: object, { jsonBytes, documentBytes }: Limits): LimitPassed {
  const left = documentBytes - (READ.get(source) ?? 0);
  return left < jsonBytes
    ? new LimitPassed("documentBytes", documentBytes)
    : new LimitPassed("jsonBytes", jsonBytes);
}
