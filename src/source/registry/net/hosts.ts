import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";

/** Returns true for this machine itself: `localhost`, `*.localhost`, 127.0.0.0/8, `::1`. */
export function isLoopback(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return isIP(host) === 4 ? host.startsWith("127.") : isIP(host) === 6 && /^(?:0*:)*:?0*1$/.test(host);
}

/**
 * Returns true for an address that exists only in the own network segment: cloud machines get their own
 * credentials there.
 */
export function isLinkLocal(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) === 4) return host.startsWith("169.254.");
  return isIP(host) === 6 && (/^fe[89ab]/.test(host) || /^::ffff:a9fe:/.test(host));
}

/**
 * Returns how the address of a host is found. Names below `localhost` are always this machine, whatever a name
 * server answers: plain http is allowed for them. Source: RFC 6761, 6.3.
 */
export function lookupOf(hostname: string): { lookup?: LookupFunction } {
  if (!hostname.toLowerCase().replace(/\.$/, "").endsWith(".localhost")) return {};
  return { lookup: (_, options, callback) => lookup("localhost", options, callback) };
}

/** The hosts for which an untrusted certificate, or plain http, is allowed. */
export class HostRules {
  private readonly insecure: ReadonlySet<string>;

  /** `insecure`: `HOST` or `HOST:PORT`; a host without a port counts for every port. */
  constructor(insecure: readonly string[]) {
    this.insecure = new Set(insecure.map((host) => host.toLowerCase()));
  }

  /** Returns true if the user switched off the check of the host's certificate. */
  isInsecure(url: URL): boolean {
    const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
    return [url.hostname, url.host, `${url.hostname}:${port}`].some((name) => this.insecure.has(name));
  }

  /** Returns true if plain http is allowed. */
  mayBePlain(url: URL): boolean {
    return isLoopback(url.hostname) || this.isInsecure(url);
  }
}
