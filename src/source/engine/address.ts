import { fail } from "../../errors.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { quoted } from "../registry/registry-message.js";

/** The address of an engine. */
export type Address =
  | { readonly is: "socket"; readonly path: string }
  | { readonly is: "tcp"; readonly host: string; readonly port: number; readonly tls: Tls | null }
  | {
      readonly is: "ssh";
      readonly user: string | null;
      readonly host: string;
      readonly port: number | null;
      /** The engine's socket on that machine; `null`: the default socket. */
      readonly path: string | null;
    };

/** Certificates and key in PEM. */
export interface Tls {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly skipVerify: boolean;
}

export interface HostOptions {
  /** The variable or file with the host, for messages. */
  readonly from: Printable;
  readonly defaultSocket: string;
  /** Returns the certificates for tcp; `null` if TLS is off. */
  tls(): Tls | null;
}

const PLAIN_PORT = 2375;
const TLS_PORT = 2376;

/**
 * Parses a host in the form of `DOCKER_HOST`: `unix:///path`, `tcp://host[:port]`,
 * `ssh://[user@]host[:port][/path]`, `npipe://`, or a host without a scheme, which means tcp.
 * @throws LayerxError `engine-setting`
 */
export function parseHost(text: string, { from, defaultSocket, tls }: HostOptions): Address {
  const bad = (reason: string): never =>
    fail("engine-setting", {
      reason: escapeText(`${from} is ${withoutPassword(text)}: ${reason}`),
      next: "write it like unix:///var/run/docker.sock, tcp://HOST:PORT or ssh://USER@HOST",
    });
  const scheme = /^([a-z+]+):\/\//i.exec(text)?.[1].toLowerCase() ?? "tcp";
  const rest = text.replace(/^[a-z+]+:\/\//i, "");
  switch (scheme) {
    case "unix":
      return { is: "socket", path: rest === "" ? defaultSocket : rest };
    case "npipe":
      return { is: "socket", path: rest.replaceAll("/", "\\") };
    case "tcp": {
      const url = parsed(`http://${rest}`);
      // `URL` ignores slashes before a host.
      const isHost = url !== null && url.hostname !== "" && url.username === "" && !rest.startsWith("/");
      if (!isHost) return bad("it is not a valid address");
      const certificates = tls();
      const port = portIn(rest) ?? (certificates === null ? PLAIN_PORT : TLS_PORT);
      return { is: "tcp", host: unbracketed(url.hostname), port, tls: certificates };
    }
    case "ssh":
      return sshHost(rest) ?? bad("it is not a valid ssh address");
    default:
      return bad(`${scheme}:// is not supported`);
  }
}

function sshHost(rest: string): Address | null {
  const url = parsed(`http://${rest}`);
  if (url === null || url.hostname === "" || url.password !== "" || url.search !== "") return null;
  const [user, path] = [decoded(url.username), decoded(url.pathname)];
  const host = unbracketed(url.hostname);
  // Otherwise ssh would read the host or the user as an option.
  if (user === null || path === null || host.startsWith("-") || user.startsWith("-")) return null;
  return { is: "ssh", user: user || null, host, port: portIn(rest), path: path === "/" ? null : path };
}

/** A part of an address without its escapes; `null` if they are not valid or a NUL is among them. */
function decoded(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return text.includes("\0") ? null : text;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function parsed(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/** Returns the port in the text: `URL` removes the default port of http. */
function portIn(rest: string): number | null {
  const port = /^[^/]*:(\d{1,5})(?:\/|$)/.exec(rest)?.[1];
  return port === undefined ? null : Number(port);
}

function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, "");
}

/** Returns the address as a user would write it, for messages. */
export function addressText(address: Address): Printable {
  switch (address.is) {
    case "socket":
      return quoted(address.path.startsWith("/") ? `unix://${address.path}` : address.path);
    case "tcp": {
      const host = address.host.includes(":") ? `[${address.host}]` : address.host;
      return quoted(`tcp://${host}:${address.port}`);
    }
    case "ssh": {
      const [user, port] = [address.user ?? "", address.port ?? ""];
      return quoted(`ssh://${user}${user && "@"}${address.host}${port && `:${port}`}${address.path ?? ""}`);
    }
  }
}

function withoutPassword(text: string): string {
  return text.replace(/:[^/@:]*@/, ":***@");
}
