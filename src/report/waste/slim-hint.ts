import type { Base } from "../../analysis/base.js";
import type { DeadCopy } from "../../analysis/waste/waste.js";
import { humanSize } from "../../text/bytes.js";

/**
 * What `layerx slim` would save without a change to the Dockerfile, in a sentence; `null` where that is nothing. Layers of a
 * base image that was named stay as they are.
 */
export function slimHint(copies: readonly DeadCopy[], named: Base | null): string | null {
  const base = named === null || named.guessed ? 0 : named.layers;
  const bytes = copies.reduce((sum, copy) => (copy.layer < base ? sum : sum + copy.bytes), 0);
  if (bytes === 0) return null;
  const keep = base === 0 ? "" : ` --base-layers ${base}`;
  return `Without changing the Dockerfile: \`layerx slim${keep}\` saves ${humanSize(bytes)} of this.`;
}
