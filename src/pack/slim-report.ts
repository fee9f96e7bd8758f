import { entryOfLayer, instructionText } from "../image/dockerfile/instruction.js";
import type { Image } from "../image/image.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import { escapeText } from "../text/escape.js";
import type { SlimLayer } from "./slim-plan.js";
import type { WrittenLayer } from "./write-image.js";

export interface SlimFacts {
  readonly image: Image;
  readonly layers: readonly SlimLayer[];
  /** `null` if nothing was written. */
  readonly written: readonly WrittenLayer[] | null;
  /** The number of layers of the base image. */
  readonly base: number;
  /** The width of the output in columns. */
  readonly columns: number;
}

const SIZE_COLUMNS = 9;

/**
 * Returns the text: the content before and after for each layer, then the saved bytes, the bytes that a push
 * uploads, and the losses.
 */
export function slimText(facts: SlimFacts): string {
  const { layers } = facts;
  const head = `layer ${"before".padStart(SIZE_COLUMNS)} ${"after".padStart(SIZE_COLUMNS)}  what`;
  const rows = layers.map((layer) => layerRow(layer, facts));
  return `${[head, ...rows, "", ...summary(facts), ...losses(facts)].join("\n")}\n`;
}

function layerRow(layer: SlimLayer, { image, base, columns }: SlimFacts): string {
  const { index, before, after, archive } = layer;
  const what = index < base ? "base   " : archive === null ? "same   " : "new    ";
  const sizes = [before, after].map((bytes) => humanSize(bytes).padStart(SIZE_COLUMNS)).join(" ");
  const instruction = escapeText(instructionText(entryOfLayer(image, index)?.createdBy ?? null));
  const row = `${String(index).padStart(5)} ${sizes}  ${what} ${instruction}`;
  return row.length > columns ? `${row.slice(0, columns - 1)}…` : row;
}

function summary({ image, layers, written }: SlimFacts): string[] {
  const before = layers.reduce((sum, layer) => sum + layer.before, 0);
  const after = layers.reduce((sum, layer) => sum + layer.after, 0);
  const saved = before - after;
  const fresh = layers.filter(({ archive }) => archive !== null).length;
  if (fresh === 0) return ["nothing to save: every byte above the base image is visible to containers"];
  const share = before === 0 ? "0" : ((saved / before) * 100).toFixed(1);
  const joined = image.layers.length - layers.length;
  const lines = [
    `saved ${humanSize(saved)} of ${humanSize(before)} (${share}%); ${counted(fresh, "layer")} of ${layers.length} new` +
      (joined > 0 ? `, ${joined} joined into the last one` : ""),
  ];
  if (written !== null) {
    const upload = written
      .filter((_, i) => layers[i].archive !== null)
      .reduce((sum, { bytes }) => sum + bytes, 0);
    lines.push(`a push uploads ${humanSize(upload)} for the new layers, and the config`);
  }
  const empty = layers.filter(({ archive, before, after }) => archive !== null && before > 0 && after === 0);
  if (empty.length > 0) {
    const numbers = empty.map(({ index }) => index).join(", ");
    lines.push(`empty layers, kept so that the number of layers fits the history: ${numbers}`);
  }
  return lines;
}

function losses({ layers }: SlimFacts): string[] {
  if (layers.every(({ archive }) => archive === null)) return [];
  return [
    "not kept: signatures, attestations and RepoDigests of the source, and the digests of the layers that were written again;",
    "          other images can share only the layers that stay the same",
  ];
}

/**
 * Returns the changes of slim to an image, for scripts. Sizes in bytes: `before` and `after` count the
 * content of files, `storedBytes` the blob. Values that are unknown before writing are `null` then.
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
