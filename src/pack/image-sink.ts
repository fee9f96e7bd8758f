import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RawPath } from "../text/escape.js";
import { markerMember } from "./member.js";
import type { OutputFile } from "./output-file.js";
import { TarWriter } from "./tar-writer.js";

/** Takes the files of an image, one by one. */
export interface ImageSink {
  add(name: string, bytes: number, chunks: AsyncIterable<Uint8Array>): Promise<void>;
  finish(): Promise<void>;
}

/** Files become members of a tar archive. Their times are 1970, so that the same image gives the same bytes. */
export function tarSink(file: OutputFile): ImageSink {
  const writer = new TarWriter();
  const written = (async () => {
    for await (const chunk of writer.chunks) await file.write(chunk);
  })();
  // A failure is reported where somebody waits for it: in `add` or `finish`.
  written.catch((error: unknown) => writer.fail(error));
  return {
    add: async (name, bytes, chunks) => {
      const member = { ...markerMember(name as RawPath), mode: 0o644, size: bytes };
      await Promise.race([writer.add(member, chunks), written]);
    },
    finish: async () => {
      writer.finish();
      await written;
      await file.flush();
    },
  };
}

/** Files become files below a folder that exists. */
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
