import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { HttpProxyAgent, HttpsProxyAgent } from "hpagent";
import type { Env } from "../../env.js";
import { certificatesFor } from "./certificates.js";
import type { HostRules } from "./hosts.js";
import { proxyFor } from "./proxy.js";

const MAX_SOCKETS = 6;

export interface ConnectionSettings {
  readonly env: Env;
  readonly rules: HostRules;
  /** Folders as `/etc/docker/certs.d`. */
  readonly certificateFolders?: readonly string[];
}

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

  /** Closes all connections, also those in use. */
  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
    this.agents.clear();
  }

  private newAgent(url: URL): HttpAgent {
    const { env, rules, certificateFolders } = this.settings;
    const proxy = proxyFor(url, env);
    const common = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: MAX_SOCKETS };
    if (url.protocol === "http:") {
      return proxy === null ? new HttpAgent(common) : new HttpProxyAgent({ ...common, proxy });
    }
    const { ca, cert, key } = certificatesFor(url, { env, folders: certificateFolders });
    const tls = {
      ...common,
      ...(ca === null ? {} : { ca: [...ca] }),
      ...(cert === null || key === null ? {} : { cert, key }),
      rejectUnauthorized: !rules.isInsecure(url),
    };
    return proxy === null ? new HttpsAgent(tls) : new HttpsProxyAgent({ ...tls, proxy });
  }
}
