import { fail } from "../errors.js";
import type { Image } from "../image/image.js";
import { escapeText } from "../text/escape.js";
import { loadTree } from "../tree/load.js";
import { type FilesystemSide, sameBytes } from "./same-content.js";
import { filesystemDifference } from "./same-filesystem.js";
import type { SlimLayer } from "./slim-plan.js";

/**
 * Reads the new image, and compares what its containers see with what the source's see. Layers that were copied are compared
 * byte by byte, files of new layers by attributes and content.
 * @throws LayerxError `slim-differs`; what reading throws; the signal's reason.
 */
export async function prove(
  source: FilesystemSide & { readonly image: Image },
  result: Image,
  plan: readonly SlimLayer[],
  signal: AbortSignal,
): Promise<void> {
  const copied = new Map<number, number>();
  for (const [now, { index, archive }] of plan.entries()) {
    if (archive !== null) continue;
    copied.set(index, now);
    const same = await sameBytes(source.layers[index].stored(signal), result.layers[now].stored(signal));
    if (!same) fail("slim-differs", { where: `layer ${index}`, what: "was not copied byte for byte" });
  }
  const tree = await loadTree(result, { signal });
  // Reading a compressed layer hashes it.
  const changed = result.warnings.find(({ code }) => code === "diff-id-mismatch");
  if (changed !== undefined)
    fail("slim-differs", { where: "the new image:", what: escapeText(changed.message) });
  const sameLayers = (before: number, after: number) => copied.get(before) === after;
  const found = await filesystemDifference(source, { tree, layers: result.layers }, { sameLayers, signal });
  if (found !== null) fail("slim-differs", { where: found.path, what: found.what });
}
