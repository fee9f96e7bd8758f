import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";

/** A file to which lines are added. */
export interface LineFile {
  /** Adds one line; `text` has no newline. Lines of several callers never mix. @throws what the system says. */
  add(text: string): Promise<void>;
  close(): Promise<void>;
}

const NEWLINE = 10;

/**
 * Opens a file for lines.
 * @param options `keep`: how many bytes of the file stay; 0 for an empty file. What is not a regular file is written as it is.
 * @throws what the system says.
 */
export async function openLines(path: string, { keep }: { readonly keep: number }): Promise<LineFile> {
  const file = await open(path, "a");
  if ((await file.stat()).isFile()) await file.truncate(keep);
  return linesOf(file);
}

function linesOf(file: FileHandle): LineFile {
  let last: Promise<unknown> = Promise.resolve();
  return {
    add: (text) => {
      const written = last.then(() => file.appendFile(`${text}\n`));
      // After a failure the file may end with a part of a line, so nothing more is added, and each caller gets the failure.
      last = written;
      return written;
    },
    close: async () => {
      await Promise.allSettled([last]);
      await file.close();
    },
  };
}

/** A line of a file, without its newline; `whole` is false for a last line that has none. */
export interface ReadLine {
  readonly text: string;
  readonly number: number;
  /** Bytes of the file up to the end of this line, its newline included. */
  readonly end: number;
  readonly whole: boolean;
}

/** `layerx audit` does not write longer lines. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The lines of a file or stream, one at a time. @throws what the system says. */
export async function* linesFrom(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<ReadLine> {
  let parts: Buffer[] = [];
  let held = 0;
  let [number, end] = [0, 0];
  const take = (whole: boolean): ReadLine => {
    const text = Buffer.concat(parts).toString("utf8");
    end += held + Number(whole);
    number++;
    parts = [];
    held = 0;
    return { text, number, end, whole };
  };
  for await (const given of stream) {
    const chunk = typeof given === "string" ? Buffer.from(given) : asBuffer(given);
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      parts.push(chunk.subarray(from, at));
      held += at - from;
      from = at + 1;
      yield take(true);
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > MOST_BYTES) throw new Error(`line ${number + 1} has more than ${MOST_BYTES} bytes`);
  }
  if (held > 0) yield take(false);
}

/** The same bytes, without a copy. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Fewer reads: the files of an audit may have hundreds of megabytes. */
const READ_BYTES = 1024 * 1024;

/** The lines of a regular file. @throws what the system says. */
export async function* linesOfFile(path: string): AsyncGenerator<ReadLine> {
  const stats = await stat(path);
  if (!stats.isFile()) throw new Error("it is not a regular file");
  yield* linesFrom(createReadStream(path, { highWaterMark: READ_BYTES }));
}
