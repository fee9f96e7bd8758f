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

/** @param a of the table */
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
    a.device?.minor === b.device?.minor &&
    isSameTime(a, b) &&
    haveSameXattrs(a, b)
  );
}

/** Tables have whole seconds: writers of eStargz round to the nearest one. */
function isSameTime(table: Entry, layer: Entry): boolean {
  return table.mtime === layer.mtime || (layer.mtimeNanos > 0 && table.mtime === layer.mtime + 1);
}

function haveSameXattrs({ xattrs: a }: Entry, { xattrs: b }: Entry): boolean {
  if ((a?.size ?? 0) !== (b?.size ?? 0)) return false;
  return [...(a ?? [])].every(([name, value]) => b?.get(name) === value);
}
