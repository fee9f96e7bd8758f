import type { Analysis } from "../analysis/analyze.js";
import { platformName } from "../image/platform.js";
import { imageName } from "../image/source-name.js";
import { humanSize } from "../text/bytes.js";
import { counted } from "../text/count.js";
import { escapeText, type Printable } from "../text/escape.js";

/** The facts about an image that reports, `ci` and the explorer show first. */
export interface ImageWords {
  /** The first reference, or the name of the source if there is none. */
  readonly name: Printable;
  /** `linux/amd64` */
  readonly platform: Printable;
  /** `359kB` */
  readonly size: string;
  /** `359kB in 4 layers` */
  readonly sizeInLayers: string;
  /** `20kB wasted` */
  readonly wasted: string;
}

export function imageWords({ image, metrics }: Pick<Analysis, "image" | "metrics">): ImageWords {
  const size = humanSize(metrics.size);
  return {
    name: imageName(image),
    platform: escapeText(platformName(image.platform)),
    size,
    sizeInLayers: `${size} in ${counted(metrics.layers.length, "layer")}`,
    wasted: `${humanSize(metrics.wastedBytes)} wasted`,
  };
}

/** Returns the text for a setting without a value: `not set`, or `root (not set)` with the default. */
export function notSet(usual: string | null = null): Printable {
  return escapeText(usual === null ? "not set" : `${usual} (not set)`);
}
