import type { Analysis } from "../../../analysis/analyze.js";
import type { Base } from "../../../analysis/base-image.js";
import { splitInstruction } from "../../../image/dockerfile/instruction.js";
import type { Layer } from "../../../image/layer.js";
import { humanSize } from "../../../text/bytes.js";
import { counted, withCommas } from "../../../text/count.js";
import { escapeText } from "../../../text/escape.js";
import { percentText } from "../../../text/percent.js";
import { baseWords } from "../../../words/base-words.js";
import type { Instruction } from "../../layers/instructions.js";
import { type DocumentSection, type Fact, fact } from "../documents/document.js";

/**
 * Returns the facts about an instruction: its text as the author wrote it, the contents and the origin of its
 * layer, and its text as stored.
 */
export function instructionFacts(
  analysis: Analysis,
  { entry, layer }: Instruction,
  base: Base | null,
): DocumentSection[] {
  const createdBy = entry?.createdBy ?? null;
  const lines = splitInstruction(createdBy);
  const origin = [
    ...optional("created", entry?.created ?? null),
    ...optional("author", entry?.author ?? null),
    ...optional("comment", entry?.comment ?? null),
  ];
  const isSame = createdBy === null || lines.join("\n") === createdBy;
  return [
    section(
      "Instruction",
      lines.map((line) => fact("", line, "strong")),
    ),
    layer === null
      ? section("No layer", [fact(null, escapeText("it changes how the image runs, and no files"))])
      : section(`Layer ${layer}`, [...layerFacts(analysis, layer), ...baseFacts(layer, base)]),
    section("Origin", origin),
    section(
      "As stored",
      isSame ? [] : createdBy.split(/\r?\n/).map((line) => fact(null, escapeText(line), "dim")),
    ),
  ];
}

function section(heading: string, facts: readonly Fact[]): DocumentSection {
  return { heading: escapeText(heading), facts };
}

function optional(label: string, value: string | null): Fact[] {
  return value === null || value === "" ? [] : [fact(label, escapeText(value))];
}

/** Returns the contents of a layer, and facts about its blob. */
export function layerFacts({ image, metrics }: Analysis, index: number): Fact[] {
  const layer = image.layers[index];
  const { size, entries, added, modified, removed, wastedBytes } = metrics.layers[index];
  const missing = fact(null, escapeText("its blob is not in the image, so its files are unknown"), "warning");
  if (size === null) return [missing, ...blobFacts(layer)];
  const share = metrics.size === 0 ? "" : `, ${percentText(size / metrics.size)} of the image`;
  const count = (value: number | null) => withCommas(value ?? 0);
  const wasted = wastedBytes ?? 0;
  return [
    fact("size", escapeText(`${humanSize(size)} of files${share}`)),
    fact(
      "changes",
      escapeText(`+${count(added)} added  ~${count(modified)} modified  −${count(removed)} removed`),
    ),
    fact("members", escapeText(`${counted(entries ?? 0, "entry", "entries")} in its archive`)),
    wasted > 0
      ? fact(
          "wasted",
          escapeText(`${humanSize(wasted)} that later instructions replace or remove`),
          "warning",
        )
      : fact("wasted", escapeText("nothing: every byte is in the final image"), "dim"),
    ...blobFacts(layer),
  ];
}

function baseFacts(layer: number, base: Base | null): Fact[] {
  return base === null || layer >= base.layers ? [] : [fact("base", escapeText(baseWords(base)))];
}

function blobFacts({ compressedSize, storedSize, available, diffId, digest, mediaType }: Layer): Fact[] {
  const stored = compressedSize === null ? "uncompressed" : "compressed";
  return [
    ...(available ? [fact("stored", escapeText(`${humanSize(storedSize)}, ${stored}`))] : []),
    ...optional("diff ID", diffId),
    ...optional("digest", digest),
    ...optional("media type", mediaType),
  ];
}
