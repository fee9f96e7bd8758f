import { createHash } from "node:crypto";
import { inodeAt, type Side } from "../../analysis/diff/side.js";
import { fail } from "../../errors.js";
import { sourceName } from "../../image/source-name.js";
import type { PatchSide } from "../../report/diff/content-patch.js";
import { jsonDocument } from "../../report/syntax/json-document.js";
import { escapePath, type RawPath } from "../../text/escape.js";
import type { EntryId } from "../../tree/columns/entry-table.js";
import { follow } from "../../tree/follow-links.js";
import { metadataChanges } from "../../words/metadata-words.js";
import type { Context, ExitCode } from "../command-context.js";
import { failNoPath, typedPath } from "../images/typed-path.js";

export interface ContentOptions {
  /** The path as the user typed it. */
  readonly path: string;
  readonly format: "text" | "json" | "markdown";
  readonly exitCode: boolean;
  /** True to print nothing. */
  readonly quiet: boolean;
}

interface Sides {
  readonly a: Side;
  readonly b: Side;
}

/** The maximum size in bytes for a comparison line by line. Bigger files are compared by digest. */
const MOST_BYTES = 4_000_000;

/** Runs `diff --content`: shows how the text of one file changed. Links are followed within each image. */
export async function diffContent(
  sides: Sides,
  options: ContentOptions,
  context: Context,
): Promise<ExitCode> {
  const { contentPatch } = await import("../../report/diff/content-patch.js");
  const files = { a: fileAt(sides.a, options.path), b: fileAt(sides.b, options.path) };
  if (files.a === null && files.b === null) failMissing(sides.b, options.path);
  context.warn(sides.a.image);
  context.warn(sides.b.image);
  const patch = contentPatch(escapePath(typedPath(sides.b.tree, options.path)), {
    a: await read(sides.a, files.a, context.signal),
    b: await read(sides.b, files.b, context.signal),
    metadata:
      files.a === null || files.b === null
        ? []
        : metadataChanges(sides.a, files.a.name, sides.b, files.b.name),
  });
  const { contentText, contentFacts } = await import("../../report/diff/content-text.js");
  if (!options.quiet) {
    await context.write(
      options.format === "json" ? jsonDocument(contentFacts(patch)) : contentText(patch, context),
    );
  }
  return options.exitCode && !patch.same ? 1 : 0;
}

interface Found {
  /** The row of the path, with its mode and owner. */
  readonly name: EntryId;
  /** The row with the content. */
  readonly inode: EntryId;
}

/**
 * Returns the rows of a file; `null` if the image does not have the file.
 * @throws LayerxError `no-file`, `broken-link`.
 */
function fileAt(side: Side, typed: string): Found | null {
  const { tree, rootfs } = side;
  const path = typedPath(tree, typed);
  const found = follow(tree, rootfs, path);
  if (found.is !== "found") return null;
  const row = rootfs[found.node];
  const inode = row < 0 ? -1 : inodeAt(side, row);
  if (inode >= 0 && tree.entries.isFile(inode)) return { name: row, inode };
  return fail("no-file", {
    path: escapePath(path),
    input: sourceName(side.image.source),
    kind: row < 0 || tree.entries.isFolder(row) ? "a folder" : "no regular file",
    hint: "name a file; `layerx diff A B PATH` lists what changed below a folder",
  });
}

function failMissing({ tree, rootfs, image }: Side, typed: string): never {
  const path: RawPath = typedPath(tree, typed);
  return failNoPath({ tree, rootfs, image, layer: null, path, command: "layerx diff" });
}

async function read(side: Side, found: Found | null, signal: AbortSignal): Promise<PatchSide | null> {
  if (found === null) return null;
  const { inode: row } = found;
  const { entries } = side.tree;
  const file = entries.content(row);
  const layer = side.image.layers[entries.layer(row)];
  if (file.size > MOST_BYTES) {
    const [digest] = await layer.digests([file], signal);
    return { size: file.size, digest: Buffer.from(digest).toString("hex"), bytes: null };
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of layer.open(file, signal)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { size: file.size, digest: createHash("sha256").update(bytes).digest("hex"), bytes };
}
