import { algorithmOf, canCheck } from "../../image/digest.js";
import type { LayerMembers } from "../../image/members/members.js";
import type { KeptLayer } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import { countAgain } from "../cache/layer-index.js";
import { MOST_BEHIND } from "../tar/tar-end.js";
import type { LayerBytes } from "./layer-bytes.js";
import type { TallyPart } from "./tally.js";

/**
 * The members of a layer that an earlier run kept, without reading the layer, and the diff ID that it hashed; `null` where
 * nothing was kept.
 * @throws LimitPassed as reading the layer would
 */
export async function recallMembers(
  packed: LayerBytes,
  { cache, promised, tally }: { cache: Cache; promised: string | null; tally: TallyPart },
): Promise<{ readonly diffId: string; readonly members: LayerMembers } | null> {
  const { memory } = packed.blob;
  if (memory === undefined || (packed.seekable !== null && !memory.keepsPlain)) return null;
  const found = await memory.find();
  if (found === null || algorithmOf(found.diffId) !== algorithmFor(promised)) return null;
  const kept = await cache.layer(found);
  if (kept === null) return null;
  countAgain(kept.sums, tally);
  return { diffId: found.diffId, members: kept.members };
}

/** True where the members of a layer are kept once it was read. */
export function keepsMembers({ blob }: LayerBytes, cache: Cache): boolean {
  return blob.memory !== undefined && cache.keeps;
}

/** What is known of a layer that was read to its end. */
export interface ReadLayer extends KeptLayer {
  /** Bytes behind the end of the archive that are not zeros. */
  readonly behind: number;
}

/** Keeps the members of a layer. */
export async function keepMembers(
  { blob }: LayerBytes,
  members: LayerMembers,
  { cache, read, tally }: { cache: Cache; read: ReadLayer; tally: TallyPart },
): Promise<void> {
  // Such a layer has a warning, which only reading it gives.
  if (read.behind > MOST_BEHIND) return;
  const { diffId, estargz } = read;
  const kept = await cache.keepLayer({ diffId, estargz }, { members, sums: tally.sums });
  if (kept) await blob.memory?.keep({ diffId, estargz });
}

/** The algorithm by which a layer is hashed. */
function algorithmFor(promised: string | null): string {
  return promised !== null && canCheck(promised) ? algorithmOf(promised) : "sha256";
}
