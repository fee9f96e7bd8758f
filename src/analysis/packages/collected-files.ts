import type { Entry, FileBytes } from "../../image/entry.js";
import type { Layer } from "../../image/layer.js";
import { type GoProgram, GoProgramReader } from "./go-build-info.js";
import { type PackageFileKind, packageFileKind } from "./package-file-kind.js";

/** The maximum of bytes that are kept in memory. Files beyond it are read again when they are needed. */
const MOST_BYTES = 64 * 1024 * 1024;
/** The maximum of bytes that are searched in programs. */
const MOST_PROGRAM_BYTES = 2 * 1024 * 1024 * 1024;

/** The Go modules in a program; `null` if Go did not build it. */
export interface Modules {
  readonly program: GoProgram | null;
}

/** Takes the next bytes of a file, which may change afterwards. Returns true if more bytes are needed. */
export type Taker = (chunk: Uint8Array) => boolean;

/**
 * The contents of files that describe packages, taken while the layers of an image are read. So a layer that
 * must be downloaded or decompressed is read once, and no copy of it is needed.
 */
export class CollectedFiles {
  readonly #texts = new Map<string, Buffer>();
  readonly #programs = new Map<string, Modules>();
  #left = MOST_BYTES;
  #leftInPrograms = MOST_PROGRAM_BYTES;

  /** Returns the function that takes the content of a file of a layer; `null` if the file describes no package. */
  readonly takerOf = (file: Entry, layer: Layer): Taker | null => {
    const kind = packageFileKind(namesIn(file.path), { bytes: file.size, mode: file.mode });
    return kind === null ? null : this.takerFor(kind, layer, file);
  };

  /** Returns the function that takes the content of a file; `null` if it is known or too big. */
  takerFor(kind: PackageFileKind, layer: Layer, file: FileBytes): Taker | null {
    const key = keyOf(layer, file);
    return kind === "program" ? this.#programTaker(key, file) : this.#textTaker(key, file);
  }

  /** Returns the content of a file; `null` if it was not kept. */
  text(layer: Layer, file: FileBytes): Buffer | null {
    return this.#texts.get(keyOf(layer, file)) ?? null;
  }

  /** Returns the modules of a program; `null` if it was not read. */
  modules(layer: Layer, file: FileBytes): Modules | null {
    return this.#programs.get(keyOf(layer, file)) ?? null;
  }

  #textTaker(key: string, { size }: FileBytes): Taker | null {
    if (this.#texts.has(key) || size > this.#left) return null;
    this.#left -= size;
    const content = Buffer.allocUnsafe(size);
    let at = 0;
    return (chunk) => {
      content.set(chunk, at);
      at += chunk.length;
      if (at === size) this.#texts.set(key, content);
      return at < size;
    };
  }

  #programTaker(key: string, { size }: FileBytes): Taker | null {
    if (this.#programs.has(key)) return null;
    const reader = new GoProgramReader();
    let at = 0;
    return (chunk) => {
      if (this.#programs.has(key) || this.#leftInPrograms < chunk.length) return false;
      this.#leftInPrograms -= chunk.length;
      at += chunk.length;
      if (reader.update(chunk) && at < size) return true;
      this.#programs.set(key, { program: reader.finish() });
      return false;
    };
  }
}

/** Layers with the same bytes have the same files at the same places. */
function keyOf({ blobKey }: Layer, { offset }: FileBytes): string {
  return `${blobKey} ${offset}`;
}

function namesIn(path: string) {
  const names = path.split("/");
  return {
    name: names[names.length - 1],
    folder: (level: number) => names[names.length - 1 - level] ?? "",
  };
}
