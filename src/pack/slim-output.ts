import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fail, isSystemError } from "../errors.js";
import { escapePath, rawPath } from "../text/escape.js";
import { writeFault } from "../text/system-words.js";
import type { ImageForm } from "./image-form.js";
import { folderSink, type ImageSink, tarSink } from "./image-sink.js";
import { OutputFile } from "./output-file.js";

const BLOCK_BYTES = 512 * 1024;

/** A new image under a temporary name beside its path, until it is checked. */
export interface SlimOutput {
  readonly sink: ImageSink;
  /** The temporary path, at which the image can be opened. */
  readonly part: string;
  /** Renames it to its path. */
  keep(): Promise<void>;
  discard(): Promise<void>;
}

/**
 * @param expected about how many bytes the new image will have
 * @throws LayerxError `output-failed`, `output-exists`
 */
export async function slimOutput(path: string, form: ImageForm, expected: number): Promise<SlimOutput> {
  if (form === "oci-layout") return folderOutput(path);
  const file = await OutputFile.create(path, expected);
  return {
    sink: tarSink(file),
    part: file.part,
    keep: () => file.keep(),
    discard: () => file.discard(),
  };
}

/** Returns an output in a new folder. If the folder exists, it must be empty. */
async function folderOutput(path: string): Promise<SlimOutput> {
  const part = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.part`);
  const shown = escapePath(rawPath(path));
  const explained = async (work: () => Promise<unknown>) => {
    try {
      await work();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      if (error.code === "ENOTEMPTY" || error.code === "EEXIST")
        fail("output-exists", { path: shown }, error);
      fail("output-failed", { path: shown, ...writeFault(error) }, error);
    }
  };
  const there = await readdir(path).catch(() => null);
  if (there !== null && there.length > 0) fail("output-exists", { path: shown });
  await explained(() => mkdir(part));
  return {
    sink: folderSink(part),
    part,
    keep: () => explained(() => rename(part, path)),
    discard: () => rm(part, { recursive: true, force: true }),
  };
}

/**
 * Returns a temporary file for an image that is sent to a pipe after it was checked.
 * @throws LayerxError `no-temp-folder`
 */
export async function temporaryPlace(folder: string): Promise<{ path: string; remove(): Promise<void> }> {
  const own = await mkdtemp(join(folder, "layerx-")).catch((error: unknown) => {
    if (!isSystemError(error)) throw error;
    const details = { folder: escapePath(rawPath(folder)), reason: writeFault(error).reason };
    return fail("no-temp-folder", details, error);
  });
  return { path: join(own, "image.tar"), remove: () => rm(own, { recursive: true, force: true }) };
}

/** Yields the bytes of a file. A block is unchanged until the next one is requested. */
export function* fileBlocks(path: string): Generator<Uint8Array> {
  const memory = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const fd = openSync(path, "r");
  try {
    for (let read = readSync(fd, memory); read > 0; read = readSync(fd, memory))
      yield memory.subarray(0, read);
  } finally {
    closeSync(fd);
  }
}
