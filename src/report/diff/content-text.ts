import { humanSize } from "../../text/bytes.js";
import { type Palette, palette } from "../../text/colour.js";
import { escapeText } from "../../text/escape.js";
import { notSet } from "../../words/image-words.js";
import type { MetadataChange } from "../../words/metadata-words.js";
import type { ContentPatch, PatchSide } from "./content-patch.js";

const REASONS = {
  binary: "binary",
  "too big": "too big to compare line by line",
  "too different": "too different to compare line by line",
} as const;

/** Returns a patch as `diff -u` prints it; a sentence if there is none. */
export function contentText(patch: ContentPatch, options: { readonly colour: boolean }): string {
  const paint = palette(options);
  const { path, a, b, same, metadata, reason, hunks, crlf } = patch;
  const differences = metadata.map(metadataText).join(", ");
  if (same && differences !== "") return `${path}: ${differences}, same content\n`;
  if (same) return `${path} is the same in both, ${humanSize(b?.size ?? 0)}\n`;
  const lines = [
    // The program `patch` skips lines before the names.
    ...(differences === "" ? [] : [differences]),
    paint.bold(`--- ${a === null ? "/dev/null" : `a${path}`}`),
    paint.bold(`+++ ${b === null ? "/dev/null" : `b${path}`}`),
  ];
  if (reason !== null) lines.push(`${REASONS[reason]}: ${versionText(a)} → ${versionText(b)}`);
  for (const { oldStart, oldLines, newStart, newLines, lines: body } of hunks) {
    lines.push(paint.cyan(`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`));
    for (const line of body) lines.push(lineText(crlf ? line.replace(/\r$/, "") : line, paint));
  }
  return `${lines.join("\n")}\n`;
}

/** Returns the document of `diff --content --format json`. */
export function contentFacts({ path, a, b, same, metadata, reason, hunks }: ContentPatch) {
  const facts = (version: PatchSide | null) =>
    version === null ? null : { size: version.size, digest: `sha256:${version.digest}` };
  return { schemaVersion: 1, path, a: facts(a), b: facts(b), same, metadata, reason, hunks };
}

/** Returns `mode 0644 → 0755`. */
function metadataText({ what, a, b }: MetadataChange): string {
  return `${what} ${a ?? notSet()} → ${b ?? notSet()}`;
}

function versionText(version: PatchSide | null): string {
  return version === null ? "nothing" : `${humanSize(version.size)} sha256:${version.digest.slice(0, 12)}`;
}

function range(start: number, count: number): string {
  return count === 1 ? `${start}` : `${start},${count}`;
}

/** Keeps tabs: they are safe for a terminal, and a patch needs them. */
function lineText(line: string, paint: Palette): string {
  const text = line.split("\t").map(escapeText).join("\t");
  return line.startsWith("+") ? paint.green(text) : line.startsWith("-") ? paint.red(text) : text;
}
