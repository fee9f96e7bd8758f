import { humanSize } from "../../../text/bytes.js";
import { counted } from "../../../text/count.js";
import type { LayerNote, PageData } from "../page-data.js";
import { type PageEntry, pageEntryPath } from "./page-entry.js";

/** A title with a size, and lines about the tag of an entry. */
export interface Note {
  readonly path: string;
  readonly size: string;
  readonly lines: readonly string[];
}

/** The texts and classes for the entries of a tree. */
export interface TreeWords {
  /** Returns the class with the colour of a tag. */
  tone(tag: number): string;
  /** Returns the group that the legend's button highlights, for a tag. */
  group(tag: number): string;
  /** Returns lines that explain a tag. */
  lines(tag: number): readonly string[];
}

/** Returns the texts for the map of files: a tag is the layer that wrote the file. */
export function fileWords({ layers }: PageData): TreeWords {
  return {
    tone: (layer) => layers[layer].tone,
    group: (layer) => String(layer),
    lines: (layer) => [layerLine(layer, layers)],
  };
}

/** Returns the texts for the map of waste: a tag is the index of a finding. */
export function wasteWords({ layers, findings, advice }: PageData): TreeWords {
  return {
    tone: (finding) => findings[finding].tone,
    group: (finding) => findings[finding].cause,
    lines: (finding) => {
      const { cause, layer, endedBy, advice: said } = findings[finding];
      const written = `${cause} · written by ${layerLine(layer, layers)}`;
      const ended = layer === endedBy ? [] : [`wasted since ${layerLine(endedBy, layers)}`];
      return [written, ...ended, `→ ${advice[said]}`];
    },
  };
}

/** Returns `12.3MB, 4.5% of the image`. */
export function sizeWords({ bytes }: PageEntry, whole: PageEntry): string {
  const share = whole.bytes === 0 ? 0 : (bytes / whole.bytes) * 100;
  return `${humanSize(bytes)}, ${share >= 10 ? share.toFixed(0) : share.toFixed(1)}%`;
}

/** Returns the note about an entry: its path, its size, and the lines of its tag. */
export function noteOn(entry: PageEntry, { whole, words }: { whole: PageEntry; words: TreeWords }): Note {
  const within = entry.isFolder || entry.isRest ? ` in ${counted(entry.files, "file")}` : "";
  const [first, ...rest] = words.lines(entry.tag);
  const path =
    entry.isRest && entry.parent !== null
      ? `${entry.name} files in ${pageEntryPath(entry.parent)}`
      : pageEntryPath(entry);
  return {
    path,
    size: sizeWords(entry, whole) + within,
    lines: entry.isMixed ? [`mostly ${first}`] : [first, ...rest],
  };
}

function layerLine(layer: number, layers: readonly LayerNote[]): string {
  return `layer ${layer}  ${layers[layer].instruction}`;
}
