import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { isSystemError } from "../../errors.js";
import type { Printable } from "../../text/escape.js";
import { type Env, setting } from "../env.js";
import { lastWords, quoted } from "../registry/registry-message.js";

/** A program that ended with an exit code other than 0. */
export class ProgramFailed extends Error {
  override readonly name = "ProgramFailed";
  /** `null` if a signal ended it, or if it could not be started. */
  readonly code: number | null;
  /** The end of its output on stderr. */
  readonly words: Printable;

  constructor(code: number | null, words: Printable) {
    super(words);
    this.code = code;
    this.words = words;
  }
}

const KEPT_BYTES = 4096;

/** Returns the path of a program on the `PATH`; `null` if there is none. */
export function programOn(env: Env, name: string): string | null {
  for (const folder of (setting(env, "PATH") ?? "").split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const path = join(folder, name);
    if (isExecutable(path)) return path;
  }
  return null;
}

/** Returns true if a path is a file that the user may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

/**
 * Runs a program without a shell, and yields its stdout. The exit code is checked after the last byte.
 * Stopping early, or the signal, ends the program.
 * @throws ProgramFailed; the signal's reason
 */
export async function* outputOf(
  program: string,
  args: readonly string[],
  { env, signal }: { env: Env; signal?: AbortSignal },
): AsyncGenerator<Buffer> {
  signal?.throwIfAborted();
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let said: Buffer = Buffer.alloc(0);
  child.stderr.on("data", (chunk: Buffer) => {
    said = Buffer.concat([said, chunk]).subarray(-KEPT_BYTES);
  });
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", (error) => {
      said = Buffer.from(error.message);
      resolve(null);
    });
    child.on("close", resolve);
  });
  const kill = () => {
    child.kill();
    child.stdout.destroy();
  };
  signal?.addEventListener("abort", kill, { once: true });
  try {
    for await (const chunk of child.stdout) yield chunk;
    const code = await ended;
    signal?.throwIfAborted();
    if (code !== 0) throw new ProgramFailed(code, quoted(lastWords(said.toString("utf8"))));
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", kill);
    kill();
  }
}
