import { connect } from "node:net";
import { fail, LayerxError } from "../../errors.js";
import { platformName } from "../../image/platform.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { hostPlatform, parsePlatform } from "../choose-platform.js";
import { setting } from "../env.js";
import {
  isImageId,
  type NamedImage,
  type NamedOptions,
  type NamedSource,
  type Reply,
} from "../named-source.js";
import { quoted } from "../registry/registry-message.js";
import { fullName, parseReference, shortName } from "../registry/registry-reference.js";
import { answerOf, loneId, openByProgram, type ProgramCalls } from "./by-program.js";
import { reasonOf } from "./engine-client.js";
import { programOn } from "./program.js";

const TITLE = escapeText("containerd");
const NEXT = {
  unreachable: "check that it is running, or name its socket in CONTAINERD_ADDRESS",
  noProgram: "install nerdctl or ctr, one of which reads the image",
  id: "name the image by its reference: `ctr images list` lists them",
  permission: "use sudo: containerd's socket belongs to root",
  partly:
    "use a --platform that `ctr images list` shows; `ctr images pull --platform OS/ARCH` fetches one that is missing",
  absent: "list the images with `ctr images list`; CONTAINERD_NAMESPACE names another namespace",
};

const DEFAULT_SOCKET = "/run/containerd/containerd.sock";
const CONNECT_MS = 5000;

/** containerd, read with `nerdctl save` or `ctr images export`. */
export const containerd: NamedSource = { name: "containerd", open };

async function open(named: NamedImage, options: NamedOptions): Promise<Reply> {
  const { env } = options.network;
  const [nerdctl, ctr] = [programOn(env, "nerdctl"), programOn(env, "ctr")];
  if (nerdctl === null && ctr === null) {
    const reason = "neither nerdctl nor ctr is on the PATH";
    return unusable(named, reason, NEXT.noProgram);
  }
  if (isImageId(named.name)) {
    return unusable(named, "it has no images by ID", NEXT.id);
  }
  const address = setting(env, "CONTAINERD_ADDRESS");
  const socket = (address ?? DEFAULT_SOCKET).replace(/^unix:\/\//, "");
  const code = await connectionError(socket, options.signal);
  if (code !== null) return noConnection(named, { socket, code, isNamed: address !== undefined });
  const namespace = setting(env, "CONTAINERD_NAMESPACE") ?? "default";
  const parsed = parseReference(named.name);
  // containerd keeps the name under which an image was imported, in any form.
  const names = [...new Set([fullName(parsed), shortName(parsed)])];
  // Both programs read socket and namespace from the environment; ctr accepts only a path.
  const network = {
    ...options.network,
    env: address === undefined ? env : { ...env, CONTAINERD_ADDRESS: socket },
  };
  const around = { ...options, network };
  const platform = options.platform === undefined ? null : platformName(parsePlatform(options.platform));
  const where = quoted(`the namespace ${namespace} of ${socket}`);
  const calls = (reference: string) => {
    const isWhole = options.image !== undefined && platform === null;
    const wanted = { namespace, where, reference, platform, isWhole };
    return nerdctl === null
      ? ctrCalls({ ...wanted, program: ctr ?? "ctr" }, around)
      : nerdctlCalls({ ...wanted, program: nerdctl }, around);
  };
  const engine = { title: TITLE, next: NEXT };
  const how = { engine, format: "containerd", where, isAbsent, nextStep, options: around } as const;
  const reply = await openByProgram(calls(names[0]), named, how);
  return reply.is === "absent" && names.length > 1 ? openByProgram(calls(names[1]), named, how) : reply;
}

interface Wanted {
  readonly program: string;
  readonly namespace: string;
  /** Namespace and socket, for messages. */
  readonly where: Printable;
  readonly reference: string;
  /** The platform that the user wants; `null`: the one of this machine, else the only one. */
  readonly platform: string | null;
  /** True for all platforms: `--image` may select one of them by its digest. */
  readonly isWhole: boolean;
}

interface CtrCalls extends Wanted {
  /** True for a ctr before 1.7. */
  readonly isOld?: boolean;
}

function ctrCalls(wanted: CtrCalls, options: NamedOptions): ProgramCalls {
  const { program, namespace, reference, platform, isWhole, isOld = false } = wanted;
  const identify = ["-n", namespace, "images", "list", `name==${reference}`];
  const one = platform ?? platformName(hostPlatform(options.host.arch));
  const from = isWhole ? ["--all-platforms"] : ["--platform", one];
  // Without --local, ctr 2 often ends with exit code 0 before the archive is complete.
  const local = isOld ? [] : ["--local"];
  return {
    program,
    save: ["-n", namespace, "images", "export", ...local, ...from, "-", reference],
    identify,
    idIn: (output) => listedDigest(output, reference),
    async instead(words) {
      if (!isOld && NO_LOCAL.test(words)) return ctrCalls({ ...wanted, isOld: true }, options);
      if (isWhole && NO_CONTENT.test(words)) return ctrCalls({ ...wanted, isWhole: false }, options);
      if (platform !== null || !NO_PLATFORM.test(words)) return null;
      const listed = listedPlatforms((await answerOf(program, identify, options)) ?? "", reference);
      const only = onlyPlatform(listed, wanted, options);
      return only === null ? null : ctrCalls({ ...wanted, platform: only }, options);
    },
  };
}

function nerdctlCalls(wanted: Wanted, options: NamedOptions): ProgramCalls {
  const { program, reference, platform, isWhole } = wanted;
  const one = platform === null ? [] : ["--platform", platform];
  return {
    program,
    save: ["save", ...(isWhole ? ["--all-platforms"] : one), reference],
    identify: ["image", "inspect", "--format", "{{.Id}}", reference],
    idIn: loneId,
    async instead(words) {
      if (isWhole && NO_CONTENT.test(words)) return nerdctlCalls({ ...wanted, isWhole: false }, options);
      if (platform !== null || !NO_PLATFORM.test(words)) return null;
      const answer = await answerOf(program, ["images", "--format", "{{.Platform}}", reference], options);
      const only = onlyPlatform((answer ?? "").split("\n"), wanted, options);
      return only === null ? null : nerdctlCalls({ ...wanted, platform: only }, options);
    },
  };
}

/** An old ctr takes an unknown option before another option for the name of an image. */
const NO_LOCAL = /flag provided but not defined: -?-local|image "--local": not found/;
const NO_PLATFORM = /\bplatform: not found/;
/** A platform that was not pulled has no content. */
const NO_CONTENT = /content digest \S+ not found/;

/**
 * Returns the platform of an image that is not for this machine; `null` if it is not known.
 * @throws LayerxError if the image is for several platforms
 */
function onlyPlatform(
  listed: readonly string[],
  { where, reference }: Wanted,
  options: NamedOptions,
): string | null {
  // Attestations have the platform unknown/unknown.
  const platforms = new Set(listed.filter((each) => each.includes("/") && !each.startsWith("unknown/")));
  if (platforms.size < 2) return [...platforms][0] ?? null;
  const host = platformName(hostPlatform(options.host.arch));
  fail("engine-failed", {
    image: quoted(reference),
    engine: TITLE,
    where,
    words: quoted(`none of the image's platforms is this machine's (${host}): ${[...platforms].join(", ")}`),
    next: "use --platform with one of these",
  });
}

/** Returns the row of an image in the table of `ctr images list`, by its columns: name, media type, digest … */
function listedRow(table: string, reference: string): string[] {
  const rows = table.split("\n").map((line) => line.trim().split(/\s+/));
  return rows.find(([name]) => name === reference) ?? [];
}

function listedDigest(table: string, reference: string): string | null {
  const digest = listedRow(table, reference)[DIGEST_COLUMN] ?? "";
  return /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1] ?? null;
}

/** Returns the platforms of an image in that table. */
function listedPlatforms(table: string, reference: string): string[] {
  // The size has a space before its unit.
  return (listedRow(table, reference)[DIGEST_COLUMN + 3] ?? "").split(",");
}

const DIGEST_COLUMN = 2;

/** A missing platform or blob is another failure: the image exists. */
function isAbsent(words: Printable): boolean {
  return /\bimage "[^"]*": not found|no such image/i.test(words);
}

/** Returns the next step if the image exists, but not for the platform; else `null`. */
function nextStep(words: Printable): string | null {
  return NO_PLATFORM.test(words) || NO_CONTENT.test(words) ? NEXT.partly : null;
}

interface FailedSocket {
  readonly socket: string;
  /** Why the connection failed, as the system's error code. */
  readonly code: string;
  /** True if the user named the socket. */
  readonly isNamed: boolean;
}

/**
 * Returns the reply for a socket that does not accept a connection. The default socket belongs to root and exists
 * wherever Docker Engine runs, so missing permission for it does not end the search.
 * @throws LayerxError `engine-permission` for a socket that the user named
 */
export function noConnection({ name }: NamedImage, { socket, code, isNamed }: FailedSocket): Reply {
  const [image, where] = [quoted(name), quoted(socket)];
  if (code === "EACCES" || code === "EPERM") {
    const details = { image, engine: TITLE, where, next: NEXT.permission };
    const error = new LayerxError("engine-permission", details);
    if (isNamed) throw error;
    return { is: "not available", why: escapeText(`permission is denied on ${where}`), error };
  }
  const reason = reasonOf(code, code);
  const details = { image, engine: TITLE, daemon: TITLE, where, reason, next: NEXT.unreachable };
  const why = quoted(`it is not running (${where}: ${reason})`);
  return { is: "not available", why, error: new LayerxError("engine-unreachable", details) };
}

function unusable({ name }: NamedImage, reason: string, next: string): Reply {
  const details = { image: quoted(name), engine: TITLE, reason, next };
  return { is: "not available", why: escapeText(reason), error: new LayerxError("engine-unusable", details) };
}

/** Returns why a socket does not accept a connection, as the system's error code; `null` if it does. */
async function connectionError(path: string, signal: AbortSignal | undefined): Promise<string | null> {
  signal?.throwIfAborted();
  return new Promise((resolve) => {
    const socket = connect({ path });
    const done = (code: string | null) => {
      socket.destroy();
      resolve(code);
    };
    socket.setTimeout(CONNECT_MS, () => done("ETIMEDOUT"));
    socket.on("connect", () => done(null));
    socket.on("error", (error) => done("code" in error ? String(error.code) : error.message));
  });
}
