import type { Writable } from "node:stream";
import { fail, LayerxError } from "../../errors.js";
import type { ImageFormat } from "../../image/image.js";
import { type Platform, platformName } from "../../image/platform.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { nearest } from "../../text/nearest.js";
import { parsePlatform, UNKNOWN_PLATFORM } from "../choose-platform.js";
import type { NamedImage, NamedOptions, Reply } from "../named-source.js";
import { reportWait } from "../open-progress.js";
import { certificateFault } from "../registry/net/certificates.js";
import { idleMsOf } from "../registry/open-registry.js";
import { quoted } from "../registry/registry-message.js";
import type { Address } from "./address.js";
import { EngineApi, type Inspected, Refused } from "./api.js";
import { EngineClient, Unreachable } from "./engine-client.js";
import { openKept, openPacked, type Packed, type Save } from "./packed.js";
import { podmanNames } from "./podman-names.js";

/** An engine with Docker's API, and its names. */
export interface Engine {
  /** `Docker Engine`. */
  readonly title: Printable;
  /** `the Docker daemon`. */
  readonly daemon: Printable;
  readonly program: "docker" | "podman";
  /** Texts for the next step if it cannot be reached, must not be used, or does not have the image. */
  readonly next: { readonly unreachable: string; readonly permission: string; readonly absent: string };
}

/** A connection. The caller closes it. */
export interface Connection {
  readonly client: EngineClient;
  readonly api: EngineApi;
}

/** Connects to an engine. @throws Unreachable, Refused; the signal's reason */
export async function connect(
  address: Address,
  headers: Readonly<Record<string, string>>,
  options: NamedOptions,
): Promise<Connection> {
  const { network, signal, batch = false } = options;
  const { env } = network;
  const trace = (line: string) => network.trace?.(quoted(line));
  const client = new EngineClient(address, { env, headers, idleMs: idleMsOf(network), batch, trace, signal });
  // ssh may ask for a password, and a line of progress would overwrite its question.
  const onProgress = address.is === "ssh" ? undefined : options.onProgress;
  const stop = reportWait(`waiting for ${client.where}`, onProgress);
  try {
    return { client, api: await EngineApi.connect(client, env) };
  } catch (error) {
    client.close();
    throw error;
  } finally {
    stop();
  }
}

/**
 * Reads an image from an engine. After the first call the ID of the image is used, so that it stays the same
 * image.
 * @throws LayerxError; Unreachable, Refused; the signal's reason
 */
export async function openFrom(
  { client, api }: Connection,
  named: NamedImage,
  { engine, options }: { engine: Engine; options: NamedOptions },
): Promise<Reply> {
  const format: ImageFormat = api.isPodman ? "podman" : engine.program;
  const wanted = options.platform === undefined ? null : parsePlatform(options.platform);
  const inspected = await inspectedAs(api.isPodman ? podmanNames(named.name) : [named.name], api, wanted);
  if (inspected === null) return absent({ client, api }, named, engine);
  const packed: Packed = {
    input: quoted(named.name),
    source: named.source,
    format,
    references: inspected.references,
    failed: (words) =>
      fail("engine-failed", {
        image: quoted(named.name),
        engine: engine.title,
        where: client.where,
        words,
        next: NEXT_FAILED,
      }),
  };
  const platform = platformName(inspected.platform ?? UNKNOWN_PLATFORM);
  // An image with several platforms has one ID, and is packed for the wanted platform.
  const key = ["engine", inspected.id, platform, options.platform ?? "", options.image ?? ""];
  const save: Save = (sink) => saved({ client, api }, inspected, named, { engine, format, options, sink });
  const kept = await openKept(key, packed, { options, save });
  if (kept !== null) return { is: "image", image: kept };
  if (options.onLayers !== undefined) await tellLayers(api, inspected, options);
  return { is: "image", image: await openPacked(packed, { key, options, save, bytes: inspected.bytes }) };
}

/**
 * Returns the first of the names that the engine has. Podman treats a short name as a name of Docker Hub, and
 * searches nowhere else.
 */
async function inspectedAs(
  names: readonly string[],
  api: EngineApi,
  platform: Platform | null,
): Promise<Inspected | null> {
  for (const name of names) {
    const inspected = await api.inspect(name, platform);
    if (inspected !== null) return inspected;
  }
  return null;
}

/**
 * Reports the layers of the image before the engine has packed it; nothing if the engine does not support
 * that.
 */
async function tellLayers(api: EngineApi, { id }: Inspected, { onLayers }: NamedOptions): Promise<void> {
  try {
    onLayers?.(await api.history(id));
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
  }
}

/** Starts packing the image, and writes the archive to `sink`. */
async function saved(
  { client, api }: Connection,
  inspected: Inspected,
  named: NamedImage,
  { engine, format, options, sink }: SaveOptions,
): Promise<void> {
  const input = quoted(named.name);
  const endTurn = await options.network.packing?.take(options.signal);
  const stop = packing(format, options);
  try {
    const platform = options.platform === undefined ? null : parsePlatform(options.platform);
    const archive = await api.save(inspected.id, platform);
    stop();
    await client.write(archive, sink);
  } catch (error) {
    if (error instanceof Unreachable) {
      const details = { image: input, engine: engine.title, where: client.where };
      fail("engine-cut", { ...details, reason: quoted(error.message) }, error);
    }
    explainEngine(error, named, { engine, where: client.where });
  } finally {
    stop();
    endTurn?.();
    client.close();
  }
}

interface SaveOptions {
  readonly engine: Engine;
  readonly format: ImageFormat;
  readonly options: NamedOptions;
  readonly sink: Writable;
}

const NEXT_FAILED = "look at the log of the engine";

/** Reports every second that the engine is packing, until the returned function is called. */
function packing(program: string, { onProgress }: NamedOptions): () => void {
  const phase = `${program} is packing the image`;
  onProgress?.({ phase: `${phase}, 0 s`, doneBytes: 0, totalBytes: null });
  return reportWait(phase, onProgress);
}

async function absent(
  { client, api }: Connection,
  { name, forced }: NamedImage,
  engine: Engine,
): Promise<Reply> {
  const image = quoted(name);
  const near = forced ? nearestTag(name, await tagsOf(api)) : null;
  const words = near === null ? "" : `; the nearest name there is ${near}`;
  const next =
    near === null
      ? engine.next.absent
      : `\`${engine.program}:${near}\` may be meant; else ${engine.next.absent}`;
  const details = { engine: engine.title, image, where: client.where, words, next };
  return {
    is: "absent",
    why: escapeText(`no such image at ${client.where}`),
    error: new LayerxError("engine-no-image", details),
  };
}

/**
 * Returns the tags of all images; none if the engine does not list them, because they only improve a message.
 */
async function tagsOf(api: EngineApi): Promise<readonly string[]> {
  try {
    return await api.tags();
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable) return [];
    throw error;
  }
}

/**
 * Returns the tag that is most similar to a name. A name without a tag is compared with names without tags.
 */
function nearestTag(name: string, tags: readonly string[]): Printable | null {
  const tagged = /:[^/]*$/.test(name);
  const names = tagged ? tags : tags.map((tag) => tag.replace(/:[^/:]*$/, ""));
  const found = nearest(name, new Set(names));
  return found === null ? null : quoted(found);
}

/** Throws the error for a failure that ends the search. Other errors are thrown unchanged. */
export function explainEngine(
  error: unknown,
  { name }: NamedImage,
  { engine, where }: { engine: Engine; where: Printable },
): never {
  const image = quoted(name);
  if (error instanceof Unreachable) {
    const details = { image, engine: engine.title, daemon: engine.daemon, where };
    if (error.code === "EACCES" || error.code === "EPERM") {
      fail("engine-permission", { ...details, next: engine.next.permission }, error);
    }
    const { reason = error.message, next = engine.next.unreachable } = tlsFault(error.code) ?? {};
    fail("engine-unreachable", { ...details, reason: quoted(reason), next }, error);
  }
  if (error instanceof Refused) {
    const empty = /empty export/.test(error.words);
    const words = empty
      ? escapeText("the image has no layers, and the engine cannot save such an image")
      : escapeText(`it answered ${error.status}: ${error.words}`);
    const needsTls = /HTTP request to an HTTPS server/.test(error.words);
    const otherVersion = /client version .* is too (?:old|new)/.test(error.words);
    const next = empty
      ? "add a layer to the image, and build it again"
      : otherVersion
        ? "set DOCKER_API_VERSION to a version that the engine speaks, or leave it unset"
        : needsTls
          ? "set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder of the certificates"
          : NEXT_FAILED;
    fail("engine-failed", { image, engine: engine.title, where, words, next }, error);
  }
  throw error;
}

/** Returns why TLS to an engine fails, and the next step; `null` for any other error. */
function tlsFault(code: string): { reason: string; next: string } | null {
  if (code === "EPROTO" || code === "ERR_SSL_WRONG_VERSION_NUMBER") {
    return { reason: "it does not speak TLS", next: "check the port, or leave DOCKER_TLS_VERIFY unset" };
  }
  const fault = certificateFault(code, "");
  if (fault === null) return null;
  return { reason: fault.reason, next: "check ca.pem in DOCKER_CERT_PATH or of the context" };
}
