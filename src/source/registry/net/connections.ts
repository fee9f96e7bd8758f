import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { createSecureContext, type SecureContext } from "node:tls";
import { HttpsProxyAgent } from "hpagent";
import type { Env } from "../../env.js";
import { certificatesFor } from "./certificates.js";
import { type HostRules, lookupOf } from "./hosts.js";
import { proxyFor } from "./proxy.js";

const MAX_SOCKETS = 6;

/** Bytes of certificates that are read in less time than a handshake takes. */
const FEW_BYTES = 16 * 1024;

export interface ConnectionSettings {
  readonly env: Env;
  readonly rules: HostRules;
  /** Folders like `/etc/docker/certs.d`. */
  readonly certificateFolders?: readonly string[];
  /** Certificates that were read before, by host. New ones are added. */
  readonly tlsContexts?: TlsContexts;
}

/**
 * Certificates by host, in the form that TLS uses. A run with many images reads them once: a bundle of roots
 * in `SSL_CERT_FILE` takes 60 ms.
 */
export type TlsContexts = Map<string, SecureContext>;

/** Connections that stay open between requests: at most 6 to one origin, with its proxy and certificates. */
export class Connections {
  private readonly agents = new Map<string, HttpAgent>();
  private readonly settings: ConnectionSettings;

  constructor(settings: ConnectionSettings) {
    this.settings = settings;
  }

  /** @throws LayerxError `proxy-unsupported` */
  agentFor(url: URL): HttpAgent {
    const known = this.agents.get(url.origin);
    if (known !== undefined) return known;
    const agent = this.newAgent(url);
    this.agents.set(url.origin, agent);
    return agent;
  }

  /**
   * Returns true if TLS to the host needs few certificates or none, so that it costs no more than a handshake
   * that checks nothing.
   */
  isQuick(url: URL): boolean {
    const { env, rules, certificateFolders, tlsContexts } = this.settings;
    if (rules.isInsecure(url) || tlsContexts?.has(url.host)) return true;
    const { ca } = certificatesFor(url, { env, folders: certificateFolders });
    return ca !== null && ca.reduce((bytes, one) => bytes + one.length, 0) < FEW_BYTES;
  }

  /** Returns the proxy for a URL, or `null`. @throws LayerxError `proxy-unsupported` */
  proxyOf(url: URL): URL | null {
    return proxyFor(url, this.settings.env);
  }

  /** Closes all connections, also those in use. */
  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
    this.agents.clear();
  }

  private newAgent(url: URL): HttpAgent {
    const { env, rules, certificateFolders, tlsContexts } = this.settings;
    const proxy = this.proxyOf(url);
    const kept = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: MAX_SOCKETS };
    // Node's own roots are used if there are no others.
    const toProxy = proxy === null ? {} : { ca: this.trustedBy(proxy) };
    if (url.protocol === "http:" && proxy !== null) {
      return proxy.protocol === "http:" ? new HttpAgent(kept) : new HttpsAgent({ ...kept, ...toProxy });
    }
    const common = { ...kept, ...lookupOf(url.hostname) };
    if (url.protocol === "http:") return new HttpAgent(common);
    const rejectUnauthorized = !rules.isInsecure(url);
    const read = tlsContexts?.get(url.host);
    if (read !== undefined && proxy === null) {
      return new HttpsAgent({ ...common, secureContext: read, rejectUnauthorized });
    }
    const { ca: trusted, cert, key } = certificatesFor(url, { env, folders: certificateFolders });
    // If no certificate is checked, Node's own roots are not read either, which saves 30 ms. A proxy's
    // certificate is always checked.
    const ca = rejectUnauthorized || proxy !== null ? trusted : [];
    const tls = {
      ...common,
      ...(ca === null ? {} : { ca: [...ca] }),
      ...(cert === null || key === null ? {} : { cert, key }),
      rejectUnauthorized,
    };
    if (proxy !== null) return new HttpsProxyAgent({ ...tls, proxy, proxyRequestOptions: toProxy });
    if (ca === null || tlsContexts === undefined) return new HttpsAgent(tls);
    const secureContext = createSecureContext(tls);
    tlsContexts.set(url.host, secureContext);
    return new HttpsAgent({ ...common, secureContext, rejectUnauthorized });
  }

  /** Returns the issuers of a proxy's certificate; `undefined` for those of Node. */
  private trustedBy(proxy: URL): string[] | undefined {
    if (proxy.protocol === "http:") return undefined;
    const { env, certificateFolders } = this.settings;
    const { ca } = certificatesFor(proxy, { env, folders: certificateFolders });
    return ca?.map(String);
  }
}
