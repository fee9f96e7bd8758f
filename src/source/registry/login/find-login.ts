import { readFile } from "node:fs/promises";
import { posix } from "node:path";
import type { Warning } from "../../../image/image.js";
import { escapePath, escapeText, type Printable, rawPath } from "../../../text/escape.js";
import { type Env, setting } from "../../env.js";
import type { Reference } from "../registry-reference.js";
import { answerOf, type FileAnswer, HUB_KEY, helperLogin, type Login } from "./config-file.js";
import { askHelper } from "./helper.js";

export interface LoginWorld {
  readonly env: Env;
  /** The ID of the user; absent if the system has none. */
  readonly uid?: number;
  readonly helperTimeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface FoundLogin {
  /** `null`: requests are sent without a login. */
  readonly login: Login | null;
  /** Warnings with the codes `credential-file` and `credential-helper`. */
  readonly warnings: readonly Warning[];
}

export const HELPER_TIMEOUT_MS = 15_000;

/**
 * Searches a login for a repository in the files of Docker and Podman, in the order of `places`. The first
 * one is used. A helper that does not work ends the search without a login: another login than the one that
 * the user stored could have other rights.
 * @throws the signal's reason
 */
export async function findLogin(reference: Reference, world: LoginWorld): Promise<FoundLogin> {
  const warnings: Warning[] = [];
  for (const place of places(world)) {
    const bytes = await bytesOf(place);
    world.signal?.throwIfAborted();
    if (bytes === null) continue;
    const answer = answerIn(bytes, reference, place);
    if (answer === null) {
      // The parser quotes the text, which may be a password.
      const message = `the credential file ${place.shown} is skipped: it is not valid JSON`;
      warnings.push({ code: "credential-file", message });
      continue;
    }
    const { helper, login, store } = answer;
    for (const step of [helper, login, store]) {
      const found = typeof step === "string" ? await fromHelper(step, reference, world) : step;
      if (found === null) continue;
      if (!("code" in found)) return { login: found, warnings };
      return { login: null, warnings: [...warnings, found] };
    }
  }
  return { login: null, warnings };
}

function answerIn(bytes: Buffer, reference: Reference, { shown }: Place): FileAnswer | null {
  try {
    return answerOf(bytes, { ...reference, from: shown });
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

interface Place {
  readonly shown: Printable;
  readonly json?: string;
  readonly path?: string;
}

/** Returns the places of logins, the most important first. */
function places({ env, uid }: LoginWorld): Place[] {
  const file = (...parts: (string | undefined)[]): Place[] => {
    if (parts.some((part) => part === undefined)) return [];
    const path = posix.join(...parts.filter((part) => part !== undefined));
    return [{ path, shown: escapePath(rawPath(path)) }];
  };
  const home = setting(env, "HOME") ?? setting(env, "USERPROFILE");
  const json = setting(env, "DOCKER_AUTH_CONFIG");
  const runtime =
    setting(env, "XDG_RUNTIME_DIR") ?? (uid === undefined ? undefined : `/run/containers/${uid}`);
  const runtimeParts =
    setting(env, "XDG_RUNTIME_DIR") === undefined ? ["auth.json"] : ["containers", "auth.json"];
  const config =
    setting(env, "XDG_CONFIG_HOME") ?? (home === undefined ? undefined : posix.join(home, ".config"));
  return [
    ...(json === undefined ? [] : [{ json, shown: escapeText("DOCKER_AUTH_CONFIG") }]),
    ...file(setting(env, "REGISTRY_AUTH_FILE")),
    ...file(
      setting(env, "DOCKER_CONFIG") ?? (home === undefined ? undefined : posix.join(home, ".docker")),
      "config.json",
    ),
    ...file(runtime, ...runtimeParts),
    ...file(config, "containers", "auth.json"),
  ];
}

/** Returns `null` if the file is missing or cannot be read, which is common and not a problem. */
async function bytesOf({ json, path }: Place): Promise<Buffer | null> {
  if (json !== undefined) return Buffer.from(json);
  return path === undefined ? null : readFile(path).catch(() => null);
}

/** Returns the login of a helper; `null` if it has none; a warning if it does not work. */
async function fromHelper(
  helper: string,
  { domain }: Reference,
  { env, helperTimeoutMs, signal }: LoginWorld,
): Promise<Login | Warning | null> {
  const server = domain === "docker.io" ? HUB_KEY : domain;
  const answer = await askHelper(helper, server, { env, timeoutMs: helperTimeoutMs, signal });
  if (answer.is === "login") return helperLogin(answer, helper);
  if (answer.is === "none") return null;
  const name = escapeText(`docker-credential-${helper}`.slice(0, 100));
  const message = `the credential helper ${name} does not work, so no login is used: ${answer.reason}`;
  return { code: "credential-helper", message };
}
