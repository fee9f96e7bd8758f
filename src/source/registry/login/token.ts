import { fail } from "../../../errors.js";
import { escapeText } from "../../../text/escape.js";
import { parseJson } from "../../json.js";
import type { Challenge } from "../challenge.js";
import { answeredFrom, answerFault, loginCommand } from "../failure.js";
import { bodyOf, buffered, exchange, type RegistryResponse } from "../net/exchange.js";
import { isLinkLocal } from "../net/hosts.js";
import { followRedirects } from "../net/redirects.js";
import { withTries } from "../net/tries.js";
import { errorWords, quoted, shownUrl } from "../registry-message.js";
import type { Place, RegistryWorld } from "../world.js";
import type { Login } from "./config-file.js";

export interface Token {
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface TokenOptions {
  /** The repository without its domain; empty for the catalogue of the registry. */
  readonly path: string;
  /** The registry that sent the challenge. */
  readonly registry: URL;
  readonly login: Login | null;
  /** The reason why a stored login could not be used. */
  readonly helperTrouble: string;
  readonly world: RegistryWorld;
  readonly place: Place;
}

const TOKEN_BYTES = 1024 * 1024;
const DEFAULT_SECONDS = 60;

/**
 * Requests a token for pulling the repository, from the token server in the challenge.
 * @throws LayerxError `registry-realm`, `registry-login`, `registry-denied` …; BrokenTransfer, Idle; the signal's
 * reason
 */
export async function requestToken(challenge: Challenge, options: TokenOptions): Promise<Token> {
  const realm = realmOf(challenge, options);
  const { login } = options;
  const service = challenge.parameters.get("service");
  const { path } = options;
  const scope = path === "" ? "registry:catalog:*" : `repository:${path}:pull`;
  if (login?.identityToken) {
    const exchanged = await byIdentity(realm, { ...options, service, scope, token: login.identityToken });
    if (exchanged !== null) return exchanged;
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set("service", service);
  url.searchParams.set("scope", scope);
  const basic = login === null ? null : basicAuthorization(login);
  if (basic !== null && login?.user) url.searchParams.set("account", login.user);
  const { world, place } = options;
  const headers = { accept: "application/json" };
  const send = async () =>
    buffered(await followRedirects({ url, headers, authorization: basic }, world, place), TOKEN_BYTES);
  const answer = await withTries(send, world);
  return tokenOf(answer, options);
}

/** Returns `null` if the server does not accept identity tokens, and the login also has a password. */
async function byIdentity(
  realm: URL,
  options: TokenOptions & { service: string | undefined; scope: string; token: string },
): Promise<Token | null> {
  const { service, scope, token, world, login } = options;
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    ...(service === undefined ? {} : { service }),
    scope,
    client_id: "layerx",
    refresh_token: token,
  });
  const headers = { accept: "application/json", "content-type": "application/x-www-form-urlencoded" };
  const answer = await exchange(
    { url: realm, method: "POST", headers, body: form.toString(), signal: world.signal },
    world,
  );
  world.trace(escapeText(`POST ${shownUrl(realm)}: ${answer.status}`));
  if ([401, 404, 405].includes(answer.status) && login?.password) {
    answer.discard();
    return null;
  }
  return tokenOf(answer, options);
}

async function tokenOf(
  answer: RegistryResponse,
  { login, helperTrouble, world, place }: TokenOptions,
): Promise<Token> {
  if (answer.status === 401 && login !== null) {
    const body = await bodyOf(answer, TOKEN_BYTES);
    const said = body === null ? null : errorWords(body.toString("utf8")).words;
    const words = said === null ? "" : `: ${said}`;
    fail("registry-login", {
      image: place.image,
      host: place.host,
      login: loginCommand(place),
      file: login.from,
      words,
    });
  }
  if (answer.status !== 200) {
    const note = { loggedIn: login !== null, helperTrouble };
    return answerFault(answer, { place, world, note, part: escapeText("the token") });
  }
  const body = await bodyOf(answer, TOKEN_BYTES);
  const value = body === null ? undefined : parsed(body);
  const token = field(value, "token") ?? field(value, "access_token");
  if (typeof token !== "string" || token === "" || /[^\x21-\x7e]/.test(token)) {
    fail("registry-answer", {
      ...answeredFrom(answer, place),
      status: "200 for the token",
      words: ", but sent no token",
    });
  }
  const seconds = field(value, "expires_in");
  const lasts = typeof seconds === "number" && seconds > 0 ? seconds : DEFAULT_SECONDS;
  return { value: token, expiresAt: world.clock.now() + lasts * 1000 };
}

function parsed(body: Buffer): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/**
 * Returns the address of the token server. It gets the password, so its encryption must be as good as that of
 * the registry.
 */
function realmOf({ parameters }: Challenge, { registry, world, place }: TokenOptions): URL {
  const bad = (reason: string): never => fail("registry-realm", { ...place, reason });
  const realm = parameters.get("realm") ?? "";
  if (!URL.canParse(realm)) bad(`${quoted(realm)} is not an address`);
  const url = new URL(realm);
  url.username = "";
  url.password = "";
  if (url.protocol !== "https:" && url.protocol !== "http:") bad(`${shownUrl(url)} is not a web address`);
  if (isLinkLocal(url.hostname)) bad(`${shownUrl(url)} is a link-local address`);
  if (url.protocol === "http:" && (registry.protocol === "https:" || !world.rules.mayBePlain(url))) {
    bad(`${shownUrl(url)} is not encrypted`);
  }
  return url;
}

/** Returns the `Authorization` for a user and password; `null` without them. */
export function basicAuthorization({ user, password }: Login): string | null {
  if (user === null || password === null) return null;
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
