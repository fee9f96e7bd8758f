import { LimitPassed } from "./damage.js";
import type { Limits } from "./limits.js";

/** For each source, the bytes of documents that were read from it. */
const READ = new WeakMap<object, number>();

/**
 * Returns the maximum number of bytes of the next document: the limit of one document, or the rest of the
 * limit for all documents of this source.
 */
export function documentRoom(source: object, { jsonBytes, documentBytes }: Limits): number {
  return Math.min(jsonBytes, Math.max(documentBytes - (READ.get(source) ?? 0), 0));
}

/** Counts a document that was read from a source. A document that is read again counts again. */
export function countDocument(source: object, bytes: number): void {
  READ.set(source, (READ.get(source) ?? 0) + bytes);
}

/**
 * Returns the error for a document that is too large: by the limit of one document, or by the limit of all.
 */
export function noRoom(source: object, { jsonBytes, documentBytes }: Limits): LimitPassed {
  const left = documentBytes - (READ.get(source) ?? 0);
  return left < jsonBytes
    ? new LimitPassed("documentBytes", documentBytes)
    : new LimitPassed("jsonBytes", jsonBytes);
}
