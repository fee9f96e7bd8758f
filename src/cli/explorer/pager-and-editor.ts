import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { isSystemError } from "../../errors.js";
import type { FileProgram, FilePrograms } from "../../explorer/session/file-program.js";
import { isExecutable, programOn } from "../../source/engine/program.js";
import { humanSize } from "../../text/bytes.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { Context, World } from "../command-context.js";
import { systemReason } from "../output/report-file.js";

/** The maximum size of a file in bytes: pagers and editors cannot handle larger ones well. */
const MOST_BYTES = 256 * 1024 * 1024;

/**
 * Opens files of the image in `$PAGER` and `$EDITOR`. The program gets a copy that only the user can read, in a folder of its
 * own, which is removed afterwards. No shell is involved, so nothing in a name or in a variable is a command.
 */
export function filePrograms({
  world,
  uninterrupted,
}: Pick<Context, "world" | "uninterrupted">): FilePrograms {
  return {
    open: async (which, file, { lend, signal }) => {
      const found = programOf(which, world.env);
      if ("problem" in found) return escapeText(found.problem);
      if (file.size > MOST_BYTES)
        return escapeText(`the file is larger than ${humanSize(MOST_BYTES)}: save it with e in the files`);
      const folder = await mkdtemp(join(tmpdir(), "layerx-view-"));
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        const path = join(folder, safeName(file.name));
        await writeCopy(path, which === "pager" ? withoutSequences(file.bytes) : file.bytes, signal);
        let problem: string | null = null;
        await lend(() =>
          uninterrupted(async () => {
            problem = await run([...found.words, path], world, signal);
            await remove();
          }),
        );
        return problem === null ? null : escapeText(problem);
      } catch (error) {
        if (!isSystemError(error)) throw error;
        return escapeText(`cannot write the copy: ${systemReason(error)}`);
      } finally {
        await remove();
      }
    },
  };
}

type Words = { readonly words: readonly [string, ...string[]] } | { readonly problem: string };

/** Returns the program and its own arguments, from `PAGER` (default: less), or from `VISUAL` or `EDITOR`. */
function programOf(which: FileProgram, env: World["env"]): Words {
  const names = which === "pager" ? ["PAGER"] : ["VISUAL", "EDITOR"];
  const name = names.find((one) => (env[one] ?? "").trim() !== "");
  if (name === undefined && which === "editor")
    return { problem: "EDITOR is not set: set it to your editor, for example EDITOR=vi" };
  const value = name === undefined ? "less" : (env[name] ?? "").trim();
  // A path with spaces is one program; otherwise spaces separate arguments, as in `code --wait`.
  const isWhole = value.includes("/") && isExecutable(value);
  const [program, ...args] = isWhole ? [value] : value.split(/\s+/);
  const path = program.includes("/") ? program : programOn(env, program);
  if (path !== null && isExecutable(path)) return { words: [path, ...args] };
  const where = program.includes("/") ? "is not a program" : "is not on the PATH";
  return {
    problem:
      name === undefined
        ? `less ${where}: set PAGER to your pager`
        : `${program} ${where}: correct the variable ${name}`,
  };
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
 * Runs a program with the terminal.
 * @returns the reason of its failure, `null` if it ended well.
 */
async function run(
  [program, ...args]: readonly string[],
  { env, cwd }: World,
  signal: AbortSignal,
): Promise<string | null> {
  const { spawn } = await import("node:child_process");
  // LESSOPEN names a program that less runs with the name of the file. It must not run for files of an image.
  const child = spawn(program, args, {
    cwd,
    env: { ...env, LESSOPEN: undefined, LESSCLOSE: undefined },
    stdio: "inherit",
  });
  const stop = () => void child.kill("SIGTERM");
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise((resolve) => {
      child.on("error", (error) => resolve(`cannot start ${program}: ${systemReason(error)}`));
      child.on("close", (code, ended) => resolve(howItEnded(program, { code, ended })));
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function howItEnded(
  program: string,
  { code, ended }: { readonly code: number | null; readonly ended: string | null },
): Printable | null {
  if (code === 0) return null;
  return escapeText(
    code === null ? `${program} was ended by ${ended}` : `${program} ended with exit code ${code}`,
  );
}
