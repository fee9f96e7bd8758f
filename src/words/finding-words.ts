import type { Analysis } from "../analysis/analyze.js";
import type { Cause } from "../analysis/waste/causes.js";
import type { WasteFinding } from "../analysis/waste/waste-groups.js";
import { layerText } from "../image/dockerfile/instruction.js";
import type { Image } from "../image/image.js";
import { humanSize } from "../text/bytes.js";
import { andMore, counted } from "../text/count.js";
import type { Printable, RawPath } from "../text/escape.js";
import { adviceWords } from "./advice-words.js";
import { causeInWords, endedByLayer } from "./cause-words.js";

/** An instruction of a finding: `written by layer 1`, and the instruction in the form of a Dockerfile. */
export interface InstructionWords {
  readonly label: string;
  readonly layer: number;
  readonly text: Printable;
}

/**
 * The texts of one finding of wasted bytes for all reports. A format only escapes them and puts them in their
 * places.
 */
export interface FindingWords {
  /** `8.37kB` */
  readonly size: string;
  /** The name of the cause, as in JSON. */
  readonly cause: Cause;
  /** ` in 4 files`; empty for one file. */
  readonly inFiles: string;
  /** `8.37kB wasted in 4 files (overwritten)` */
  readonly title: string;
  /** The largest copies, with their sizes if there are several. */
  readonly paths: readonly { readonly path: RawPath; readonly size: string | null }[];
  /** `and 3 more`; `null` if all paths are listed. */
  readonly morePaths: string | null;
  /**
   * The instruction that wrote the bytes, and the instruction that removed or overwrote them, if it is
   * another one.
   */
  readonly instructions: readonly InstructionWords[];
  readonly advice: string;
  /** The page that explains the advice. */
  readonly source: string;
}

/** The maximum number of paths of a finding in a report. */
const PATHS = 3;

export function findingWords(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  found: WasteFinding,
): FindingWords {
  const { bytes, cause, copies, layer, endedBy } = found;
  const { say, source } = adviceWords(found.advice);
  const paths = copies.slice(0, PATHS).map((copy) => ({
    path: tree.path(copy.node),
    size: copies.length === 1 ? null : humanSize(copy.bytes),
  }));
  return {
    size: humanSize(bytes),
    cause,
    inFiles: inFiles(copies.length),
    title: findingTitle({ bytes, files: copies.length, cause, baseOnly: false }),
    paths,
    morePaths: andMore(copies.length - paths.length),
    instructions: [
      writtenBy(image, layer),
      ...(endedBy === layer
        ? []
        : [{ label: endedByLayer(cause, endedBy), layer: endedBy, text: layerText(image, endedBy) }]),
    ],
    advice: say,
    source,
  };
}

/** Returns `8.37kB wasted in 4 files (overwritten)`, with a remark if only another base image changes it. */
export function findingTitle(found: {
  readonly bytes: number;
  readonly files: number;
  readonly cause: Cause;
  readonly baseOnly: boolean;
}): string {
  const where = found.baseOnly ? " in the base image" : "";
  return `${humanSize(found.bytes)} wasted${where}${inFiles(found.files)} (${causeInWords(found.cause)})`;
}

/** Returns the instruction that wrote something into a layer. */
export function writtenBy(image: Image, layer: number): InstructionWords {
  return { label: writtenByLayer(layer), layer, text: layerText(image, layer) };
}

/** Returns `written by layer 1`. */
export function writtenByLayer(layer: number): string {
  return `written by layer ${layer}`;
}

/** Returns `for 3 more reasons`, the end of a list of findings. */
export function moreFindings(count: number): string {
  return counted(count, "more finding");
}

function inFiles(files: number): string {
  return files === 1 ? "" : ` in ${counted(files, "file")}`;
}
