import { entryOfLayer } from "../image/dockerfile/instruction.js";
import type { SlimFacts } from "./slim-text.js";

/**
 * What slim does to an image, for scripts. Sizes in bytes: `before` and `after` count the content of files, `storedBytes` the
 * blob. What is only known once it is written is `null` before.
 */
export function slimJson({ image, layers, written, base }: Omit<SlimFacts, "columns">) {
  const sum = (bytes: readonly number[]) => bytes.reduce((all, one) => all + one, 0);
  const [before, after] = [sum(layers.map((one) => one.before)), sum(layers.map((one) => one.after))];
  const fresh = layers.flatMap(({ archive }, i) => (archive === null ? [] : [i]));
  return {
    schemaVersion: 1,
    image: image.source,
    references: image.references,
    baseLayers: base,
    before,
    after,
    saved: before - after,
    uploadBytes: written === null ? null : sum(fresh.map((i) => written[i].bytes)),
    layers: layers.map(({ index, archive, before, after }, i) => ({
      index: i,
      sourceLayer: index,
      change: index < base ? "base" : archive === null ? "same" : "new",
      before,
      after,
      createdBy: entryOfLayer(image, index)?.createdBy ?? null,
      diffId: written === null ? null : written[i].diffId,
      digest: written === null ? null : written[i].digest,
      storedBytes: written === null ? null : written[i].bytes,
    })),
  };
}
