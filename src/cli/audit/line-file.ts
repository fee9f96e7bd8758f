import { createReadStream } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";

/** A file to which lines are added. */
export interface LineFile {
  /**
   * Adds one line; `text` has no newline. Lines of several callers never mix.
   * @throws the system's errors.
   */
  add(text: string): Promise<void>;
  close(): Promise<void>;
}

const NEWLINE = 10;

/**
 * Opens a file for lines. A special file, such as a pipe, is written without replacing it.
 * @param options `keep`: the number of bytes of the file that stay; 0 for an empty file
 * @throws the system's errors.
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
      // After a failure the file may end with an incomplete line. So nothing more is added, and each caller
      // gets the same error.
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
  /** The number of bytes of the file up to the end of this line, including its newline. */
  readonly end: number;
  readonly whole: boolean;
}

/** The maximum length of a line in bytes. `layerx audit` does not write longer lines. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Yields the lines of a file or stream.
 * @throws the system's errors.
 */
export async function* linesFrom(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<ReadLine> {
  let parts: Buffer[] = [];
  let lineBytes = 0;
  let [number, end] = [0, 0];
  const take = (whole: boolean): ReadLine => {
    const text = Buffer.concat(parts).toString("utf8");
    end += lineBytes + Number(whole);
    number++;
    parts = [];
    lineBytes = 0;
    return { text, number, end, whole };
  };
  for await (const given of stream) {
    const chunk = typeof given === "string" ? Buffer.from(given) : asBuffer(given);
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      parts.push(chunk.subarray(from, at));
      lineBytes += at - from;
      from = at + 1;
      yield take(true);
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
    lineBytes += chunk.length - from;
    if (lineBytes > MOST_BYTES) throw new Error(`line ${number + 1} has more than ${MOST_BYTES} bytes`);
  }
  if (lineBytes > 0) yield take(false);
}

/** Returns the same bytes, without a copy. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Large, for fewer reads: the files of an audit may have hundreds of megabytes. */
const READ_BYTES = 1024 * 1024;

/**
 * Yields the lines of a regular file.
 * @throws the system's errors.
 */
export async function* linesOfFile(path: string): AsyncGenerator<ReadLine> {
  const stats = await stat(path);
  if (!stats.isFile()) throw new Error("it is not a regular file");
  yield* linesFrom(createReadStream(path, { highWaterMark: READ_BYTES }));
}
