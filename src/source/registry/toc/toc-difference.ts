import type { Entry } from "../../../image/entry.js";
import type { RawPath } from "../../../text/escape.js";

/**
 * Returns the first path, in the layer's order, that differs between the table and the layer, or that only
 * one of them has; `null` if they agree. Facts that no table has are not compared: fractions of seconds, and
 * earlier copies of a path.
 */
export function firstDifference(table: readonly Entry[], layer: readonly Entry[]): RawPath | null {
  const inTable = new Map(table.map((entry) => [entry.path, entry]));
  // If a path occurs twice, the last one counts.
  const real = new Map(layer.map((entry) => [entry.path, entry]));
  for (const [path, entry] of real) {
    const claimed = inTable.get(path);
    if (claimed === undefined || !agree(claimed, entry)) return path;
  }
  for (const { path } of table) if (path !== "" && !real.has(path)) return path;
  return null;
}

function agree(a: Entry, b: Entry): boolean {
  const digests =
    a.contentDigest === null ||
    b.contentDigest === null ||
    Buffer.compare(a.contentDigest, b.contentDigest) === 0;
  return (
    digests &&
    a.type === b.type &&
    a.size === b.size &&
    a.mode === b.mode &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    a.linkname === b.linkname &&
    a.device?.major === b.device?.major &&
    a.device?.minor === b.device?.minor
  );
}
