import type { Analysis } from "../../analysis/analyze.js";
import { CAUSES, type Cause, type WastedCopy } from "../../analysis/waste/causes.js";
import type { Duplicate } from "../../analysis/waste/duplicates.js";
import { escapePath, type Printable } from "../../text/escape.js";
import type { FileTree } from "../../tree/file-tree.js";

/* The waste for scripts. The fields have the same names in `inspect`, `waste` and `ci`. */

interface WasteJson {
  /** The sum of all wasted copies, even if `copies` has only the biggest. */
  readonly bytes: number;
  readonly byCause: Readonly<Record<Cause, number>>;
  /** Biggest first, then by path. */
  readonly copies: readonly WastedCopyJson[];
}

interface WastedCopyJson {
  readonly path: Printable;
  readonly bytes: number;
  readonly cause: Cause;
  /** The layer that wrote the copy, and the layer that removed or replaced its last name; from 0. */
  readonly layer: number;
  readonly endedBy: number;
}

interface DuplicateJson {
  /** The bytes of all copies except one. */
  readonly bytes: number;
  readonly digest: string | null;
  readonly paths: readonly Printable[];
}

/**
 * Returns the object `waste` of the JSON reports. `copies` are all copies of the image; the first `top` of
 * them are listed.
 */
export function wasteJson(
  { tree }: Pick<Analysis, "tree">,
  copies: readonly WastedCopy[],
  { top = copies.length }: { top?: number } = {},
): WasteJson {
  const byCause = bytesByCause(copies);
  const bytes = CAUSES.reduce((sum, cause) => sum + byCause[cause], 0);
  return { bytes, byCause, copies: copies.slice(0, top).map((copy) => wastedCopyJson(tree, copy)) };
}

/** Returns one wasted copy, as in `waste.copies`. */
function wastedCopyJson(tree: FileTree, { node, bytes, cause, layer, endedBy }: WastedCopy): WastedCopyJson {
  return { path: escapePath(tree.path(node)), bytes, cause, layer, endedBy };
}

/** Returns the array `duplicates` of the JSON reports. Reports write `null` if it was not requested. */
export function duplicatesJson(
  { tree }: Pick<Analysis, "tree">,
  duplicates: readonly Duplicate[],
): DuplicateJson[] {
  return duplicates.map(({ bytes, digest, nodes }) => ({
    bytes,
    digest,
    paths: nodes.map((node) => escapePath(tree.path(node))),
  }));
}

/** Returns wasted bytes by cause, in the order of `CAUSES`; 0 if there are none. */
export function bytesByCause(copies: readonly WastedCopy[]): Record<Cause, number> {
  const bytes: Record<Cause, number> = {
    overwritten: 0,
    metadata: 0,
    rewritten: 0,
    moved: 0,
    deleted: 0,
    repeated: 0,
  };
  for (const copy of copies) bytes[copy.cause] += copy.bytes;
  return bytes;
}
