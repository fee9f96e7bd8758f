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
  /** The content; `null` if it is too big to be compared line by line. */
  readonly bytes: Uint8Array | null;
}

/** The change of one file. */
export interface ContentPatch {
  readonly path: Printable;
  /** The version in each image; `null` if the image does not have the file. */
  readonly a: PatchSide | null;
  readonly b: PatchSide | null;
  /** True if the contents are the same. */
  readonly same: boolean;
  /** The differences in mode, owner and attributes, if both images have the file. */
  readonly metadata: readonly MetadataChange[];
  /** The reason why the versions differ but there are no hunks; otherwise `null`. */
  readonly reason: "binary" | "too big" | "too different" | null;
  readonly hunks: readonly StructuredPatchHunk[];
  /** True if every line of both versions ends in CR LF. */
  readonly crlf: boolean;
}

/**
 * The maximum number of added and removed lines. With more, finding the smallest difference takes too long.
 */
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
  // Bytes that are not UTF-8 are usually Latin-1. Decoded as Latin-1, no byte is lost.
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

/**
 * Returns the header of a hunk as the format requires: a side without lines has the number of the line before
 * it.
 */
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

/** Returns the bytes of a version, none for a missing file; `null` if it is too big. */
function bytesOf(version: PatchSide | null): Uint8Array | null {
  return version === null ? new Uint8Array(0) : version.bytes;
}
