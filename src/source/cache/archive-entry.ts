import { field, text } from "../../image/json-field.js";
import type { ArchiveRecord, BlobRecord } from "../archive/archive-record.js";

/** The record of an archive in a value of the cache; `null` if it has none. */
export function archiveRecord(value: unknown): ArchiveRecord | null {
  const documents = mapOf(field(value, "documents"), (digest) =>
    typeof digest === "string" ? digest : null,
  );
  const blobs = mapOf(field(value, "blobs"), blobRecord);
  const present = mapOf(field(value, "present"), (found) => (typeof found === "boolean" ? found : null));
  if (documents === null || blobs === null || present === null) return null;
  const known = new Map<string, boolean>();
  for (const [name, found] of present) if (found !== null) known.set(name, found);
  return { documents, blobs, present: known };
}

/** A map of pairs whose values are what `read` gives, or `null`; `null` where it is no such map. */
function mapOf<T>(pairs: unknown, read: (value: unknown) => T | null): Map<string, T | null> | null {
  if (!Array.isArray(pairs)) return null;
  const map = new Map<string, T | null>();
  for (const pair of pairs) {
    const [name, value]: unknown[] = Array.isArray(pair) ? pair : [];
    const found = value === null ? null : read(value);
    if (typeof name !== "string" || (found === null && value !== null)) return null;
    map.set(name, found);
  }
  return map;
}

function blobRecord(value: unknown): BlobRecord | null {
  const [id, key] = [text(field(value, "id")), text(field(value, "key"))];
  const [size, compression] = [field(value, "size"), field(value, "compression")];
  if (id === null || key === null || typeof size !== "number") return null;
  if (!Number.isSafeInteger(size) || size < 0) return null;
  if (compression !== "none" && compression !== "gzip" && compression !== "zstd") return null;
  return { id, key, size, compression };
}
