import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { LayerxError } from "../../src/errors.js";
import type { Image } from "../../src/image/image.js";
import { type OpenOptions, openImage } from "../../src/source/open.js";
import type { LayerSpec } from "../support/layer-spec.js";
import { packTar } from "../support/tar.js";
import { tempDir } from "../support/temp.js";

export type Wish = Partial<OpenOptions>;

/** Opens the image on an amd64 machine without standard input. */
export function open(source: string, wish: Wish = {}): Promise<Image> {
  return openImage(source, { cwd: "/", stdin: null, host: { arch: "x64" }, ...wish });
}

/** Opens these bytes from a file with the name `image`. */
export function openBytes(bytes: Buffer | string, wish: Wish = {}): Promise<Image> {
  const path = join(tempDir(), "image");
  writeFileSync(path, bytes);
  return open("image", { cwd: join(path, ".."), ...wish });
}

/** Opens an archive with these members. */
export async function openTar(members: LayerSpec, wish: Wish = {}): Promise<Image> {
  return openBytes(await packTar(members), wish);
}

/** @returns a pipe with these bytes. */
export function stdin(bytes: Buffer | string): Readable {
  return Readable.from([Buffer.from(bytes)], { objectMode: false });
}

/** @returns the code and the text of the error that opening ends in. */
export async function refusal(opening: Promise<Image>): Promise<string> {
  const error = await opening.then(
    () => "it was opened",
    (thrown: unknown) => thrown,
  );
  if (error instanceof LayerxError) return `${error.code}: ${error.what}, since ${error.why}`;
  throw error;
}
