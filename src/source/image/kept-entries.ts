import { algorithmOf, canCheck } from "../../image/digest.js";
import type { Entry } from "../../image/entry.js";
import type { Cache } from "../cache/cache.js";
import { IndexRecorder } from "../cache/layer-index.js";
import { MOST_BEHIND } from "../tar/tar-end.js";
import type { LayerBytes } from "./layer-bytes.js";
import type { TallyPart } from "./tally.js";

/**
 * Hands over the entries of a layer that an earlier run kept, without reading the layer.
 * @returns the diff ID that the earlier run hashed; `null` where nothing was kept.
 */
export async function recallEntries(
  packed: LayerBytes,
  { cache, promised, tally, onEntry }: RecallOptions,
): Promise<string | null> {
  const { memory } = packed.blob;
  if (memory === undefined || (packed.seekable !== null && !memory.keepsPlain)) return null;
  const diffId = await memory.find();
  if (diffId === null || algorithmOf(diffId) !== algorithmFor(promised)) return null;
  const index = await cache.layer(diffId);
  if (index === null) return null;
  const hidden = packed.marksOfEstargz(onEntry);
  index.replay(hidden?.onEntry ?? onEntry, tally);
  hidden?.finish();
  return diffId;
}

interface RecallOptions {
  readonly cache: Cache;
  /** The diff ID that the config promises. */
  readonly promised: string | null;
  readonly tally: TallyPart;
  onEntry(entry: Entry): void;
}

/** Takes the entries of a layer as they are read, and keeps them once the whole layer was hashed. */
export class EntryKeeper {
  private readonly index = new IndexRecorder();
  private readonly packed: LayerBytes;
  private readonly cache: Cache;

  /** The keeper of a layer; `null` where nothing is to be kept. */
  static of(packed: LayerBytes, cache: Cache): EntryKeeper | null {
    return packed.blob.memory === undefined || !cache.keeps ? null : new EntryKeeper(packed, cache);
  }

  private constructor(packed: LayerBytes, cache: Cache) {
    this.packed = packed;
    this.cache = cache;
  }

  /** Passes entries on, and notes each. */
  noting(onEntry: (entry: Entry) => void): (entry: Entry) => void {
    return (entry) => {
      this.index.add(entry);
      onEntry(entry);
    };
  }

  /** @param diffId what was hashed over the whole uncompressed layer. @param behind bytes behind the end of the archive */
  async keep(diffId: string, { tally, behind }: { tally: TallyPart; behind: number }): Promise<void> {
    // Such a layer has a warning, which only reading it gives.
    if (behind > MOST_BEHIND) return;
    const kept = await this.cache.keepLayer(diffId, this.index.finish(tally.sums));
    if (kept) await this.packed.blob.memory?.keep(diffId);
  }
}

/** The algorithm by which a layer is hashed. */
function algorithmFor(promised: string | null): string {
  return promised !== null && canCheck(promised) ? algorithmOf(promised) : "sha256";
}
