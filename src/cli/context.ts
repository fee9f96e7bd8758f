import { canCheck } from "../image/digest.js";
import type { Image } from "../image/image.js";
import { readsStandardInput } from "../image/source-name.js";
import { openImage } from "../source/open.js";
import type { NetworkOptions } from "../source/registry/open-registry.js";
import { Turns } from "../source/turns.js";
import { coloursAllowed, palette } from "../text/colour.js";
import { escapeText } from "../text/escape.js";
import { type CommonArgs, insecureHosts, limitsOf, timeoutOf, withSource } from "./arguments/options.js";
import type { Context, OpenSettings, ReadingProgress, World } from "./command-context.js";
import { openCache } from "./images/command-cache.js";
import { LogGuard, logText } from "./output/log-guard.js";
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
  const tell = (line: string) => {
    progress.hide();
    world.stderr.write(logText(`${line}\n`, world.env));
  };
  // A line on stderr would appear in the screen, so it waits until the screen is closed.
  const pendingLines: string[] = [];
  const tellLater = (line: string) => void pendingLines.push(line);
  const limits = limitsOf(args.limit ?? [], command);
  const shared = sharedNetwork(world, args, command);
  const network = { ...shared, ...messages(args, tell) };
  const networkBehindScreen = { ...shared, ...messages(args, tellLater) };
  const kept = openCache(world, args);
  const warned = new Set<string>();
  const opened = new Set<Image>();
  const piped = new Set<string>();
  // Progress would erase an incomplete line of output on the same terminal.
  let isInLine = false;
  const show = (next: ReadingProgress) => {
    if (!isInLine) progress.show(next);
  };

  const open: Context["open"] = async (argument, settings = {}) => {
    const source = withSource(argument, args.source, command);
    if (readsStandardInput(source)) piped.add(source);
    // A caller with its own progress has a screen.
    const hasScreen = settings.onProgress !== undefined;
    const { platform, image: selector } = { ...args, ...settings.choice };
    const onProgress = settings.onProgress ?? show;
    const signal = settings.signal ? AbortSignal.any([settings.signal, stop.signal]) : stop.signal;
    const image = await openImage(source, {
      cwd: world.cwd,
      stdin: pipedInto(world, source),
      host: { arch: world.platform.arch },
      batch: hasScreen,
      platform,
      image: selector,
      exactly: settings.choice?.exactly,
      limits: { ...limits, ...settings.limits },
      network: hasScreen && world.stdout.isTTY === true ? networkBehindScreen : network,
      keepContent: settings.keepContent ?? false,
      looking: settings.looking === true && args.verify !== true,
      pick: settings.pick,
      cache: kept.cache,
      onProgress,
      onLayers: settings.onLayers,
      signal,
    });
    opened.add(image);
    if (args.verify) await verifyLayers(image, { onProgress, signal });
    return image;
  };

  const context: Context = {
    world,
    signal: stop.signal,
    colour: !args["no-color"] && coloursAllowed(world.env, world.stdout),
    columns: outputColumns(world),
    open,
    sourceOf: (argument) => withSource(argument, args.source, command),
    list: async (what) => {
      const { listRepositories, listTags } = await import("../source/registry/list-repositories.js");
      const options = { network, limits, onProgress: show, signal: stop.signal };
      return "registry" in what ? listRepositories(what.registry, options) : listTags(what, options);
    },
    release: async (image) => {
      opened.delete(image);
      await image.close();
      await kept.trimBetweenImages();
    },
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
    warn: ({ warnings }) => {
      for (const { message } of warnings) {
        if (!warned.has(message)) tell(`${warningLabel(world, args)} ${escapeText(message)}`);
        warned.add(message);
      }
    },
    tell,
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
    pendingLines.forEach(tell);
    try {
      await Promise.all([...opened].map((image) => image.close()));
      for (const image of piped) closeStream(pipedInto(world, image));
      await output.finish();
      await kept.trim();
    } finally {
      stopListening?.();
    }
  };
  return { context, end };
}

/** Returns the settings and the connections that all images of the command share. */
function sharedNetwork(world: World, args: CommonArgs, command: string): NetworkOptions {
  return {
    env: world.env,
    os: world.platform.os,
    uid: world.uid,
    insecureRegistries: insecureHosts(args["insecure-registry"] ?? [], command),
    timeoutSeconds: timeoutOf(args.timeout, command),
    tlsContexts: new Map(),
    accesses: new Map(),
    packing: new Turns(1),
  };
}

function messages(args: CommonArgs, tell: (line: string) => void): Pick<NetworkOptions, "tell" | "trace"> {
  return { tell, trace: args.debug ? (line) => tell(escapeText(`debug: ${line}`)) : undefined };
}

/**
 * Returns standard input if the image is read from it. Otherwise it is not accessed, because that would open
 * it.
 */
function pipedInto(world: World, source: string): World["stdin"] | null {
  return readsStandardInput(source) && world.stdin.isTTY !== true ? world.stdin : null;
}

/** If a pipe was not read to its end, the program would wait for the writer of the pipe. */
function closeStream(stream: World["stdin"] | null): void {
  if (stream !== null && "destroy" in stream && typeof stream.destroy === "function") stream.destroy();
}

async function verifyLayers(
  image: Image,
  { onProgress, signal }: Required<Pick<OpenSettings, "onProgress" | "signal">>,
): Promise<void> {
  const totalBytes = image.layers.reduce((sum, { storedSize }) => sum + storedSize, 0);
  let before = 0;
  for (const layer of image.layers.filter(({ available }) => available)) {
    await layer.verify({
      onProgress: (bytes) => onProgress({ phase: "verifying", doneBytes: before + bytes, totalBytes }),
      signal,
    });
    before += layer.storedSize;
  }
  for (const [what, digest] of [["config", image.id] as const, ["manifest", image.digest] as const]) {
    if (digest === null || canCheck(digest)) continue;
    const message = `the ${what} is not verified: ${escapeText(digest)} cannot be made here`;
    image.warnings.push({ code: `${what}-digest-unchecked`, message });
  }
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

function warningLabel(world: World, args: CommonArgs): string {
  const colour = !args["no-color"] && coloursAllowed(world.env, world.stderr);
  return palette({ colour }).yellow("warning:");
}
