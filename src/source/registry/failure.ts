import { fail } from "../../errors.js";
import type { Printable } from "../../text/escape.js";
import { certificateFault } from "./net/certificates.js";
import {
  BrokenTransfer,
  bodyOf,
  CLOSED_EARLY,
  Idle,
  type RegistryResponse,
  statusOfProxy,
} from "./net/exchange.js";
import { isTooLong, retryAfterMs } from "./net/retry.js";
import { errorWords, quoted } from "./registry-message.js";
import type { Place, RegistryWorld } from "./world.js";

const ERROR_BODY_BYTES = 1024 * 1024;

/** The login of a request, for errors. */
export interface LoginNote {
  /** True if credentials were sent. */
  readonly loggedIn: boolean;
  /** The reason why a stored login could not be used; empty if there was no problem. */
  readonly helperTrouble: string;
}

/** Throws the error for an answer that is not a success. Reads or drops its body. */
export async function answerFault(
  answer: RegistryResponse,
  { place, world, note, part }: { place: Place; world: RegistryWorld; note: LoginNote; part: Printable },
): Promise<never> {
  const { status } = answer;
  const from = answeredFrom(answer, place);
  const body = status === 416 ? null : await errorBody(answer);
  answer.drop();
  const words = body?.words == null ? "" : `: ${body.words}`;
  const login = `log in with ${loginCommand(place)}`;
  const { helperTrouble } = note;
  if (status === 401 || status === 403) {
    const next = note.loggedIn
      ? `check that the stored login may read it, or ${login}`
      : `it may be private: ${login}`;
    fail("registry-denied", { ...from, status, words, note: helperTrouble, next });
  }
  if (status === 404 && part === "the manifest") {
    const check = `check the name and the ${place.image.includes("@") ? "digest" : "tag"}`;
    const next = note.loggedIn ? check : `${check}; it may be private: ${loginCommand(place)}`;
    fail("registry-not-found", { ...from, status, words: `${words}${helperTrouble}`, next });
  }
  if (status === 429) {
    const wait = waitWords(retryAfterMs(answer.headers["retry-after"], world.clock), world);
    const isHub = place.host.endsWith("docker.io");
    const next = isHub ? "wait and try again; `docker login` raises the limit" : "wait and try again";
    fail("registry-rate-limited", { ...from, words, wait, next });
  }
  const wait = waitWords(retryAfterMs(answer.headers["retry-after"], world.clock), world);
  return fail("registry-answer", { ...from, status: `${status} for ${part}`, words: `${words}${wait}` });
}

async function errorBody(answer: RegistryResponse): Promise<ReturnType<typeof errorWords> | null> {
  try {
    const bytes = await bodyOf(answer, ERROR_BODY_BYTES);
    return bytes === null ? null : errorWords(bytes.toString("utf8"));
  } catch (error) {
    // The status is enough for an error message, so the error of reading the body is ignored.
    if (error instanceof BrokenTransfer || error instanceof Idle) return null;
    throw error;
  }
}

function waitWords(retryAfter: number | null, { clock }: RegistryWorld): string {
  if (retryAfter === null || !isTooLong(retryAfter)) return "";
  const until = new Date(clock.now() + retryAfter);
  // The date may be outside of the calendar.
  if (Number.isNaN(until.getTime())) return "; it requires an endless wait";
  const shown = until.toISOString().replace(/\.\d+Z$/, "Z");
  return `; it requires a wait of ${Math.ceil(retryAfter / 1000)} s, until ${shown}`;
}

/** Returns the command that stores a login for the registry. */
export function loginCommand({ host }: Place): string {
  return host === "registry-1.docker.io" ? "`docker login`" : `\`docker login ${host}\``;
}

/** Returns the place with the host that sent the answer: after a redirect, it is not the registry. */
export function answeredFrom({ url }: RegistryResponse, place: Place): Place {
  return { ...place, host: quoted(url.host) };
}

/** Turns a failed connection into an error for the user; any other error is returned unchanged. */
export function connectionFault(
  error: unknown,
  { place, world }: { place: Place; world: RegistryWorld },
): never {
  if (error instanceof Idle) {
    fail("registry-timeout", { ...place, host: peerOf(error, place), seconds: world.idleMs / 1000 }, error);
  }
  if (!(error instanceof BrokenTransfer)) throw error;
  const host = peerOf(error, place);
  if (error.peer?.isProxy) fail("registry-unreachable", { ...place, host, ...proxyReason(error) }, error);
  const certificate = certificateFault(error.code, host);
  if (certificate !== null) fail("registry-certificate", { ...place, host, ...certificate }, error);
  fail("registry-unreachable", { ...place, host, ...reasonOf(error, host) }, error);
}

/** Returns the other end of a failed connection, for messages: a proxy, or the host of a redirect. */
export function peerOf({ peer }: BrokenTransfer | Idle, place: Place): Printable {
  if (peer === null) return place.host;
  return quoted(peer.isProxy ? `the proxy ${peer.host}` : peer.host);
}

/** Without the places in OpenSSL's own sources. */
function shortened(message: string): string {
  return /:SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? message;
}

function proxyReason(error: BrokenTransfer): { reason: string; next: string } {
  const settings = "HTTPS_PROXY or HTTP_PROXY";
  const status = statusOfProxy(error);
  if (status === 407) {
    const next = `write its user and password into ${settings}: http://USER:PASSWORD@HOST:PORT`;
    return { reason: "it answered 407, so it needs a login", next };
  }
  if (status !== null) {
    return {
      reason: `it answered ${status}`,
      next: "check the host name, or ask the operators of the proxy",
    };
  }
  const certificate = certificateFault(error.code, "");
  if (certificate !== null) {
    return { reason: certificate.reason, next: "put the CA's certificate into NODE_EXTRA_CA_CERTS" };
  }
  const next = `check ${settings}, or add the registry to NO_PROXY`;
  return { reason: reasonOf(error, "").reason, next };
}

/** Returns why a transfer failed, and the next step. */
export function reasonOf(
  { code, message }: Pick<BrokenTransfer, "code" | "message">,
  host: string,
): { reason: string; next: string } {
  const network = "check the host name, the network and the proxy settings";
  if (message === CLOSED_EARLY) {
    return {
      reason: "it closed the connection in the middle of an answer",
      next: `try again, or ${network}`,
    };
  }
  switch (code) {
    case "ENOTFOUND":
      return { reason: "there is no such host", next: network };
    case "EAI_AGAIN":
      return { reason: "the host name cannot be looked up now", next: network };
    case "ECONNREFUSED":
      return {
        reason: "nothing accepts connections there",
        next: "check the host and the port, and that it is running",
      };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return { reason: "this machine has no connection to it", next: network };
    case "ETIMEDOUT":
      return { reason: "it does not answer", next: network };
    case "ECONNRESET":
      return { reason: "it closed the connection without an answer", next: network };
    case "EPROTO":
    case "ERR_SSL_WRONG_VERSION_NUMBER":
      return {
        reason: "it does not speak https",
        next: `if it speaks plain http and you trust the network, add --insecure-registry ${host}`,
      };
    case "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED":
      return {
        reason: "it requires a client certificate",
        next: `put client.cert and client.key into /etc/docker/certs.d/${host}/`,
      };
    default:
      return { reason: quoted(shortened(message)), next: network };
  }
}
