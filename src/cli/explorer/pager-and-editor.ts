import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { isSystemError } from "../../errors.js";
import type { FileProgram, FilePrograms } from "../../explorer/session/file-program.js";
import { isExecutable } from "../../source/engine/program.js";
import { humanSize } from "../../text/bytes.js";
import { escapeText } from "../../text/escape.js";
import { writeFault } from "../../text/system-words.js";
import type { Context, World } from "../command-context.js";

/** The maximum size of a file in bytes: pagers and editors cannot handle larger ones well. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The exit codes of a shell that cannot run the program, or cannot find it. */
const NO_PROGRAM: readonly number[] = [126, 127];

/**
 * Opens files of the image in `$PAGER` and `$EDITOR`. The program gets a copy that only the user can read, in a folder of its
 * own, which is removed afterwards.
 */
export function filePrograms({
  world,
  uninterrupted,
}: Pick<Context, "world" | "uninterrupted">): FilePrograms {
  return {
    open: async (which, file, { lend, signal }) => {
      const command = commandOf(which, world);
      if (command === null)
        return escapeText("EDITOR is not set: set it to your editor, for example EDITOR=vi");
      if (file.size > MOST_BYTES)
        return escapeText(`the file is larger than ${humanSize(MOST_BYTES)}: save it with e in the files`);
      let folder: string | null = null;
      const remove = async () => {
        if (folder !== null) await rm(folder, { recursive: true, force: true });
      };
      try {
        folder = await mkdtemp(join(tmpdir(), "layerx-view-"));
        const path = join(folder, safeName(file.name));
        await writeCopy(path, which === "pager" ? withoutSequences(file.bytes) : file.bytes, signal);
        let problem: string | null = null;
        await lend(() =>
          uninterrupted(async () => {
            problem = await run(command, path, world, signal);
            await remove();
          }),
        );
        return problem === null ? null : escapeText(problem);
      } catch (error) {
        if (!isSystemError(error)) throw error;
        return escapeText(`cannot write the copy: ${writeFault(error).reason}`);
      } finally {
        await remove();
      }
    },
  };
}

/** A variable with a command line. */
interface Command {
  readonly line: string;
  /** What the user can do if the command line has no program. */
  readonly next: string;
  /** The program and its arguments, before the path of the file. */
  readonly words: readonly [string, ...string[]];
}

/** Returns the command of `PAGER` (default: less), or of `VISUAL` or `EDITOR`; `null` if no editor is set. */
function commandOf(which: FileProgram, { env, platform }: World): Command | null {
  const names = which === "pager" ? ["PAGER"] : ["VISUAL", "EDITOR"];
  const name = names.find((one) => (env[one] ?? "").trim() !== "");
  if (name === undefined && which === "editor") return null;
  const line = name === undefined ? "less" : (env[name] ?? "").trim();
  const next = name === undefined ? "set PAGER to your pager" : `correct the variable ${name}`;
  return { line, next, words: wordsOf(line, platform) };
}

/**
 * Returns the words of a command line. As in git, a shell reads it, and gets the file as an argument, so that the shell does
 * not read the file's path. Windows has no such shell: there only double quotes have a meaning.
 */
function wordsOf(line: string, { os }: World["platform"]): [string, ...string[]] {
  // A path with spaces is one program, also without quotes.
  if (/[\\/]/.test(line) && isExecutable(line)) return [line];
  if (os !== "win32") return ["/bin/sh", "-c", `${line} "$@"`, "sh"];
  const [program = line, ...args] = (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) =>
    word.replaceAll('"', ""),
  );
  return [program, ...args];
}

/**
 * Returns a name that cannot be an option or leave the folder. The file extension stays, because editors
 * choose colours by it.
 */
function safeName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[.-]+/, "");
  return safe === "" ? "file" : safe.slice(-64).replace(/^[.-]+/, "_");
}

/** Writes a read-only file that only the user can read. Changes would be lost. */
async function writeCopy(path: string, bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  const file = await open(path, "wx", 0o400);
  try {
    for await (const chunk of bytes) {
      signal.throwIfAborted();
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
}

/**
 * Yields the text with control characters as visible escapes, because a pager may pass them to the terminal:
 * `less -R`, or LESS=-r in the environment. Lines and tabs stay.
 */
async function* withoutSequences(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new StringDecoder("utf8");
  // The line feed of a CRLF may be in the next chunk.
  let pending = "";
  for await (const chunk of bytes) {
    const text = pending + decoder.write(Buffer.from(chunk));
    pending = text.endsWith("\r") ? "\r" : "";
    yield Buffer.from(visible(text.slice(0, text.length - pending.length)));
  }
  yield Buffer.from(visible(pending + decoder.end()));
}

function visible(text: string): string {
  return text
    .split(/([\n\t]|\r\n)/)
    .map((part, at) => (at % 2 === 1 ? part.replace("\r", "") : escapeText(part)))
    .join("");
}

/**
 * Runs a command with the terminal.
 * @returns the reason of its failure, `null` if it ended well.
 */
async function run(
  { line, next, words: [program, ...args] }: Command,
  path: string,
  { env, cwd }: World,
  signal: AbortSignal,
): Promise<string | null> {
  const { spawn } = await import("node:child_process");
  // LESSOPEN names a program that less runs with the name of the file. It must not run for files of an image.
  const child = spawn(program, [...args, path], {
    cwd,
    env: { ...env, LESSOPEN: undefined, LESSCLOSE: undefined },
    stdio: "inherit",
  });
  const stop = () => void child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise((resolve) => {
      child.on("error", (error) => resolve(`cannot start ${line} (${error.message}): ${next}`));
      child.on("close", (code, ended) => {
        if (code === 0) resolve(null);
        else if (code === null) resolve(`${line} was ended by ${ended}`);
        else if (NO_PROGRAM.includes(code)) resolve(`cannot start ${line} (exit code ${code}): ${next}`);
        else resolve(`${line} ended with exit code ${code}`);
      });
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
