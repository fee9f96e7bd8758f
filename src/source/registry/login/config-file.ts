import { escapeText, type Printable } from "../../../text/escape.js";
import { parseJson } from "../../json.js";

/** A login to a registry, and the place where it was found. Never printed. */
export interface Login {
  /** The file or variable, for messages. */
  readonly from: Printable;
  readonly user: string | null;
  readonly password: string | null;
  /** A token that the token server exchanges for a token of the repository. */
  readonly identityToken: string | null;
  /** The Bearer token itself. */
  readonly registryToken: string | null;
}

/** The entries of one credential file for a registry: a login, or helpers. */
export interface FileAnswer {
  /** The helper of the file for this registry. */
  readonly helper: string | null;
  readonly login: Login | null;
  /** The helper for all registries. */
  readonly store: string | null;
}

/** The key of Docker Hub in credential files and helpers. */
export const HUB_KEY = "https://index.docker.io/v1/";

const HUB_NAMES = new Set([
  "docker.io",
  "index.docker.io",
  "registry-1.docker.io",
  "registry.hub.docker.com",
  "hub.docker.com",
]);

/**
 * Reads a `config.json` of Docker or an `auth.json` of Podman for one repository. Entries in `auths` may name
 * a host, or a host and the first parts of a path: the longest match counts.
 * @throws SyntaxError if the text is not a JSON object
 */
export function answerOf(
  bytes: Buffer,
  { domain, path, from }: { domain: string; path: string; from: Printable },
): FileAnswer {
  const file: unknown = parseJson(bytes);
  if (!isRecord(file)) throw new SyntaxError("it is not a JSON object");
  const wanted = `${normalisedKey(domain)}/${path}`;
  const helper = longest(file.credHelpers, wanted);
  const entry = longest(file.auths, wanted);
  return {
    helper: textOf(helper),
    login: isRecord(entry) ? loginOf(entry, from) : null,
    store: textOf(file.credsStore),
  };
}

/** Returns the value of the longest key with which `wanted` begins. Only whole parts of a path match. */
function longest(table: unknown, wanted: string): unknown {
  let found: { key: string; value: unknown } | null = null;
  for (const [name, value] of isRecord(table) ? Object.entries(table) : []) {
    const key = normalisedKey(name);
    const fits = key !== "" && (wanted === key || wanted.startsWith(`${key}/`));
    if (fits && (found === null || key.length > found.key.length)) found = { key, value };
  }
  return found?.value;
}

/** Returns one key for `https://H/v1/`, `https://H/v2/` and `H`, and for all names of Docker Hub. */
function normalisedKey(name: string): string {
  const bare = name
    .replace(/^https?:\/\//i, "")
    .replace(/\/+$/, "")
    .replace(/\/v[12]$/, "");
  const slash = bare.indexOf("/");
  const host = (slash < 0 ? bare : bare.slice(0, slash)).toLowerCase();
  const rest = slash < 0 ? "" : bare.slice(slash);
  return `${HUB_NAMES.has(host) ? "docker.io" : host}${rest}`;
}

/** Returns the login of an entry; `null` for an empty one, which means that the store has the login. */
function loginOf(entry: Record<string, unknown>, from: Printable): Login | null {
  const identityToken = textOf(entry.identitytoken);
  // It is sent in a header, as it is.
  const registryToken = /^[\x21-\x7e]+$/.exec(textOf(entry.registrytoken)?.trim() ?? "")?.[0] ?? null;
  const { user, password } = userAndPassword(entry);
  if (identityToken === null && registryToken === null && password === null) return null;
  return { from, user, password, identityToken, registryToken };
}

function userAndPassword(entry: Record<string, unknown>): { user: string | null; password: string | null } {
  const auth = textOf(entry.auth);
  if (auth === null) return { user: textOf(entry.username), password: textOf(entry.password) };
  const decoded = Buffer.from(auth, "base64").toString("utf8").replace(/\0+$/, "");
  const colon = decoded.indexOf(":");
  if (colon < 0) return { user: null, password: null };
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** Returns the login from a helper. */
export function helperLogin({ user, secret }: { user: string; secret: string }, helper: string): Login {
  const from = escapeText(`docker-credential-${helper}`);
  const nothing = { from, identityToken: null, registryToken: null };
  if (user === "<token>") return { ...nothing, user: null, password: null, identityToken: secret };
  return { ...nothing, user, password: secret };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
