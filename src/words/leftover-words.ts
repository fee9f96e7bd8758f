import type { Analysis } from "../analysis/analyze.js";
import { type Leftover, leftoverBytes } from "../analysis/leftovers/leftovers.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import type { RawPath } from "../text/escape.js";
import { adviceWords } from "./advice-words.js";
import { type InstructionWords, writtenBy } from "./finding-words.js";

/**
 * The texts of one kind of files that the image does not need, for all reports. A format only escapes them
 * and puts them in their places.
 */
export interface LeftoverWords {
  /** `1.2MB` */
  readonly size: string;
  /** `package lists in 12 files` */
  readonly what: string;
  /** `1.2MB of package lists in 12 files` */
  readonly title: string;
  /** The place with the most bytes. */
  readonly path: RawPath;
  /** ` and 2 more places`; empty if there is one place. */
  readonly morePlaces: string;
  readonly written: InstructionWords;
  readonly advice: string;
  /** The page that explains the advice. */
  readonly source: string;
}

export function leftoverWords(
  { image, tree }: Pick<Analysis, "image" | "tree">,
  { bytes, title, files, layer, places, advice }: Leftover,
): LeftoverWords {
  const { say, source } = adviceWords(advice);
  const what = `${title} in ${counted(files, "file")}`;
  const [{ node }, ...others] = places;
  return {
    size: humanSize(bytes),
    what,
    title: `${humanSize(bytes)} of ${what}`,
    path: tree.path(node),
    morePlaces: others.length === 0 ? "" : ` and ${counted(others.length, "more place")}`,
    written: writtenBy(image, layer),
    advice: say,
    source,
  };
}

/** Returns `1.2MB in the final image that it does not need`. */
export function leftoversTitle(leftovers: readonly Leftover[]): string {
  return `${humanSize(leftoverBytes(leftovers))} in the final image that it does not need`;
}

/** Returns `300kB in 2 more groups`, the end of a list. */
export function moreLeftovers(rest: readonly Leftover[]): string {
  return `${humanSize(leftoverBytes(rest))} in ${counted(rest.length, "more group")}`;
}
