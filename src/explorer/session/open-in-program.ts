import type { Analysis } from "../../analysis/analyze.js";
import type { OpenIn } from "../action.js";
import { FileStream } from "../jobs/file-stream.js";
import type { Screen } from "../terminal/display.js";
import type { FilePrograms } from "./file-program.js";
import { errorText } from "./in-terminal.js";

interface OpenOptions {
  readonly display: Screen;
  readonly programs: FilePrograms | undefined;
  readonly signal: AbortSignal;
}

/**
 * Opens a copy of a file of the image in a program of the user.
 * @returns why it was not opened or why the program failed; `null` if it ended well
 */
export async function openInProgram(
  { image, tree: { entries } }: Analysis,
  { program, name, row, text }: OpenIn,
  { display, programs, signal }: OpenOptions,
): Promise<string | null> {
  if (programs === undefined) return "no program can be started here";
  const bytes = text === null ? contentOf(new FileStream(image, entries, row, 0)) : [text];
  const file = { name, size: entries.bytes(row), bytes: each(bytes) };
  try {
    return await programs.open(program, file, { lend: (work) => display.lend(work), signal });
  } catch (error) {
    return signal.aborted ? null : errorText(error, "cannot open the file");
  }
}

async function* contentOf(stream: FileStream): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = await stream.next(); chunk !== null; chunk = await stream.next()) yield chunk;
  } finally {
    await stream.close();
  }
}

async function* each(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
