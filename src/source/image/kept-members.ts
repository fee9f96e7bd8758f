import { algorithmOf, canCheck } from "../../image/digest.js";
import type { LayerMembers } from "../../image/members/members.js";
import type { KeptLayer } from "../blob.js";
import type { Cache } from "../cache/cache.js";
import { MOST_BEHIND } from "../tar/tar-end.js";
import type { LayerBytes } from "./layer-bytes.js";
import type { TallyPart } from "./tally.js";

/**
 * Under what an earlier run kept the members of a layer; `null` where nothing was kept. The layer is not read.
 * @param promised diff ID that the config has
 */
export async function keptLayer(packed: LayerBytes, promised: string | null): Promise<KeptLayer | null> {
  const { memory } = packed.blob;
  if (memory === undefined || (packed.seekable !== null && !memory.keepsPlain)) return null;
  const found = await memory.find();
  return found !== null && algorithmOf(found.diffId) === algorithmFor(promised) ? found : null;
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

/** Keeps the members of a layer. @returns under what they are kept; `null` where they are not */
export async function keepMembers(
  { blob }: LayerBytes,
  members: LayerMembers,
  { cache, read, tally }: { cache: Cache; read: ReadLayer; tally: TallyPart },
): Promise<KeptLayer | null> {
  // Such a layer has a warning, which only reading it gives.
  if (read.behind > MOST_BEHIND) return null;
  const { diffId, estargz } = read;
  if (!(await cache.keepLayer({ diffId, estargz }, { members, sums: tally.sums }))) return null;
  await blob.memory?.keep({ diffId, estargz });
  return { diffId, estargz };
}

/** The algorithm by which a layer is hashed. */
function algorithmFor(promised: string | null): string {
  return promised !== null && canCheck(promised) ? algorithmOf(promised) : "sha256";
}
