import { algorithmOf, canCheck } from "../../image/digest.js";
import type { LayerMembers } from "../../image/members/members.js";
import type { KeptLayer } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import type { TallyPart } from "../tally.js";
import { MOST_BEHIND } from "../tar/tar-end.js";
import type { LayerBytes } from "./layer-bytes.js";

/**
 * Returns the cache key of a layer's members; `null` if they are not cached. The layer is not read.
 * @param promised the diff ID in the config
 */
export async function keptLayer(packed: LayerBytes, promised: string | null): Promise<KeptLayer | null> {
  const { memory } = packed.blob;
  if (memory === undefined || (packed.seekable !== null && !memory.keepsPlain)) return null;
  const found = await memory.find();
  if (found === null || found.tarSplit === true) return found;
  return algorithmOf(found.diffId) === algorithmFor(promised) ? found : null;
}

/** Returns true if the members of a layer are cached after it was read. */
export function keepsMembers({ blob }: LayerBytes, cache: Cache): boolean {
  return blob.memory !== undefined && cache.keeps;
}

/** Facts about a layer that was read to its end. */
export interface ReadLayer extends KeptLayer {
  /** The number of bytes after the end of the archive that are not zeros. */
  readonly behind: number;
}

/**
 * Caches the members of a layer.
 * @returns their cache key; `null` if they are not cached
 */
export async function keepMembers(
  { blob }: LayerBytes,
  members: LayerMembers,
  { cache, read, tally }: { cache: Cache; read: ReadLayer; tally: TallyPart },
): Promise<KeptLayer | null> {
  // Such a layer has a warning. The warning is added only when the layer is read, so the layer is not cached.
  if (read.behind > MOST_BEHIND) return null;
  const { diffId, estargz, tarSplit } = read;
  const kept: KeptLayer = tarSplit ? { diffId, estargz, tarSplit } : { diffId, estargz };
  if (!(await cache.keepLayer(kept, { members, sums: tally.sums }))) return null;
  await blob.memory?.keep(kept);
  return kept;
}

/** Returns the algorithm by which a layer is hashed. */
function algorithmFor(promised: string | null): string {
  return promised !== null && canCheck(promised) ? algorithmOf(promised) : "sha256";
}
