import { canCheck } from "../../image/digest.js";
import type { Image } from "../../image/image.js";
import { readsStandardInput } from "../../image/source-name.js";
import type { Limits } from "../../source/limits.js";
import { openImage } from "../../source/open.js";
import type { NetworkOptions } from "../../source/registry/open-registry.js";
import { Turns } from "../../source/turns.js";
import { escapeText } from "../../text/escape.js";
import { type CommonArgs, insecureHosts, limitsOf, timeoutOf, withSource } from "../arguments/options.js";
import type { Context, OpenSettings, ReadingProgress, World } from "../command-context.js";
import type { Messages } from "../output/messages.js";
import { type CommandCache, openCache } from "./command-cache.js";

interface ImagesOptions {
  readonly world: World;
  readonly args: CommonArgs;
  /** The name of the command, for messages. */
  readonly command: string;
  readonly messages: Messages;
  readonly signal: AbortSignal;
  onProgress(progress: ReadingProgress): void;
}

/** The images that a command opens, with its limits, its cache and its connections. */
export class CommandImages {
  readonly #options: ImagesOptions;
  readonly #limits: Limits;
  readonly #network: NetworkOptions;
  readonly #cache: CommandCache;
  readonly #opened = new Set<Image>();
  readonly #piped = new Set<string>();

  constructor(options: ImagesOptions) {
    const { world, args, command, messages } = options;
    this.#options = options;
    this.#limits = limitsOf(args.limit ?? [], command);
    this.#network = {
      env: world.env,
      os: world.platform.os,
      uid: world.uid,
      insecureRegistries: insecureHosts(args["insecure-registry"] ?? [], command),
      timeoutSeconds: timeoutOf(args.timeout, command),
      tlsContexts: new Map(),
      accesses: new Map(),
      packing: new Turns(1),
      ...this.#printedBy(messages.print),
    };
    this.#cache = openCache(world, args);
  }

  sourceOf(argument: string): string {
    return withSource(argument, this.#options.args.source, this.#options.command);
  }

  async open(argument: string, settings: OpenSettings = {}): Promise<Image> {
    const { world, args, messages, signal, onProgress } = this.#options;
    const source = this.sourceOf(argument);
    if (readsStandardInput(source)) this.#piped.add(source);
    // A caller with its own progress has a screen.
    const hasScreen = settings.onProgress !== undefined;
    const isBehindScreen = hasScreen && world.stdout.isTTY === true;
    const { platform, image: selector } = { ...args, ...settings.choice };
    const reading = {
      onProgress: settings.onProgress ?? onProgress,
      signal: settings.signal ? AbortSignal.any([settings.signal, signal]) : signal,
    };
    const image = await openImage(source, {
      ...reading,
      cwd: world.cwd,
      stdin: pipedInto(world, source),
      host: { arch: world.platform.arch },
      batch: hasScreen,
      platform,
      image: selector,
      exactly: settings.choice?.exactly,
      limits: { ...this.#limits, ...settings.limits },
      network: { ...this.#network, ...(isBehindScreen ? this.#printedBy(messages.printLater) : {}) },
      keepContent: settings.keepContent ?? false,
      looking: settings.looking === true && args.verify !== true,
      pick: settings.pick,
      cache: this.#cache.cache,
      onLayers: settings.onLayers,
    });
    this.#opened.add(image);
    if (args.verify) await verifyLayers(image, reading);
    return image;
  }

  async list(what: Parameters<Context["list"]>[0]): Promise<string[]> {
    const { onProgress, signal } = this.#options;
    const { listRepositories, listTags } = await import("../../source/registry/list-repositories.js");
    const options = { network: this.#network, limits: this.#limits, onProgress, signal };
    return "registry" in what ? listRepositories(what.registry, options) : listTags(what, options);
  }

  /** Closes an image before the command ends. */
  async release(image: Image): Promise<void> {
    this.#opened.delete(image);
    await image.close();
    await this.#cache.trimBetweenImages();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#opened].map((image) => image.close()));
    for (const source of this.#piped) closeStream(pipedInto(this.#options.world, source));
  }

  /** Trims the cache after the output is written. */
  trimCache(): Promise<void> {
    return this.#cache.trim();
  }

  #printedBy(print: (line: string) => void): Pick<NetworkOptions, "tell" | "trace"> {
    const { debug } = this.#options.args;
    return { tell: print, trace: debug ? (line) => print(escapeText(`debug: ${line}`)) : undefined };
  }
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
