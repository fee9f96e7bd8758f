import type { Entry } from "../../image/entry.js";
import type { Blob } from "../blob.js";

const TABLE = "stargz.index.json";
const HIDDEN = new Set<string>([TABLE, ".prefetch.landmark", ".no.prefetch.landmark"]);
/** Of eStargz; of its form whose table lies elsewhere; of stargz before it. */
const FOOTER_BYTES = [51, 46, 47];

/**
 * True where a gzip blob ends in a footer of eStargz: an empty member whose extra field says `STARGZ`, or
 * `STARGZEXTERNALTOC` where the table is a blob of its own. Source: estargz.md and external-toc of stargz-snapshotter.
 */
export function isEstargz(blob: Blob): boolean {
  return FOOTER_BYTES.some((bytes) => {
    if (blob.available < bytes) return false;
    const footer = Buffer.alloc(bytes);
    blob.readAt(footer, blob.available - bytes);
    return footer[0] === 0x1f && footer[1] === 0x8b && footer.includes("STARGZ");
  });
}

/**
 * Passes a gzip layer's entries on without the ones that estargz added in its root. Without a footer it shows
 * at the end only, where its table stands as the last entry: until then such names are held back, and a user's own are
 * handed over then. Source: estargz.md of stargz-snapshotter.
 */
export function hideEstargz(
  onEntry: (entry: Entry) => void,
  { known }: { known: boolean },
): { onEntry(entry: Entry): void; finish(): void } {
  const held: Entry[] = [];
  let last = "";
  return {
    onEntry(entry) {
      last = entry.path;
      if (!HIDDEN.has(entry.path) || entry.type !== "file") onEntry(entry);
      else if (!known) held.push(entry);
    },
    finish() {
      if (last !== TABLE) for (const entry of held) onEntry(entry);
    },
  };
}
