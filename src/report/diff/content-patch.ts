import { isUtf8 } from "node:buffer";
import { type StructuredPatchHunk, structuredPatch } from "diff";
import { isBinary } from "../../text/binary.js";
import { isCrlf } from "../../text/crlf.js";
import type { Printable } from "../../text/escape.js";
import type { MetadataChange } from "../../words/metadata-words.js";

/** One version of a file. */
export interface PatchSide {
  readonly size: number;
  /** SHA-256 of the content, in hex. */
  readonly digest: string;
  /** `null` where it is too big to be compared line by line. */
  readonly bytes: Uint8Array | null;
}

/** How one file changed. */
export interface ContentPatch {
  readonly path: Printable;
  /** `null` where the image has no such file. */
  readonly a: PatchSide | null;
  readonly b: PatchSide | null;
  /** The contents are the same. */
  readonly same: boolean;
  /** What differs in mode, owner and attributes where both are there. */
  readonly metadata: readonly MetadataChange[];
  /** Why there are no hunks though the versions differ; `null` where there are. */
  readonly reason: "binary" | "too big" | "too different" | null;
  readonly hunks: readonly StructuredPatchHunk[];
  /** Every line of both versions ends in CR LF. */
  readonly crlf: boolean;
}

/** With more added and removed lines than this, finding the smallest difference takes too long. */
const MOST_EDITS = 3000;

export interface FileVersions {
  readonly a: PatchSide | null;
  readonly b: PatchSide | null;
  readonly metadata: readonly MetadataChange[];
}

/** Compares two versions of a file line by line, as `diff -u` does. */
export function contentPatch(path: Printable, { a, b, metadata }: FileVersions): ContentPatch {
  const same = a !== null && b !== null && a.digest === b.digest;
  const without = (reason: ContentPatch["reason"]) => ({
    path,
    a,
    b,
    same,
    metadata,
    reason,
    hunks: [],
    crlf: false,
  });
  if (same) return without(null);
  const [before, after] = [bytesOf(a), bytesOf(b)];
  if (before === null || after === null) return without("too big");
  if (isBinary(before) || isBinary(after)) return without("binary");
  // Bytes that are no UTF-8 are mostly Latin-1, and lose nothing as such.
  const isUnicode = isUtf8(before) && isUtf8(after);
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString(isUnicode ? "utf8" : "latin1");
  const patch = structuredPatch("a", "b", text(before), text(after), "", "", {
    context: 3,
    maxEditLength: MOST_EDITS,
  });
  return patch === undefined
    ? without("too different")
    : {
        ...without(null),
        hunks: patch.hunks.map(unified),
        crlf: isCrlf([before, after]),
      };
}

/** A hunk as the format has it: one without lines of a side names the line before it. */
function unified({
  oldStart,
  oldLines,
  newStart,
  newLines,
  lines,
}: StructuredPatchHunk): StructuredPatchHunk {
  return {
    oldStart: oldLines === 0 ? oldStart - 1 : oldStart,
    oldLines,
    newStart: newLines === 0 ? newStart - 1 : newStart,
    newLines,
    lines,
  };
}

/** Its bytes, none for no file; `null` where it is too big. */
function bytesOf(version: PatchSide | null): Uint8Array | null {
  return version === null ? new Uint8Array(0) : version.bytes;
}
