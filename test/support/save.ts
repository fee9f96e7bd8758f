import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { compress } from "./compression.js";
import type { BuiltImage } from "./fixture.js";
import { memberSpec, type SpecPair } from "./layer-spec.js";
import type { Packing } from "./packings.js";
import { packTar } from "./tar.js";

/** The compression of the archive. */
export type WholeCompression = "none" | "gzip" | "zstd";

export interface SaveOptions {
  /** By default `none`; for archives only. */
  readonly whole?: WholeCompression;
  /** The name of the file or folder below `into`; by default `image`, which does not show the form. */
  readonly name?: string;
}

/** Writes the images to one archive or folder below the folder `into`. @returns its path. */
export async function save(
  packing: Packing,
  images: readonly BuiltImage[],
  into: string,
  options: SaveOptions = {},
): Promise<string> {
  const path = join(into, options.name ?? "image");
  if (packing.form === "folder") await saveFolder(packing.files(images), path);
  else await writeFile(path, await archive(packing, images, options));
  return path;
}

/** @returns the bytes of the archive with the images. */
export async function archive(
  packing: Packing,
  images: readonly BuiltImage[],
  options: Pick<SaveOptions, "whole"> = {},
): Promise<Buffer> {
  return compress(await packTar(packing.files(images)), options.whole ?? "none");
}

/** Writes the files of a packing to a folder at `path`. */
export async function saveFolder(files: readonly SpecPair[], path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  for (const [name, spec] of files) {
    const target = join(path, String(name));
    const member = memberSpec(spec);
    if (member.type === "dir") {
      await mkdir(target, { recursive: true });
      continue;
    }
    await mkdir(dirname(target), { recursive: true });
    if (member.type === "file") await writeFile(target, member.content);
    else if (member.type === "symlink") await symlink(String(member.target), target);
    else throw new Error(`${member.type} ${name}: a folder of an image has only files and symlinks`);
  }
}

/** @returns a pipe with these bytes, in pieces of an odd size. */
export function pipe(bytes: Buffer, pieceBytes = 60_007): Readable {
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, n) =>
    bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  );
  return Readable.from(pieces, { objectMode: false });
}
