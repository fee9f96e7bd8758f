import { Readable, Writable } from "node:stream";
import type { ExitCode } from "../../src/cli/command-context.js";
import { run } from "../../src/cli/run.js";

export interface Outcome {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** The bytes of standard input. By default standard input is a terminal without input. */
  readonly stdin?: Readable | string | Uint8Array;
  /** By default empty. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Which outputs are terminals; by default none. */
  readonly tty?: readonly ("stdout" | "stderr")[];
  /** Columns of the outputs that are terminals. */
  readonly columns?: number;
  /** The ID of the user; by default not set. */
  readonly uid?: number;
  /** Milliseconds since 1970; by default the system's clock. */
  readonly now?: number;
  /** By default linux on x64. */
  readonly platform?: { readonly os: string; readonly arch: string };
}

/** Runs the program in this process. @returns its exit code and both outputs. */
export async function layerx(args: readonly string[], around: Surroundings = {}): Promise<Outcome> {
  const outcome = await layerxBytes(args, around);
  return { ...outcome, stdout: outcome.stdout.toString("utf8") };
}

/** The same as `layerx`, but with stdout as bytes. */
export async function layerxBytes(args: readonly string[], around: Surroundings = {}) {
  const stdout = new Collector(around, "stdout");
  const stderr = new Collector(around, "stderr");
  const code = await run({
    argv: args,
    env: around.env ?? {},
    cwd: around.cwd ?? "/",
    stdin: standardInput(around.stdin),
    stdout,
    stderr,
    uid: around.uid,
    platform: around.platform ?? { os: "linux", arch: "x64" },
    ...(around.now === undefined ? {} : { now: () => around.now ?? 0 }),
  });
  return { code, stdout: stdout.bytes(), stderr: stderr.bytes().toString("utf8") };
}

class Collector extends Writable {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
  readonly #chunks: Uint8Array[] = [];

  constructor(around: Surroundings, name: "stdout" | "stderr") {
    super({ decodeStrings: true });
    this.isTTY = around.tty?.includes(name) ?? false;
    this.columns = this.isTTY ? (around.columns ?? 80) : undefined;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(chunk);
    done();
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

function standardInput(stdin: Surroundings["stdin"]): Readable & { readonly isTTY: boolean } {
  if (stdin === undefined) return Object.assign(Readable.from([]), { isTTY: true });
  const stream =
    stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)], { objectMode: false });
  return Object.assign(stream, { isTTY: false });
}
