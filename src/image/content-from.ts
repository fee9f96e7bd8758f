import type { FileBytes } from "./entry.js";

/** A file's content from a byte on: an archive that can be seeked in is then read from there. */
export function contentFrom({ offset, size, stored, sparse }: FileBytes, from: number): FileBytes {
  if (sparse === null) return { offset: offset + from, size: size - from, stored: stored - from, sparse };
  let skipped = 0;
  const chunks = sparse.flatMap((chunk) => {
    const cut = Math.min(Math.max(from - chunk.offset, 0), chunk.length);
    skipped += cut;
    if (cut === chunk.length && chunk.offset < from) return [];
    return [{ offset: chunk.offset + cut - from, length: chunk.length - cut }];
  });
  return { offset: offset + skipped, size: size - from, stored: stored - skipped, sparse: chunks };
}
