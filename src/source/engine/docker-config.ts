import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, isSystemError } from "../../errors.js";
import { field, text } from "../../image/json-field.js";
import type { Printable } from "../../text/escape.js";
import { type Env, setting } from "../env.js";
import { quoted } from "../registry/registry-message.js";
import { type Address, parseHost, type Tls } from "./address.js";

/** The parts of the user's environment in which engines are searched. */
export interface Surroundings {
  readonly env: Env;
  /** In the words of `process.platform`; `linux` by default. */
  readonly os?: string;
  /** The ID of the user; absent if the system has none. */
  readonly uid?: number;
}

/** A possible address of a Docker Engine. */
export interface Daemon {
  readonly address: Address;
  /**
   * The origin of the address: `DOCKER_HOST`, or a context; `null` for the default socket. If the user chose
   * an address, no other one is tried.
   */
  readonly named: Printable | null;
  /** Headers that the user's settings add to each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sockets to try if the default one does not exist. */
  readonly others: readonly string[];
}

/**
 * Finds the daemon in the same order as docker's own client: `DOCKER_HOST`, `DOCKER_CONTEXT`,
 * `currentContext`, the default socket.
 * @throws LayerxError `engine-setting` for an unknown context, a bad address, a missing TLS file.
 */
export function findDaemon(around: Surroundings): Daemon {
  const { env } = around;
  const folder = configFolder(env);
  const config = readJson(folder === null ? null : join(folder, "config.json"));
  const headers = { ...headersIn(config), ...customHeaders(setting(env, "DOCKER_CUSTOM_HEADERS")) };
  const defaultSocket = around.os === "win32" ? "\\\\.\\pipe\\docker_engine" : "/var/run/docker.sock";
  const host = setting(env, "DOCKER_HOST");
  const tls = () => (setting(env, "DOCKER_TLS_VERIFY") === undefined ? null : environmentTls(env, folder));
  if (host !== undefined) {
    const from = quoted("DOCKER_HOST");
    const address = parseHost(host, { from, defaultSocket, tls });
    return { address, named: from, headers, others: [] };
  }
  const chosen = setting(env, "DOCKER_CONTEXT");
  const context = chosen ?? text(field(config, "currentContext")) ?? "";
  if (context === "" || context === "default") {
    const address: Address = { is: "socket", path: defaultSocket };
    return { address, named: null, headers, others: around.os === "win32" ? [] : otherSockets(env) };
  }
  const from = chosen === undefined ? "currentContext of config.json" : "DOCKER_CONTEXT";
  const address = contextAddress(context, { folder, from, defaultSocket });
  return { address, named: quoted(`the context ${context}`), headers, others: [] };
}

function contextAddress(
  name: string,
  { folder, from, defaultSocket }: { folder: string | null; from: string; defaultSocket: string },
): Address {
  const hex = createHash("sha256").update(name).digest("hex");
  const meta = readJson(folder === null ? null : join(folder, "contexts", "meta", hex, "meta.json"));
  const endpoint = field(field(meta, "Endpoints"), "docker");
  const host = text(field(endpoint, "Host"));
  if (folder === null || host === null) {
    fail("engine-setting", {
      reason: quoted(`there is no context ${name}, which ${from} names`),
      next: "list the contexts with `docker context ls`",
    });
  }
  const files = join(folder, "contexts", "tls", hex, "docker");
  const skipVerify = field(endpoint, "SkipTLSVerify") === true;
  const tls = () => contextTls(files, { skipVerify });
  return parseHost(host, { from: quoted(`the host of the context ${name}`), defaultSocket, tls });
}

function contextTls(folder: string, { skipVerify }: { skipVerify: boolean }): Tls | null {
  const [ca, cert, key] = ["ca.pem", "cert.pem", "key.pem"].map((file) => optionalFile(join(folder, file)));
  const none = ca === undefined && cert === undefined && key === undefined;
  return none && !skipVerify ? null : { ca, cert, key, skipVerify };
}

function environmentTls(env: Env, folder: string | null): Tls {
  const certificates = setting(env, "DOCKER_CERT_PATH") ?? folder;
  const [ca, cert, key] = ["ca.pem", "cert.pem", "key.pem"].map((file) => {
    const path = join(certificates ?? "", file);
    const bytes = optionalFile(path);
    if (bytes !== undefined) return bytes;
    return fail("engine-setting", {
      reason: quoted(`DOCKER_TLS_VERIFY is set, and the file ${path} cannot be read`),
      next: "set DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem",
    });
  });
  return { ca, cert, key, skipVerify: false };
}

/** Returns docker's folder of settings; `null` if the home folder is unknown. */
function configFolder(env: Env): string | null {
  const home = homeOf(env);
  return setting(env, "DOCKER_CONFIG") ?? (home === null ? null : join(home, ".docker"));
}

export function homeOf(env: Env): string | null {
  return setting(env, "HOME") ?? setting(env, "USERPROFILE") ?? null;
}

function otherSockets(env: Env): string[] {
  const home = homeOf(env);
  const runtime = setting(env, "XDG_RUNTIME_DIR");
  const below = [
    ".docker/run/docker.sock",
    ".docker/desktop/docker.sock",
    ".colima/default/docker.sock",
    ".rd/docker.sock",
    ".orbstack/run/docker.sock",
  ];
  return [
    ...(runtime === undefined ? [] : [join(runtime, "docker.sock")]),
    ...(home === null ? [] : below.map((path) => join(home, path))),
  ];
}

function headersIn(config: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  const headers = field(config, "HttpHeaders");
  if (typeof headers !== "object" || headers === null) return found;
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string" && isHeader(name, value)) found[name] = value;
  }
  return found;
}

/**
 * Parses `name=value,name=value`, in which a field may be quoted as in CSV. Source: docker's
 * cli/command/cli_options.go.
 */
function customHeaders(list: string | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, inQuotes, plain] of (list ?? "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    const pair = inQuotes?.replaceAll('""', '"') ?? plain ?? "";
    const at = pair.indexOf("=");
    const [name, value] = [pair.slice(0, Math.max(0, at)).trim(), pair.slice(at + 1)];
    if (isHeader(name, value)) found[name] = value;
  }
  return found;
}

function isHeader(name: string, value: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/**
 * Returns the value in a JSON file; `undefined` if the file is missing, unreadable or not JSON. Docker's
 * client ignores such files, too.
 */
function readJson(path: string | null): unknown {
  const bytes = path === null ? undefined : optionalFile(path);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function optionalFile(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isSystemError(error)) return undefined;
    throw error;
  }
}
