import { isIP } from "node:net";

/** True for this machine itself: `localhost`, `*.localhost`, 127.0.0.0/8, `::1`. */
export function isLoopback(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return isIP(host) === 4 ? host.startsWith("127.") : isIP(host) === 6 && /^(?:0*:)*:?0*1$/.test(host);
}

/** True for an address that only the own network segment has: cloud machines serve their own credentials there. */
export function isLinkLocal(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) === 4) return host.startsWith("169.254.");
  return isIP(host) === 6 && (/^fe[89ab]/.test(host) || /^::ffff:a9fe:/.test(host));
}

/** Which hosts may be asked without a trusted certificate, and by plain http. */
export class HostRules {
  private readonly insecure: ReadonlySet<string>;

  /** `insecure`: `HOST` or `HOST:PORT`; a host without a port counts on every port. */
  constructor(insecure: readonly string[]) {
    this.insecure = new Set(insecure.map((host) => host.toLowerCase()));
  }

  /** True where the user said that the host's certificate is not to be checked. */
  isInsecure(url: URL): boolean {
    const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
    return [url.hostname, url.host, `${url.hostname}:${port}`].some((name) =>
      this.insecure.has(name.toLowerCase()),
    );
  }

  /** True where plain http is allowed. */
  mayBePlain(url: URL): boolean {
    return isLoopback(url.hostname) || this.isInsecure(url);
  }
}
