import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RawPath } from "../text/escape.js";
import { markerMember } from "./member.js";
import type { OutputFile } from "./output-file.js";
import { padding, TAR_END, TarHeads } from "./tar-head.js";
import { type Batch, chunksOf } from "./write-archive.js";

/** Writes the files of an image, one by one. */
export interface ImageSink {
  /** The tar archive; `null` for a folder. */
  readonly file: OutputFile | null;
  /**
   * Writes a file.
   * @param batches each is unchanged until the next one is requested
   * @returns the place of its bytes in the archive; `null` for a folder
   */
  add(name: string, batches: AsyncIterable<Batch>): Promise<FileRange | null>;
  finish(): Promise<void>;
}

/** The bytes of a file from `from` up to, but not including, `to`. */
export interface FileRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Returns a sink that writes files as members of a tar archive. Their times are 1970, so that the same image
 * always has the same bytes. The header of a member is written last, because the size of a layer is known
 * only when the layer is written.
 */
export function tarSink(file: OutputFile): ImageSink {
  const heads = new TarHeads();
  const headOf = (name: string, size: number) =>
    heads.of({ ...markerMember(name as RawPath), mode: 0o644, size });
  return {
    file,
    add: async (name, batches) => {
      const start = file.bytes;
      file.write(headOf(name, 0));
      const from = file.bytes;
      for await (const batch of batches) file.write(batch);
      const to = file.bytes;
      file.write([padding(to - from)]);
      file.replace(Buffer.concat(headOf(name, to - from)), start);
      return { from, to };
    },
    finish: async () => {
      file.write([TAR_END]);
      file.complete();
    },
  };
}

/** Returns a sink that writes files into an existing folder. */
export function folderSink(folder: string): ImageSink {
  return {
    file: null,
    add: async (name, batches) => {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, chunksOf(batches));
      return null;
    },
    finish: async () => undefined,
  };
}
