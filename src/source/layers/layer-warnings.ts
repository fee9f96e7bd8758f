import type { Warning } from "../../image/image.js";
import { escapeText } from "../../text/escape.js";

/**
 * Adds warnings about layers to those of an image, in the order of the layers. Layers are read at the same
 * time and end in any order, but the output must be the same in each run.
 */
export class LayerWarnings {
  private readonly all: Warning[];
  private readonly layerOf = new Map<Warning, number>();

  /** @param all the warnings of the image, to which these are added */
  constructor(all: Warning[]) {
    this.all = all;
  }

  add(layer: number, warning: Warning): void {
    this.layerOf.set(warning, layer);
    const next = this.all.findIndex((other) => (this.layerOf.get(other) ?? -1) > layer);
    this.all.splice(next < 0 ? this.all.length : next, 0, warning);
  }

  /** Adds a warning: the layer's bytes do not match the config. */
  addMismatch(layer: number, { actual, promised }: { actual: string; promised: string }): void {
    const message = `layer ${layer}: its digest is ${actual}, but the config has ${promised}`;
    // An engine's archive is hashed while it arrives, before its layers are read. So the warning may exist
    // already.
    if (this.all.some((warning) => warning.message === message)) return;
    this.add(layer, { code: "diff-id-mismatch", message });
  }

  /**
   * Adds a warning: the layer cannot be verified.
   * @param diffId the diff ID in the config; `null` if there is none
   */
  addUnchecked(layer: number, diffId: string | null): void {
    const why =
      diffId === null ? "the config has no diff ID for it" : `${escapeText(diffId)} cannot be made here`;
    this.add(layer, { code: "diff-id-unchecked", message: `layer ${layer} is not verified: ${why}` });
  }

  /**
   * Adds a warning: megabytes after the end of an archive may be another archive, which engines do not read.
   */
  addBytesBehind(layer: number): void {
    const message = `layer ${layer}: more than 1 MB follows the end of its archive and is not read`;
    this.add(layer, { code: "bytes-behind-archive", message });
  }
}
