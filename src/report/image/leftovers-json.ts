import type { Analysis } from "../../analysis/analyze.js";
import type { Leftover } from "../../analysis/leftovers/leftovers.js";
import { entryOfLayer } from "../../image/dockerfile/instruction.js";
import { escapePath } from "../../text/escape.js";
import { adviceJson } from "../../words/advice-words.js";

const PATHS_SHOWN = 10;

/**
 * Returns the array `leftovers` of the JSON reports: files that the image does not need, the biggest first.
 */
export function leftoversJson(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  leftovers: readonly Leftover[],
) {
  return leftovers.map(({ kind, bytes, files, layer, places, advice }) => ({
    kind,
    bytes,
    files,
    layer,
    createdBy: entryOfLayer(image, layer)?.createdBy ?? null,
    places: places.length,
    paths: places.slice(0, PATHS_SHOWN).map(({ node }) => escapePath(tree.path(node))),
    ...adviceJson(advice),
  }));
}
