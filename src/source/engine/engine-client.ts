import { Agent, type ClientRequest, type IncomingMessage, type RequestOptions, request } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { connect, type NetConnectOpts, type Socket } from "node:net";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createSecureContext, type SecureContext } from "node:tls";
import { fail, LayerxError } from "../../errors.js";
import type { Printable } from "../../text/escape.js";
import type { Env } from "../env.js";
import { quoted } from "../registry/registry-message.js";
import { type Address, addressText, type Tls } from "./address.js";
import { DialStdio } from "./dial-stdio.js";

/** A failed connection. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  /** `ENOENT`, `ECONNREFUSED`, `EACCES`, `ETIMEDOUT`, …; empty if the system has no code. */
  readonly code: string;
  readonly address: Address;

  constructor(address: Address, { code, reason, cause }: { code: string; reason: string; cause?: unknown }) {
    super(reason, { cause });
    this.code = code;
    this.address = address;
  }
}

export interface ClientOptions {
  readonly env: Env;
  readonly headers: Readonly<Record<string, string>>;
  /** The maximum time without a byte on a connection, in milliseconds. */
  readonly idleMs: number;
  /** True if the explorer uses the screen, so that no program may ask the user for anything. */
  readonly batch: boolean;
  /** Prints requests and statuses, for `--debug`. */
  trace(line: string): void;
  readonly signal?: AbortSignal;
}

export interface EngineResponse {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: IncomingMessage;
}

const BODY_BYTES = 8 * 1024 * 1024;

/** GET requests to one engine, over a socket, tcp, TLS or ssh. */
export class EngineClient {
  readonly address: Address;
  readonly where: Printable;
  private readonly options: ClientOptions;
  private readonly agent: Agent;
  /** The error of an answer that sends nothing for too long. */
  private readonly idle: Error;

  constructor(address: Address, options: ClientOptions) {
    this.address = address;
    this.where = addressText(address);
    this.options = options;
    this.agent = agentFor(address, options);
    this.idle = new Error(`no byte for ${options.idleMs / 1000} s`);
  }

  /**
   * Sends a request and waits for the head of the answer. `patient`: no time limit for the answer.
   * @throws Unreachable; the signal's reason
   */
  async get(path: string, { patient = false } = {}): Promise<EngineResponse> {
    const { signal, idleMs } = this.options;
    signal?.throwIfAborted();
    const outgoing = this.request(path);
    try {
      const body = await new Promise<IncomingMessage>((resolve, reject) => {
        const timer = setTimeout(() => {
          outgoing.destroy(
            Object.assign(new Error(`no answer for ${idleMs / 1000} s`), { code: "ETIMEDOUT" }),
          );
        }, idleMs);
        const calm = () => clearTimeout(timer);
        outgoing.on("socket", (socket) => {
          if (!patient) return;
          if (socket.connecting) socket.once("connect", calm);
          else calm();
        });
        outgoing.on("response", (response) => {
          calm();
          resolve(response);
        });
        outgoing.on("error", (error) => {
          calm();
          reject(error);
        });
        // After an answer of 101 the request ends without an error and without a response.
        outgoing.on("close", () => {
          calm();
          reject(new Error(NO_ANSWER));
        });
        outgoing.end();
      });
      this.options.trace(`GET ${this.where} ${path}: ${body.statusCode}`);
      return { status: body.statusCode ?? 0, headers: body.headers, body };
    } catch (error) {
      outgoing.destroy();
      signal?.throwIfAborted();
      throw await this.explained(error);
    }
  }

  /**
   * Returns the whole of a small answer, as text.
   * @throws Unreachable; the signal's reason
   */
  async read({ body }: EngineResponse): Promise<string> {
    const parts: Buffer[] = [];
    let bytes = 0;
    const expire = () => void body.destroy(this.idle);
    const timer = setTimeout(expire, this.options.idleMs);
    try {
      for await (const chunk of body) {
        timer.refresh();
        parts.push(chunk);
        bytes += chunk.length;
        if (bytes > BODY_BYTES) break;
      }
      return Buffer.concat(parts).toString("utf8");
    } catch (error) {
      return this.explainCut(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Writes the bytes of an answer to a stream. There is no time limit for the first byte.
   * @throws Unreachable if the answer is truncated; the error of the stream; the signal's reason
   */
  async write({ body }: EngineResponse, sink: Writable): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    // A full stream pauses the answer. Then the engine is not late.
    const expire = () => void (body.isPaused() ? timer?.refresh() : body.destroy(this.idle));
    body.on("data", () => {
      timer = timer?.refresh() ?? setTimeout(expire, this.options.idleMs);
    });
    try {
      await pipeline(body, sink);
    } catch (error) {
      this.explainCut(error);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private request(path: string): ClientRequest {
    const { address, agent } = this;
    const { signal, headers } = this.options;
    const common: RequestOptions = { method: "GET", path, agent, signal };
    const host = { "User-Agent": "layerx", ...headers };
    switch (address.is) {
      case "socket":
        return request({ ...common, socketPath: address.path, headers: { ...host, Host: "docker" } });
      case "ssh":
        return request({ ...common, headers: { ...host, Host: "docker.example.com" } });
      case "tcp": {
        const to = { ...common, host: address.host, port: address.port, headers: host };
        return address.tls === null ? request(to) : tlsRequest(to);
      }
    }
  }

  /** Throws the error for an answer that ended too early. Other errors are thrown unchanged. */
  private explainCut(error: unknown): never {
    this.options.signal?.throwIfAborted();
    const isIdle = error === this.idle;
    if (!isIdle && (error instanceof LayerxError || !isConnectionError(error))) throw error;
    const reason = isIdle ? this.idle.message : "the connection was cut";
    throw new Unreachable(this.address, { code: "", reason, cause: error });
  }

  private async explained(error: unknown): Promise<unknown> {
    if (!(error instanceof Error)) return error;
    const code = "code" in error && typeof error.code === "string" ? error.code : "";
    const sshWords = this.agent instanceof DialStdio ? await this.agent.failure() : "";
    return new Unreachable(this.address, {
      code,
      reason: sshWords || reasonOf(code, error.message),
      cause: error,
    });
  }
}

function agentFor(address: Address, { env, batch }: ClientOptions): Agent {
  if (address.is === "ssh") return new DialStdio(address, { env, batch });
  if (address.is === "tcp" && address.tls !== null) {
    const { ca, cert, key, skipVerify } = address.tls;
    const secureContext = contextOf({ ca, cert, key });
    return new TlsAgent({ secureContext, rejectUnauthorized: !skipVerify, maxSockets: 1 });
  }
  // Without a server name, Node checks if the `Host` of each request is an address, which takes 5 ms the
  // first time.
  const plain = { maxSockets: 1, servername: "" };
  return new PlainAgent(plain);
}

/** The size of a read in bytes. By default Node reads 64 kB into new memory each time. */
const READ_BYTES = 256 * 1024;

/** Connections without TLS. Each reads into the same memory again and again: Node's parser copies the bytes of an answer. */
class PlainAgent extends Agent {
  override createConnection(options: NetConnectOpts): Socket {
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const callback = (bytes: number) => {
      socket.emit("data", buffer.subarray(0, bytes));
      return true;
    };
    const socket = connect({ ...options, onread: { buffer, callback } });
    return socket;
  }
}

function contextOf(files: Pick<Tls, "ca" | "cert" | "key">): SecureContext {
  try {
    return createSecureContext(files);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const reason = quoted(`ca.pem, cert.pem or key.pem cannot be used: ${words}`);
    return fail(
      "engine-setting",
      { reason, next: "check the certificates in DOCKER_CERT_PATH or of the context" },
      error,
    );
  }
}

function isConnectionError(error: unknown): boolean {
  return error instanceof Error && "code" in error;
}

const NO_ANSWER = "it closed the connection without an answer";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "the socket does not exist",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: NO_ANSWER,
  EHOSTUNREACH: "this machine has no connection to it",
  ENETUNREACH: "this machine has no connection to it",
  ENOTFOUND: "the host name is not known",
  EAI_AGAIN: "the host name cannot be looked up now",
  EACCES: "permission denied",
  EPERM: "permission denied",
};

/** Returns why a connection failed, by the system's code; `otherwise` for an unusual code. */
export function reasonOf(code: string, otherwise: string): string {
  return REASONS[code] ?? otherwise;
}
