import type { Warning } from "../../../image/image.js";
import { escapePath, type RawPath } from "../../../text/escape.js";
import { LayerWarnings } from "../../layers/layer-warnings.js";

/** Adds warnings about tables of contents to the warnings of an image. */
export class TocWarnings {
  private readonly all: Warning[];
  private readonly ofLayers: LayerWarnings;
  private readonly unverified = new Set<number>();
  private warning: Warning | null = null;

  /** @param all the warnings of the image, to which these are added */
  constructor(all: Warning[]) {
    this.all = all;
    this.ofLayers = new LayerWarnings(all);
  }

  /**
   * Adds a warning: the table of a layer differs from the layer.
   * @param path the first path with a difference
   */
  addMismatch(layer: number, path: RawPath): void {
    const message = `layer ${layer}: its table of contents does not match the layer, first at ${escapePath(path)}`;
    this.ofLayers.add(layer, { code: "toc-mismatch", message });
  }

  /** Adds a layer to the warning that names all layers with an unverified table. */
  addUnverified(layer: number): void {
    this.unverified.add(layer);
    const layers = [...this.unverified].sort((a, b) => a - b);
    const message = `${layers.length === 1 ? "layer" : "layers"} ${layers.join(", ")}: only the table of contents was read, which the image's digests do not prove; --verify reads the layers`;
    const at = this.warning === null ? this.all.length : this.all.indexOf(this.warning);
    this.warning = { code: "toc-unverified", message };
    this.all[at] = this.warning;
  }
}
