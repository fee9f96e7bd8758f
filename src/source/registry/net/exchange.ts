import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { connect } from "node:tls";
import type { Connections } from "./connections.js";
import { lookupOf } from "./hosts.js";

export interface Request {
  readonly url: URL;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** The answer to one request. The caller reads its body, or drops it. */
export interface RegistryResponse {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The values of all `WWW-Authenticate` headers. */
  readonly challenges: readonly string[];
  /** @throws BrokenTransfer, Idle; the signal's reason */
  chunks(): AsyncGenerator<Buffer>;
  /** Ends the connection without reading the rest. */
  drop(): void;
  /**
   * Reads and ignores a short body, so that the connection can be used again; otherwise works like `drop`.
   */
  discard(): void;
}

/** The other end of a connection. */
export interface Peer {
  /** With its port, if there is one. */
  readonly host: string;
  /** True for a proxy that did not connect to the host of the request. */
  readonly isProxy: boolean;
}

/** A failed or broken connection. */
export class BrokenTransfer extends Error {
  override readonly name = "Broken";
  /** `null` until it is known. */
  peer: Peer | null = null;
  /** The code of the system or of Node: `ECONNREFUSED`, `EPROTO`, `CERT_HAS_EXPIRED`. */
  readonly code: string | undefined;

  constructor(reason: string, code: string | undefined, cause?: unknown) {
    super(reason, { cause });
    this.code = code;
  }
}

/** No byte arrived within the time limit. */
export class Idle extends Error {
  override readonly name = "Idle";
  /** `null` until it is known. */
  peer: Peer | null = null;
}

/**
 * The maximum number of tries after the server has closed a kept connection. Each try ends one such
 * connection.
 */
const MAX_STALE = 8;

/** The message of the agent for proxies if a proxy does not answer. */
const PROXY_TIMEOUT = "Proxy timeout";

/** The message of the agent for proxies if a proxy refuses to connect. */
const REFUSED_BY_PROXY = /^Bad response: (\d+)$/;

/** Returns the status with which a proxy refused a request; `null` for any other failure. */
export function statusOfProxy({ message }: Error): number | null {
  const status = REFUSED_BY_PROXY.exec(message)?.[1];
  return status === undefined ? null : Number(status);
}

/** The message of a transfer that ended within the body. */
export const CLOSED_EARLY = "it was closed early";
const NO_ANSWER = "it closed the connection without an answer";

const SHORT_BODY_BYTES = 64 * 1024;

/**
 * Sends one request, without following redirects. A kept-alive connection that fails before the first byte is
 * replaced at once.
 * @throws BrokenTransfer, Idle, LayerxError `proxy-unsupported`; the signal's reason
 */
export async function exchange(
  request: Request,
  { connections, idleMs }: { connections: Connections; idleMs: number },
): Promise<RegistryResponse> {
  for (let stale = 0; ; stale++) {
    request.signal?.throwIfAborted();
    const sent = send(request, { connections, idleMs });
    try {
      const response = await sent.response;
      if (sent.proxy !== null && response.statusCode === 407) {
        response.destroy();
        throw new BrokenTransfer("Bad response: 407", undefined);
      }
      return answerOf(request, response, idleMs);
    } catch (error) {
      request.signal?.throwIfAborted();
      const failure = failureOf(error);
      const code = failure instanceof Idle ? "" : (failure.code ?? "");
      if (sent.reused() && stale < MAX_STALE && ["ECONNRESET", "EPIPE"].includes(code)) continue;
      // The agent for proxies returns a socket when the proxy has connected; without a proxy there is one before.
      const proxy = sent.proxy ?? (sent.hasSocket() ? null : connections.proxyOf(request.url));
      failure.peer = { host: (proxy ?? request.url).host, isProxy: proxy !== null };
      throw failure;
    }
  }
}

/**
 * Does the handshake of TLS, then ends the connection: no certificate is checked, and no request is sent. So
 * it is known if a server speaks TLS without reading the trusted certificates, which takes 30 ms, or 60 ms
 * with a bundle in `SSL_CERT_FILE`. A server that answers with a TLS alert speaks TLS.
 * @throws BrokenTransfer, Idle; the signal's reason
 */
export async function shakeHands(
  url: URL,
  { idleMs, signal }: { idleMs: number; signal?: AbortSignal },
): Promise<void> {
  signal?.throwIfAborted();
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const socket = connect({
    host,
    port: Number(url.port || "443"),
    ...lookupOf(url.hostname),
    // A server cannot choose its certificate by an IP address.
    servername: isIP(host) === 0 ? host : "",
    ca: [],
    rejectUnauthorized: false,
  });
  const onAbort = () => socket.destroy(new BrokenTransfer("cancelled", undefined));
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("secureConnect", resolve);
      socket.on("error", reject);
      socket.setTimeout(idleMs, () => socket.destroy(new Idle()));
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof Error && /\balert\b/i.test(error.message))) throw failureOf(error);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    socket.destroy();
  }
}

interface Sent {
  readonly response: Promise<IncomingMessage>;
  /** The proxy that got the request; `null` if there is none, or if it only connects. */
  readonly proxy: URL | null;
  reused(): boolean;
  hasSocket(): boolean;
}

function send(
  { url, method = "GET", headers, body, signal }: Request,
  { connections, idleMs }: { connections: Connections; idleMs: number },
): Sent {
  const proxy = url.protocol === "http:" ? connections.proxyOf(url) : null;
  const start = (proxy ?? url).protocol === "https:" ? httpsRequest : httpRequest;
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const request = start(proxy ?? url, {
    ...(proxy === null ? {} : throughProxy(url, proxy)),
    method,
    agent: connections.agentFor(url),
    // While a proxy connects there is no socket yet; its agent reads this value.
    timeout: idleMs,
    headers: {
      "user-agent": "layerx",
      "accept-encoding": "identity",
      ...(proxy === null ? {} : proxyHeaders(url, proxy)),
      ...headers,
      ...length,
    },
  });
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    // The time starts with the connection: waiting for a free one is not the server's fault.
    let timer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      const cancelled = new BrokenTransfer("cancelled", undefined);
      request.destroy(cancelled);
      // Without a socket, the request reports no error.
      reject(cancelled);
    };
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    request.once("socket", () => {
      timer = setTimeout(() => request.destroy(new Idle()), idleMs);
    });
    signal?.addEventListener("abort", onAbort, { once: true });
    request.once("response", (message) => {
      done();
      resolve(message);
    });
    // Stays: a request can fail a second time, after its response began.
    request.on("error", (error) => {
      done();
      reject(error);
    });
    // After an answer of 101 the request ends without an error and without a response.
    request.once("close", () => {
      done();
      reject(new BrokenTransfer(NO_ANSWER, undefined));
    });
  });
  request.end(body);
  return { response, proxy, reused: () => request.reusedSocket, hasSocket: () => request.socket !== null };
}

/** Returns the options of a plain request that a proxy forwards. Source: RFC 9112, 3.2.2. */
function throughProxy({ href }: URL, { hostname }: URL) {
  const servername = isIP(hostname) === 0 ? hostname : "";
  // Node would send the proxy's user to the registry, and its certificate would be checked for the registry's name.
  return { path: href, auth: null, servername };
}

function proxyHeaders({ host }: URL, { username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return { host };
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { host, "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` };
}

function answerOf({ url, signal }: Request, message: IncomingMessage, idleMs: number): RegistryResponse {
  // A dropped answer may fail, but its error is not used.
  message.on("error", () => undefined);
  return {
    url,
    status: message.statusCode ?? 0,
    headers: message.headers,
    challenges: message.headersDistinct["www-authenticate"] ?? [],
    chunks: () => chunksOf(message, { url, idleMs, signal }),
    drop: () => void message.destroy(),
    discard: () => void (isShort(message) ? message.resume() : message.destroy()),
  };
}

/**
 * Returns true for a short body. A 416 of docker-registry announces the whole blob but sends 33 bytes:
 * waiting for its end would take the whole time limit.
 */
function isShort({ headers, statusCode }: IncomingMessage): boolean {
  const length = Number(headers["content-length"] ?? Number.POSITIVE_INFINITY);
  return length <= SHORT_BODY_BYTES && statusCode !== 416;
}

/** The time limit only counts while a chunk is awaited: a slow reader is not the server's fault. */
async function* chunksOf(
  message: IncomingMessage,
  { url, idleMs, signal }: { url: URL; idleMs: number; signal?: AbortSignal },
): AsyncGenerator<Buffer> {
  // Destroying a request makes its response fail with ECONNRESET. So the response is destroyed, with the
  // right error.
  const onAbort = () => message.destroy(new BrokenTransfer("cancelled", undefined));
  signal?.addEventListener("abort", onAbort, { once: true });
  const chunks = message[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal?.throwIfAborted();
      const timer = setTimeout(() => message.destroy(new Idle()), idleMs);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      if (next.done) break;
      yield next.value;
    }
    if (!message.complete) throw new BrokenTransfer(CLOSED_EARLY, undefined);
  } catch (error) {
    signal?.throwIfAborted();
    const failure = failureOf(error);
    failure.peer = { host: url.host, isProxy: false };
    throw failure;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    if (!message.complete) message.destroy();
    await chunks.return?.();
  }
}

function failureOf(error: unknown): BrokenTransfer | Idle {
  if (error instanceof BrokenTransfer || error instanceof Idle) return error;
  if (error instanceof Error && error.message === PROXY_TIMEOUT) return new Idle();
  if (!(error instanceof Error)) return new BrokenTransfer(String(error), undefined, error);
  const { code } = error as NodeJS.ErrnoException;
  // Several addresses of one host were tried.
  const first = error instanceof AggregateError ? error.errors[0] : undefined;
  // Node's message for a truncated response.
  if (error.message === "aborted") return new BrokenTransfer(CLOSED_EARLY, code, error);
  const reason = error.message === "" && first instanceof Error ? first.message : error.message;
  return new BrokenTransfer(reason, code, error);
}

/**
 * Returns the whole body, at most `limit` bytes; `null` if it is longer.
 * @throws as `RegistryResponse.chunks`
 */
export async function bodyOf(answer: RegistryResponse, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.chunks()) {
    bytes += chunk.length;
    if (bytes > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Returns the answer with its body in memory, so that a truncated body can be requested again like a failed
 * connection. A body of more than `limit` bytes is not read.
 * @throws as `RegistryResponse.chunks`
 */
export async function buffered(answer: RegistryResponse, limit: number): Promise<RegistryResponse> {
  const chunks: Buffer[] = [];
  const rest = answer.chunks();
  let bytes = 0;
  while (bytes <= limit) {
    const next = await rest.next();
    if (next.done) return { ...answer, chunks: () => replay(chunks, null) };
    bytes += next.value.length;
    chunks.push(next.value);
  }
  return { ...answer, chunks: () => replay(chunks, rest) };
}

async function* replay(
  chunks: readonly Buffer[],
  rest: AsyncGenerator<Buffer> | null,
): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
    if (rest !== null) yield* rest;
  } finally {
    await rest?.return(undefined);
  }
}
