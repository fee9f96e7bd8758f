import { tmpdir } from "node:os";
import type { PickImage } from "../../image/choice.js";
import type { Image } from "../../image/image.js";
import { field } from "../../image/json-field.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { isOfNoPlatform } from "../archive/descriptor.js";
import { readManifests } from "../archive/oci-layout.js";
import { placed } from "../archive/oci-walk.js";
import { type Cache, NO_CACHE } from "../cache/cache.js";
import { explain } from "../damage.js";
import type { Env } from "../env.js";
import { imageOf } from "../layers/image-of.js";
import { DEFAULT_LIMITS, type Limits } from "../limits.js";
import { type OpenProgress, reportWait } from "../open-progress.js";
import type { Turns } from "../turns.js";
import { chooseManifest } from "./choose-manifest.js";
import { HELPER_TIMEOUT_MS } from "./login/find-login.js";
import { Connections, type TlsContexts } from "./net/connections.js";
import { HostRules } from "./net/hosts.js";
import { type Clock, SYSTEM_CLOCK } from "./net/retry.js";
import { RegistryClient } from "./registry-client.js";
import { apiHost, parseReference, shortName } from "./registry-reference.js";
import { REGISTRY_LAYOUT, RegistrySource, STREAMS } from "./registry-source.js";
import { RetryWaits } from "./retry-waits.js";
import { tocClaim } from "./toc/read-toc.js";
import { TocLayer } from "./toc/toc-layer.js";
import { TocWarnings } from "./toc/toc-warnings.js";
import type { RegistryWorld } from "./world.js";

/** The options for reading from a network, in addition to those of every source. */
export interface NetworkOptions {
  readonly env: Env;
  /** In the words of `process.platform`; `linux` by default. */
  readonly os?: string;
  /** The ID of the user; absent if the system has none. */
  readonly uid?: number;
  /** The values of `--insecure-registry`: `HOST` or `HOST:PORT`. */
  readonly insecureRegistries?: readonly string[];
  /** The value of `--timeout`: the maximum time without a byte on a connection; 30 by default. */
  readonly timeoutSeconds?: number;
  readonly clock?: Clock;
  /** Shared by all images of a run, so that certificates are read once for each host. */
  readonly tlsContexts?: TlsContexts;
  /** Shared by all images of a run, so that images of one repository use one token. */
  readonly accesses?: RegistryWorld["accesses"];
  /**
   * Makes engines pack one image after the other, because each image needs disk space of its full size;
   * without it all at the same time.
   */
  readonly packing?: Turns;
  /** Prints requests, statuses and tries, for `--debug`. */
  trace?(line: Printable): void;
  /** Prints a message for the user about reading the image; absent while the explorer uses the screen. */
  tell?(line: Printable): void;
}

export interface OpenRegistryOptions {
  /** The name that the user gave. */
  readonly source: string;
  readonly network: NetworkOptions;
  readonly platform?: string;
  readonly image?: string;
  readonly exactly?: string | undefined;
  readonly host: { readonly arch: string };
  readonly limits?: Partial<Limits>;
  /** The cache; without it nothing is kept. */
  readonly cache?: Cache;
  readonly pick?: PickImage;
  /** True to keep a private copy of each layer that is read, so that its files can be read again. */
  readonly keepContent?: boolean;
  readonly tempDir?: string;
  /** True if the table of contents of a layer may be read instead of the layer. */
  readonly looking?: boolean;
  onProgress?(progress: OpenProgress): void;
  readonly signal?: AbortSignal;
}

/** Returns the maximum time without a byte on a connection, in milliseconds. */
export function idleMsOf({ timeoutSeconds = 30 }: NetworkOptions): number {
  return timeoutSeconds * 1000;
}

/** Returns the tools for requests, with new connections. */
export function registryWorld(network: NetworkOptions, signal: AbortSignal | undefined): RegistryWorld {
  const rules = new HostRules(network.insecureRegistries ?? []);
  return {
    env: network.env,
    uid: network.uid,
    connections: new Connections({ env: network.env, rules, tlsContexts: network.tlsContexts }),
    accesses: network.accesses,
    rules,
    clock: network.clock ?? SYSTEM_CLOCK,
    idleMs: idleMsOf(network),
    helperTimeoutMs: HELPER_TIMEOUT_MS,
    trace: (line) => network.trace?.(line),
    signal,
  };
}

/** Returns the tools that show the user why a request waits. */
export function shownBy(waits: RetryWaits): Pick<RegistryWorld, "onBytes" | "onRetryWait"> {
  return { onBytes: () => waits.noteBytes(), onRetryWait: (why, ms) => waits.begin(why, ms) };
}

/**
 * Opens an image in a registry: the first manifest by its name, the others by digest. Reads manifest and
 * config, but no layer.
 * @throws LayerxError, `registry-not-found` if the registry does not have it; the signal's reason
 */
export async function openRegistry(reference: string, options: OpenRegistryOptions): Promise<Image> {
  const parsed = parseReference(reference);
  const { network, signal } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const cache = options.cache ?? NO_CACHE;
  const world = registryWorld(network, signal);
  const waits = new RetryWaits(options.onProgress);
  const client = new RegistryClient(parsed, { ...world, ...shownBy(waits), onAnswer: () => stop() });
  // Only until the first answer: then a credential helper may ask for a password.
  const stop = reportWait(`waiting for ${apiHost(parsed)}`, (progress) => {
    // The wait for the next try is shown instead.
    if (!waits.areShown) options.onProgress?.(progress);
  });
  const keepIn = options.keepContent ? (options.tempDir ?? tmpdir()) : null;
  const source = new RegistrySource(client, { keepIn, cache });
  try {
    const { manifest, index, descriptor, platforms } = await chooseManifest(source, {
      ...options,
      limits,
      cache,
    });
    source.describe(manifest);
    const { bytes, value, digest } = manifest;
    const root = { name: escapeText("the manifest"), value, bytes, digest };
    const found = await readManifests(source, root, { layout: REGISTRY_LAYOUT, limits });
    const images = found.images.map((listed) => ({
      ...listed,
      variants: listed.variants.map((one) => (descriptor === null ? one : placed(one, descriptor))),
      references: [shortName(parsed)],
      digests: index === null ? [] : [index],
    }));
    const listing = { format: "registry", name: root.name, ...found, images } as const;
    // The image was chosen from the index, but its platform only if the index has it.
    const isChosen = descriptor !== null && !isOfNoPlatform(descriptor);
    const platform = isChosen ? undefined : options.platform;
    const selector = index === null ? options.image : undefined;
    const wish = { image: selector, platform, exactly: undefined };
    const image = await imageOf(source, listing, { ...options, ...wish, limits });
    image.warnings.unshift(...client.authorization.warnings);
    const warnings = new TocWarnings(image.warnings);
    const described = field(value, "layers");
    const layers = image.layers.map((layer, index) => {
      const claim = Array.isArray(described) ? tocClaim(described[index]) : null;
      if (claim === null || layer.digest === null) return layer;
      const place = { client, digest: layer.digest, size: layer.storedSize, limits, cache, signal };
      return new TocLayer(layer, {
        claim,
        place,
        looking: options.looking ?? false,
        warnings,
        trace: world.trace,
      });
    });
    const chosenFrom = platforms.length === 0 ? {} : { platforms };
    return { ...image, ...chosenFrom, layers, layersAtOnce: STREAMS };
  } catch (error) {
    await source.close();
    return explain(error, { input: source.input, layer: null });
  } finally {
    stop();
  }
}
