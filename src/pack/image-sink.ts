import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RawPath } from "../text/escape.js";
import { markerMember } from "./member.js";
import type { OutputFile } from "./output-file.js";
import { padding, TAR_END, TarHeads } from "./tar-head.js";

/** Writes the files of an image, one by one. */
export interface ImageSink {
  /** @param chunks each is unchanged until the next one is requested */
  add(name: string, bytes: number, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  finish(): Promise<void>;
}

/**
 * Returns a sink that writes files as members of a tar archive. Their times are 1970, so that the same image
 * gives the same bytes.
 */
export function tarSink(file: OutputFile): ImageSink {
  const heads = new TarHeads();
  return {
    add: async (name, bytes, chunks) => {
      const member = { ...markerMember(name as RawPath), mode: 0o644, size: bytes };
      for (const part of heads.of(member)) file.write(part);
      let written = 0;
      for await (const chunk of chunks) {
        written += chunk.length;
        file.write(chunk);
      }
      if (written !== bytes) throw new Error(`${name} has ${written} bytes, its header says ${bytes}`);
      file.write(padding(bytes));
    },
    finish: async () => {
      file.write(TAR_END);
      file.complete();
    },
  };
}

/** Returns a sink that writes files into an existing folder. */
export function folderSink(folder: string): ImageSink {
  return {
    add: async (name, _bytes, chunks) => {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, chunks);
    },
    finish: async () => undefined,
  };
}
