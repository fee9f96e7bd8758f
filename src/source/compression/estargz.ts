import type { Entry } from "../../image/entry.js";
import type { Blob } from "../blob.js";

const TABLE = "stargz.index.json";
const HIDDEN = new Set<string>([TABLE, ".prefetch.landmark", ".no.prefetch.landmark"]);
const FOOTER_BYTES = 51;

/** True where a gzip blob ends in estargz's footer: an empty member whose extra field says `STARGZ`. */
export function isEstargz(blob: Blob): boolean {
  const footer = Buffer.alloc(FOOTER_BYTES);
  if (blob.available < FOOTER_BYTES) return false;
  blob.readAt(footer, blob.available - FOOTER_BYTES);
  return footer[0] === 0x1f && footer[1] === 0x8b && footer.includes("STARGZ");
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
