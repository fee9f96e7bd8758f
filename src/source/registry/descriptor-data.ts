import { createHash } from "node:crypto";
import { field } from "../../image/json-field.js";

/**
 * Returns the bytes in the field `data` of a descriptor, so that no request is needed; `null` if there are
 * none, or if they do not match its digest and size. Source: descriptor.md of the OCI image specification,
 * "data".
 */
export function dataOf(descriptor: unknown): Buffer | null {
  const [data, digest, size] = ["data", "digest", "size"].map((name) => field(descriptor, name));
  if (typeof data !== "string" || typeof digest !== "string") return null;
  const bytes = Buffer.from(data, "base64");
  const algorithm = /^(sha256|sha512):/.exec(digest)?.[1];
  if (algorithm === undefined || bytes.length !== size) return null;
  const isRight = digest === `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
  return isRight ? bytes : null;
}
