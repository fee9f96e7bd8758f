import { join } from "node:path";
import { fail, LayerxError } from "../../errors.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { nearest } from "../../text/nearest.js";
import { type Address, addressText, parseHost } from "../engine/address.js";
import { loneId, openByProgram } from "../engine/by-program.js";
import { Unreachable } from "../engine/engine-client.js";
import { type Connection, connect, type Engine, explainEngine, openFrom } from "../engine/engine-image.js";
import { programOn } from "../engine/program.js";
import { setting } from "../env.js";
import type { NamedImage, NamedOptions, NamedSource, Reply } from "../named-source.js";
import { quoted } from "../registry/registry-message.js";
import { connectionUri } from "./podman-connections.js";
import { findImage, PodmanStore, type StoredImage } from "./podman-store.js";
import { findStorage, type StorageRoot } from "./storage-conf.js";
import { HiddenStorage, UnreadableStorage } from "./storage-file.js";
import { openStored } from "./storage-source.js";

const ENGINE: Engine = {
  title: escapeText("Podman"),
  daemon: escapeText("the Podman service"),
  program: "podman",
  next: {
    unreachable: "check that it is running (`podman system service`)",
    permission: "use the service of your own user, or sudo",
    absent: "list the images with `podman images`; for a registry write `registry:NAME`",
  },
};

const NEXT_DENIED = "use sudo for the storage of root, or `podman unshare layerx …` for your own storage";

/**
 * Podman. The image is read from the host that the user named, from the storage, from the service, or with
 * the program.
 */
export const podman: NamedSource = { name: "podman", open };

async function open(named: NamedImage, options: NamedOptions): Promise<Reply> {
  const address = await namedAddress(named, options);
  if (address !== null) return openService(address, named, options, { isNamed: true });
  // Root may read all files. For other users, files may belong to subordinate IDs, which only Podman itself
  // can read.
  const whole = options.network.uid !== 0;
  const stored = await fromStorage(named, { whole, options });
  if (stored.is !== "unread") return stored;
  // If the image cannot be read in another way, the headers in the storage are enough for looking at it.
  const headers = async () => {
    const found = whole ? await fromStorage(named, { whole: false, options }) : stored;
    return found.is === "unread" ? null : found;
  };
  try {
    const service = await fromService(named, options);
    const isAnswer = service !== null && service.is !== "not available";
    const reply = isAnswer ? service : await fromProgram(named, { storage: stored, service, options });
    return reply.is === "image" ? reply : ((await headers()) ?? reply);
  } catch (error) {
    const found = error instanceof LayerxError ? await headers() : null;
    if (found === null) throw error;
    return found;
  }
}

/** Returns the address of `CONTAINER_HOST`, or of `CONTAINER_CONNECTION`. */
async function namedAddress({ name }: NamedImage, options: NamedOptions): Promise<Address | null> {
  const { env } = options.network;
  const from = setting(env, "CONTAINER_HOST") === undefined ? "CONTAINER_CONNECTION" : "CONTAINER_HOST";
  const host = setting(env, "CONTAINER_HOST") ?? (await connectionUri(options));
  if (host === null) return null;
  const defaultSocket = "/run/podman/podman.sock";
  const address = parseHost(host, { from: quoted(from), defaultSocket, tls: () => null });
  if (address.is !== "ssh") return address;
  const { user, host: machine, port } = address;
  const to = `${port === null ? "" : `-p ${port} `}${user === null ? "" : `${user}@`}${machine}`;
  fail("podman-over-ssh", { image: quoted(name), setting: from, to: quoted(to) });
}

/** The storage does not exist, or it cannot be read completely. */
interface Unread {
  readonly is: "unread";
  /** Why it cannot be read; `null` if it does not exist. */
  readonly error: UnreadableStorage | null;
}

/** Reads the image from the storage. Without `whole`, its headers are enough. */
async function fromStorage(
  named: NamedImage,
  { whole, options }: { whole: boolean; options: NamedOptions },
): Promise<Reply | Unread> {
  try {
    const place = findStorage(options.network);
    if (place === null) return { is: "unread", error: null };
    const store = new PodmanStore(place);
    // The lists are replaced by renaming, so an image may be in the list a moment before its layers.
    const first = findImage(store.images(), named.name);
    const stored = first ?? findImage(store.images(), named.name);
    if (stored === null) return absent(named, store.images(), place);
    return { is: "image", image: await openStored(store, stored, { named, whole, options }) };
  } catch (error) {
    if (!(error instanceof UnreadableStorage)) throw error;
    options.network.trace?.(quoted(`podman: the storage is not used: ${error.message}`));
    return { is: "unread", error };
  }
}

function absent({ name }: NamedImage, images: readonly StoredImage[], { root }: StorageRoot): Reply {
  const where = quoted(root);
  const names = images.flatMap((image) =>
    image.names.flatMap((each) => [each, each.replace(/^localhost\//, "")]),
  );
  const tagged = /:[^/]*$/.test(name);
  const near = nearest(name, new Set(tagged ? names : names.map((each) => each.replace(/:[^/:]*$/, ""))));
  const words = near === null ? "" : `; the nearest name there is ${quoted(near)}`;
  const details = { engine: ENGINE.title, image: quoted(name), where, words, next: ENGINE.next.absent };
  return {
    is: "absent",
    why: escapeText(`no such image in ${where}`),
    error: new LayerxError("engine-no-image", details),
  };
}

/**
 * Returns `null` if no service is running. A usual socket may belong to another user: every installed Podman has a
 * folder for the socket of root, which other users may not enter. So missing permission does not end the search.
 */
async function fromService(named: NamedImage, options: NamedOptions): Promise<Reply | null> {
  let denied: Reply | null = null;
  for (const path of serviceSockets(options)) {
    try {
      return await openService({ is: "socket", path }, named, options, { isNamed: false });
    } catch (error) {
      if (error instanceof Unreachable) continue;
      if (!(error instanceof LayerxError) || error.code !== "engine-permission") throw error;
      const why = escapeText(`permission is denied on ${quoted(path)}`);
      denied = { is: "not available", why, error };
    }
  }
  return denied;
}

function serviceSockets({ network: { env, uid } }: NamedOptions): string[] {
  const runtime = setting(env, "XDG_RUNTIME_DIR");
  const own =
    runtime === undefined ? `/tmp/podman-run-${uid}/podman/podman.sock` : join(runtime, "podman/podman.sock");
  return [own, "/run/podman/podman.sock"];
}

async function openService(
  address: Address,
  named: NamedImage,
  options: NamedOptions,
  { isNamed }: { isNamed: boolean },
): Promise<Reply> {
  const where = addressText(address);
  let connection: Connection;
  try {
    connection = await connect(address, {}, options);
  } catch (error) {
    if (!isNamed && error instanceof Unreachable && error.code !== "EACCES") throw error;
    return explainEngine(error, named, { engine: ENGINE, where });
  }
  try {
    return await openFrom(connection, named, { engine: ENGINE, options });
  } catch (error) {
    return explainEngine(error, named, { engine: ENGINE, where });
  } finally {
    connection.client.close();
  }
}

/**
 * Reads the image with `podman save`. The program creates a storage if there is none. So if the user did not
 * name Podman, the program is only used if its storage exists but could not be read.
 */
async function fromProgram(
  named: NamedImage,
  { storage, service, options }: { storage: Unread; service: Reply | null; options: NamedOptions },
): Promise<Reply> {
  const { env, os = "linux" } = options.network;
  const program = programOn(env, "podman");
  const useful = named.forced || os !== "linux" || isKnown(storage);
  if (program === null || !useful) {
    return service !== null && storage.error === null ? service : notThere(named, storage);
  }
  const save = ["save", "-q", "--format", "docker-archive", "--", named.name];
  const identify = ["image", "inspect", "--format", "{{.Id}}", "--", named.name];
  const how = { engine: ENGINE, format: "podman", where: quoted(program), isAbsent } as const;
  return openByProgram({ program, save, identify, idIn: loneId }, named, { ...how, options });
}

function isAbsent(words: Printable): boolean {
  return /image not known|no such image/i.test(words);
}

/** Returns true if there is a storage. */
function isKnown({ error }: Unread): boolean {
  return error !== null && !(error instanceof HiddenStorage);
}

/**
 * The reply if no image of Podman can be read.
 * @throws LayerxError if there is a storage: it may have the image, so the search must not continue
 */
function notThere({ name }: NamedImage, storage: Unread): Reply {
  const { error: unread } = storage;
  const denied = unread?.denied ?? null;
  const [image, engine] = [quoted(name), ENGINE.title];
  if (denied !== null) {
    const where = quoted(denied);
    const error = new LayerxError("engine-permission", { image, engine, where, next: NEXT_DENIED }, unread);
    if (isKnown(storage)) throw error;
    return { is: "not available", why: escapeText(`permission is denied on ${where}`), error };
  }
  const reason =
    unread === null
      ? "there is no storage, no service and no program"
      : `its storage cannot be used, because ${unread.message}, and there is no service and no program`;
  const next = "install Podman, or name its service in CONTAINER_HOST";
  const error = new LayerxError("engine-unusable", { image, engine, reason: quoted(reason), next }, unread);
  if (isKnown(storage)) throw error;
  return { is: "not available", why: escapeText("it has no storage and no service here"), error };
}
