import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A received request. */
export interface Seen {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Answers a request instead of the registry. @returns `false` if the registry must answer. */
export type Answerer = (seen: Seen, response: ServerResponse) => boolean;

export type Guard =
  | { readonly is: "basic"; readonly user: string; readonly password: string }
  /** Only this user gets tokens; every user if it is not set. */
  | { readonly is: "token"; readonly realm?: string; readonly user?: string; readonly password?: string };

/** A registry on a loopback port. A test can replace answers. It records all requests and ends with the test. */
export class ScriptedRegistry {
  readonly seen: Seen[] = [];
  readonly blobs = new Map<string, Buffer>();
  /** The manifests by repository and tag or digest: `lab/app:1`. */
  readonly manifests = new Map<string, Buffer>();
  guard: Guard | null = null;
  answerer: Answerer = () => false;
  /** The maximum of names in a page of the catalogue or a tag list. */
  pageSize = 1000;
  /** Range requests of blobs are answered by ranges. */
  ranges = true;
  /** The number of connections that were accepted. */
  connections = 0;
  /** The number of the valid token. Each request for a token increases it. */
  tokens = 0;
  private readonly server: Server;
  private readonly scheme: string;
  private readonly sockets = new Set<Socket>();

  private constructor(tls: { key: string; cert: string } | null) {
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.answer(request, response);
    this.server = tls === null ? createServer(listener) : createSecureServer(tls, listener);
    this.scheme = tls === null ? "http" : "https";
    this.server.on("connection", (socket) => {
      this.connections += 1;
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
      socket.on("error", () => undefined);
    });
  }

  static async start(tls: { key: string; cert: string } | null = null): Promise<ScriptedRegistry> {
    const registry = new ScriptedRegistry(tls);
    await new Promise<void>((resolve) => registry.server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => registry.stop());
    return registry;
  }

  async stop(): Promise<void> {
    this.dropConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  get openConnections(): number {
    return this.sockets.size;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get origin(): string {
    return `${this.scheme}://${this.host}`;
  }

  /** Requested paths, with the method if it is not GET. */
  get requested(): string[] {
    return this.seen.map(({ method, url }) => `${method === "GET" ? "" : `${method} `}${url}`);
  }

  blob(content: Buffer | string): { digest: string; size: number } {
    const bytes = Buffer.from(content);
    const digest = sha256(bytes);
    this.blobs.set(digest, bytes);
    return { digest, size: bytes.length };
  }

  /** Stores a manifest under its digest, and under the names `repository:tag`. */
  manifest(repository: string, tags: readonly string[], document: unknown): { digest: string; size: number } {
    const bytes =
      typeof document === "string" ? Buffer.from(document) : Buffer.from(JSON.stringify(document));
    const digest = sha256(bytes);
    for (const name of [digest, ...tags]) this.manifests.set(`${repository}:${name}`, bytes);
    return { digest, size: bytes.length };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    const seen: Seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
    this.seen.push(seen);
    if (this.answerer(seen, response)) return;
    if (url.startsWith("/token")) this.sendToken(seen, response);
    else if (!this.isAllowed(seen)) this.refuse(response);
    else this.serve(seen, response);
  }

  private isAllowed({ headers: { authorization } }: Seen): boolean {
    const { guard } = this;
    if (guard === null) return true;
    if (guard.is === "basic") return authorization === basic(guard.user, guard.password);
    return authorization === `Bearer token-${this.tokens}`;
  }

  private refuse(response: ServerResponse): void {
    const realm = this.guard?.is === "token" ? (this.guard.realm ?? `${this.origin}/token`) : "";
    const challenge = realm === "" ? 'Basic realm="registry"' : `Bearer realm="${realm}",service="scripted"`;
    json(
      response,
      401,
      { errors: [{ code: "UNAUTHORIZED", message: "authentication required" }] },
      { "www-authenticate": challenge },
    );
  }

  sendToken({ headers: { authorization } }: Seen, response: ServerResponse): void {
    const { guard } = this;
    const user = guard?.is === "token" ? guard.user : undefined;
    const password = guard?.is === "token" ? guard.password : undefined;
    if (user !== undefined && authorization !== basic(user, password ?? "")) {
      json(response, 401, { details: "incorrect username or password" });
      return;
    }
    this.tokens += 1;
    json(response, 200, { token: `token-${this.tokens}`, expires_in: 300 });
  }

  /** Answers a request for the catalogue or a tag list, in pages. */
  private list(url: string, response: ServerResponse): boolean {
    const { pathname, searchParams } = new URL(url, "http://registry");
    const repository = /^\/v2\/(.+)\/tags\/list$/.exec(pathname)?.[1];
    if (pathname !== "/v2/_catalog" && repository === undefined) return false;
    const known = [...this.manifests.keys()].flatMap((key) => {
      const [, name, tag] = /^([^:]*):(.*)$/.exec(key) ?? [];
      if (repository === undefined) return name;
      return name === repository && !tag.startsWith("sha256:") ? tag : [];
    });
    if (repository !== undefined && known.length === 0) {
      return json(response, 404, {
        errors: [{ code: "NAME_UNKNOWN", message: "repository name not known" }],
      });
    }
    const names = [...new Set(known)].sort();
    const from = names.findIndex((name) => name > (searchParams.get("last") ?? ""));
    const size = Math.min(Number(searchParams.get("n")), this.pageSize);
    const page = from < 0 ? [] : names.slice(from, from + size);
    const isLast = from < 0 || from + size >= names.length;
    const link = `<${pathname}?n=${size}&last=${encodeURIComponent(page.at(-1) ?? "")}>; rel="next"`;
    const body = repository === undefined ? { repositories: page } : { name: repository, tags: page };
    return json(response, 200, body, isLast ? {} : { link });
  }

  private serve({ url, headers }: Seen, response: ServerResponse): void {
    if (this.list(url, response)) return;
    const match = /^\/v2\/(.+)\/(manifests|blobs)\/([^/?]+)/.exec(url);
    if (match === null) {
      json(response, url === "/v2/" ? 200 : 404, {});
      return;
    }
    const [, repository, kind, name] = match;
    const bytes = kind === "blobs" ? this.blobs.get(name) : this.manifests.get(`${repository}:${name}`);
    if (bytes === undefined) {
      const code = kind === "blobs" ? "BLOB_UNKNOWN" : "MANIFEST_UNKNOWN";
      json(response, 404, { errors: [{ code, message: "unknown to registry" }] });
      return;
    }
    sendBytes(response, bytes, kind === "blobs" && this.ranges ? headers.range : undefined);
  }
}

/** Sends bytes, or the requested range of them. */
export function sendBytes(response: ServerResponse, bytes: Buffer, range: string | undefined): void {
  const match = /^bytes=(\d+)-(\d*)$/.exec(range ?? "");
  if (match === null) {
    response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    return;
  }
  const from = Number(match[1]);
  const to = Math.min(match[2] === "" ? bytes.length : Number(match[2]) + 1, bytes.length);
  if (from >= bytes.length) {
    response.writeHead(416, { "content-length": bytes.length }).write("this range does not exist");
    return;
  }
  const head = { "content-range": `bytes ${from}-${to - 1}/${bytes.length}`, "content-length": to - from };
  response.writeHead(206, head).end(bytes.subarray(from, to));
}

/** Sends the first `count` bytes of a body with a larger content length, and cuts the connection. */
export function cutAfter(response: ServerResponse, bytes: Buffer, count: number): void {
  response.writeHead(200, { "content-length": bytes.length });
  response.write(bytes.subarray(0, count), () => response.destroy());
}

export function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string | number>> = {},
): true {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
  return true;
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
