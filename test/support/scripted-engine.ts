import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { tempDir } from "./temp.js";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface EngineImage {
  readonly Id: string;
  readonly RepoTags?: readonly string[];
  /** The answer of `get`. */
  readonly archive: Buffer;
}

export interface Script {
  /** The images by requested names. */
  readonly images?: Readonly<Record<string, EngineImage>>;
  /** Handlers that replace the usual answers, by a part of the path. */
  readonly instead?: Readonly<Record<string, Handler>>;
  /** `Api-Version` of the ping, or `null` for no such header. */
  readonly version?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A Docker Engine with the answers of a script, on a unix socket or a port of loopback. */
export class ScriptedEngine {
  readonly socket: string;
  /** Paths with their query, in the order of the requests. */
  readonly requests: string[] = [];
  readonly headers: IncomingMessage["headers"][] = [];
  /** The number of requests that the client ended before an answer. */
  dropped = 0;
  private readonly server = createServer((request, response) => this.answer(request, response));
  private readonly script: Script;

  private constructor(script: Script) {
    this.script = script;
    this.socket = join(tempDir(), "docker.sock");
  }

  static async start(script: Script, { port }: { port?: true } = {}): Promise<ScriptedEngine> {
    const engine = new ScriptedEngine(script);
    await new Promise<void>((resolve) => {
      if (port) engine.server.listen(0, "127.0.0.1", resolve);
      else engine.server.listen(engine.socket, resolve);
    });
    return engine;
  }

  get host(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") return `unix://${this.socket}`;
    return `tcp://127.0.0.1:${address.port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "";
    this.requests.push(path);
    this.headers.push(request.headers);
    response.on("close", () => {
      if (!response.writableFinished) this.dropped += 1;
    });
    const own = Object.entries(this.script.instead ?? {}).find(([part]) => path.includes(part));
    if (own !== undefined) own[1](request, response);
    else this.usual(decodeURIComponent(path.replace(/\?.*/, "")), response);
  }

  private usual(path: string, response: ServerResponse): void {
    const { version = "1.43", headers = {}, images = {} } = this.script;
    if (path === "/_ping") {
      response.writeHead(200, { ...(version === null ? {} : { "Api-Version": version }), ...headers });
      response.end("OK");
      return;
    }
    if (path.endsWith("/images/json")) {
      json(response, 200, Object.values(images));
      return;
    }
    const [, name, call] = /\/images\/(.+)\/(json|get)$/.exec(path) ?? [];
    const image = images[name] ?? Object.values(images).find(({ Id }) => Id === name);
    if (image === undefined) json(response, 404, { message: `No such image: ${name}` });
    else if (call === "json") json(response, 200, { Id: image.Id, RepoTags: image.RepoTags ?? [] });
    else response.writeHead(200, { "Content-Type": "application/x-tar" }).end(image.archive);
  }
}

export function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}
