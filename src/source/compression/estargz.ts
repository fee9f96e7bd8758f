import type { Entry } from "../../image/entry.js";
import type { SeekableBlob } from "../blob.js";

const TABLE = "stargz.index.json";
const HIDDEN = new Set<string>([TABLE, ".prefetch.landmark", ".no.prefetch.landmark"]);
/** Of eStargz; of its form whose table lies elsewhere; of stargz before it. */
const FOOTER_BYTES = [51, 46, 47];

/** True where a gzip blob ends in a footer of eStargz. */
export function isEstargz(blob: SeekableBlob): boolean {
  const tail = Buffer.alloc(Math.min(blob.available, FOOTER_BYTES[0]));
  blob.readAt(tail, blob.available - tail.length);
  return endsInFooter(tail);
}

/**
 * True where the last bytes of a blob are a footer of eStargz: an empty gzip member whose extra field says `STARGZ`, or
 * `STARGZEXTERNALTOC` where the table is a blob of its own. Source: estargz.md and external-toc of stargz-snapshotter.
 */
export function endsInFooter(tail: Buffer): boolean {
  return FOOTER_BYTES.some((bytes) => {
    const footer = tail.subarray(-bytes);
    return footer.length === bytes && footer[0] === 0x1f && footer[1] === 0x8b && footer.includes("STARGZ");
  });
}

/**
 * Passes a gzip layer's entries on without the ones that estargz added in its root. Where no footer is `known` when
 * reading begins, it shows at the end only, by the footer or where its table stands as the last entry: until then
 * such names are held back, and a user's own are handed over then. `finish` returns true where entries were left out. Source: estargz.md of stargz-snapshotter.
 */
export function hideEstargz(
  onEntry: (entry: Entry) => void,
  { known, endsInFooter }: { known: boolean; endsInFooter(): boolean },
): { onEntry(entry: Entry): void; finish(): boolean } {
  const held: Entry[] = [];
  let last = "";
  let leftOut = false;
  return {
    onEntry(entry) {
      last = entry.path;
      if (!HIDDEN.has(entry.path) || entry.type !== "file") onEntry(entry);
      else if (known) leftOut = true;
      else held.push(entry);
    },
    finish() {
      if (last !== TABLE && !endsInFooter()) for (const entry of held) onEntry(entry);
      else leftOut ||= held.length > 0;
      return leftOut;
    },
  };
}
