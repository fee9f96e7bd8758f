import { canCheck } from "../../image/digest.js";
import { MOST_BEHIND } from "../tar/tar-end.js";
import type { LayerWarnings } from "./layer-warnings.js";

interface CheckedLayer {
  readonly index: number;
  /** The diff ID in the config; `null` if there is none. */
  readonly diffId: string | null;
  /** The warnings of the image, to which those of the layer are added. */
  readonly warnings: LayerWarnings;
}

/** Compares the bytes of a layer with its diff ID. It adds each warning only once. */
export class LayerCheck {
  private readonly layer: CheckedLayer;
  private verified = false;
  private compared = false;
  private warnedBehind = false;

  constructor(layer: CheckedLayer) {
    this.layer = layer;
  }

  /** Returns true if the layer must still be hashed. A layer that cannot be verified gets a warning instead. */
  needsDigest(): boolean {
    if (this.verified) return false;
    const { index, diffId, warnings } = this.layer;
    if (diffId !== null && canCheck(diffId)) return true;
    this.verified = true;
    warnings.addUnchecked(index, diffId);
    return false;
  }

  /** @param digest the digest that this run computed */
  addDigest(digest: string): void {
    const { diffId } = this.layer;
    if (diffId !== null && canCheck(diffId)) this.verified = true;
    this.addKeptDigest(digest);
  }

  /** @param digest the digest that an earlier run computed: `--verify` still hashes the layer */
  addKeptDigest(digest: string): void {
    const { index, diffId, warnings } = this.layer;
    if (this.compared || diffId === null || !canCheck(diffId)) return;
    this.compared = true;
    if (digest !== diffId) warnings.addMismatch(index, { actual: digest, promised: diffId });
  }

  /** @param bytes the number of bytes after the end of the archive that are not zeros */
  addBytesBehind(bytes: number): void {
    if (bytes <= MOST_BEHIND || this.warnedBehind) return;
    this.warnedBehind = true;
    this.layer.warnings.addBytesBehind(this.layer.index);
  }
}
