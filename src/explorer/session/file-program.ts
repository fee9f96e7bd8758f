import type { Printable, RawPath } from "../../text/escape.js";

/** A program of the user: `$PAGER` or `$EDITOR`. */
export type FileProgram = "pager" | "editor";

/** A file of the image that a program gets as a copy. */
interface CopiedFile {
  /** The last part of its path. */
  readonly name: RawPath;
  readonly size: number;
  /** Its content. It can be read once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

interface RunOptions {
  /** Lends the terminal to the program while the work runs. */
  lend(work: () => Promise<void>): Promise<void>;
  /** Ends the program. */
  readonly signal: AbortSignal;
}

/**
 * Opens copies of files in programs of the user. The explorer itself starts no program and writes no copy.
 */
export interface FilePrograms {
  /** @returns why the file was not opened, or why the program failed; `null` if it ended well */
  open(program: FileProgram, file: CopiedFile, options: RunOptions): Promise<Printable | null>;
}
