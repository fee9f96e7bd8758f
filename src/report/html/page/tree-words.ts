import { humanSize } from "../../../text/bytes.js";
import { counted } from "../../../text/count.js";
import type { LayerNote, PageData } from "../page-data.js";
import { type PageEntry, pageEntryPath } from "./page-entry.js";

/** A line about an entry, and lines on what it belongs to. */
export interface Note {
  readonly path: string;
  readonly size: string;
  readonly lines: readonly string[];
}

/** What a tree of the page says of its entries. */
export interface TreeWords {
  /** The class that colours what has a tag. */
  tone(tag: number): string;
  /** The group that the legend's button of a tag highlights. */
  group(tag: number): string;
  /** What a tag means, a line each. */
  lines(tag: number): readonly string[];
}

export function fileWords({ layers }: PageData): TreeWords {
  return {
    tone: (layer) => layers[layer].tone,
    group: (layer) => String(layer),
    lines: (layer) => [layerLine(layer, layers)],
  };
}

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

/** `12.3MB, 4.5% of the image`. */
export function sizeWords({ bytes }: PageEntry, whole: PageEntry): string {
  const share = whole.bytes === 0 ? 0 : (bytes / whole.bytes) * 100;
  return `${humanSize(bytes)}, ${share >= 10 ? share.toFixed(0) : share.toFixed(1)}%`;
}

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
