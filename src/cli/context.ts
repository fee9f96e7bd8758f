import { coloursAllowed } from "../text/colour.js";
import type { CommonArgs } from "./arguments/options.js";
import type { Context, ReadingProgress, World } from "./command-context.js";
import { CommandImages } from "./images/command-images.js";
import { LogGuard } from "./output/log-guard.js";
import { Messages } from "./output/messages.js";
import { Progress } from "./output/progress.js";
import { Output } from "./output/stdout-writer.js";

/** The reason of an abort: the user stopped the command. */
export const INTERRUPTED = Symbol("interrupted");

const DEFAULT_COLUMNS = 80;

/** A command's context, and the function that ends it. */
export interface Session {
  readonly context: Context;
  /** Hides progress, closes images, waits for stdout, and removes listeners. */
  end(): Promise<void>;
}

/** Creates the context of one command. `command` is its name for messages. */
export function openSession(world: World, args: CommonArgs, command: string): Session {
  const stop = new AbortController();
  const interrupt = () => stop.abort(INTERRUPTED);
  let stopListening = world.onInterrupt?.(interrupt);
  const output = new Output(world.stdout, stop, LogGuard.of(world));
  const progress = new Progress(() => (progressAllowed(world, args) ? world.stderr : null));
  const messages = new Messages(world, args, progress);
  // Progress would erase an incomplete line of output on the same terminal.
  let isInLine = false;
  const onProgress = (next: ReadingProgress) => {
    if (!isInLine) progress.show(next);
  };
  const images = new CommandImages({ world, args, command, messages, signal: stop.signal, onProgress });

  const context: Context = {
    world,
    signal: stop.signal,
    colour: !args["no-color"] && coloursAllowed(world.env, world.stdout),
    columns: outputColumns(world),
    open: (argument, settings) => images.open(argument, settings),
    sourceOf: (argument) => images.sourceOf(argument),
    list: (what) => images.list(what),
    release: (image) => images.release(image),
    status: (line) => progress.say(line),
    progress: (doneBytes, totalBytes, phase = "reading") => progress.show({ phase, doneBytes, totalBytes }),
    write: (chunk, kind) => {
      progress.hide();
      if (chunk.length > 0) isInLine = world.stdout.isTTY === true && !endsLine(chunk);
      return output.write(chunk, kind);
    },
    writeParts: (parts) => {
      progress.hide();
      return output.writeParts(parts);
    },
    warn: ({ warnings }) => messages.warn(warnings),
    tell: messages.print,
    uninterrupted: async (work) => {
      const ignored = world.onSignal?.("SIGINT", () => undefined);
      const ends = (["SIGTERM", "SIGHUP"] as const).map((name) => world.onSignal?.(name, interrupt));
      stopListening?.();
      try {
        await work();
      } finally {
        stopListening = world.onInterrupt?.(interrupt);
        for (const off of [ignored, ...ends]) off?.();
      }
    },
  };
  const end = async () => {
    progress.hide();
    messages.printPending();
    try {
      await images.close();
      await output.finish();
      await images.trimCache();
    } finally {
      stopListening?.();
    }
  };
  return { context, end };
}

function endsLine(chunk: string | Uint8Array): boolean {
  return typeof chunk === "string" ? chunk.endsWith("\n") : chunk.at(-1) === 0x0a;
}

function progressAllowed({ env, stderr }: World, args: CommonArgs): boolean {
  return stderr.isTTY === true && env.TERM !== "dumb" && !isUnattended(env) && !args["no-progress"];
}

/** Returns true in a pipeline (`CI` is set), where no user watches progress or presses keys. */
export function isUnattended({ CI }: World["env"]): boolean {
  return CI !== undefined && CI !== "" && CI !== "false" && CI !== "0";
}

/** Returns the columns of stdout: of `COLUMNS`, or of the terminal, or 80. */
export function outputColumns({ env, stdout }: World): number {
  const columns = Number(env.COLUMNS);
  if (Number.isInteger(columns) && columns > 0) return columns;
  return stdout.isTTY === true && stdout.columns ? stdout.columns : DEFAULT_COLUMNS;
}
