import type { Entry } from "../../image/entry.js";
import type { SeekableBlob } from "../blob.js";

/** The name of the table of contents in an eStargz layer. */
export const TABLE = "stargz.index.json";
const HIDDEN = new Set<string>([TABLE, ".prefetch.landmark", ".no.prefetch.landmark"]);
/** The sizes of footers: of eStargz, of eStargz with an external table, and of stargz, its predecessor. */
const FOOTER_BYTES = [51, 46, 47];

/** Returns true if a gzip blob ends in a footer of eStargz. */
export function isEstargz(blob: SeekableBlob): boolean {
  const tail = Buffer.alloc(Math.min(blob.available, FOOTER_BYTES[0]));
  blob.readAt(tail, blob.available - tail.length);
  return endsInFooter(tail);
}

/**
 * Returns true if the last bytes of a blob are a footer of eStargz: an empty gzip member with the extra field
 * `STARGZ`, or `STARGZEXTERNALTOC` if the table is a blob of its own. Source: estargz.md and external-toc of
 * stargz-snapshotter.
 */
export function endsInFooter(tail: Buffer): boolean {
  return FOOTER_BYTES.some((bytes) => {
    const footer = tail.subarray(-bytes);
    return footer.length === bytes && footer[0] === 0x1f && footer[1] === 0x8b && footer.includes("STARGZ");
  });
}

/**
 * Returns a callback that passes a gzip layer's entries on, without those that eStargz added in its root. If
 * the footer is not `known` when reading begins, eStargz is recognized only at the end, by the footer or by
 * its table as the last entry. Until then entries with such names are kept back. If the layer is not eStargz,
 * they are passed on at the end. `finish` returns true if entries were left out. Source: estargz.md of
 * stargz-snapshotter.
 */
export function hideEstargz(
  onEntry: (entry: Entry) => void,
  { known, endsInFooter }: { known: boolean; endsInFooter(): boolean },
): { onEntry(entry: Entry): void; finish(): boolean } {
  const pending: Entry[] = [];
  let last = "";
  let leftOut = false;
  return {
    onEntry(entry) {
      last = entry.path;
      if (!HIDDEN.has(entry.path) || entry.type !== "file") onEntry(entry);
      else if (known) leftOut = true;
      else pending.push(entry);
    },
    finish() {
      if (last !== TABLE && !endsInFooter()) for (const entry of pending) onEntry(entry);
      else leftOut ||= pending.length > 0;
      return leftOut;
    },
  };
}
