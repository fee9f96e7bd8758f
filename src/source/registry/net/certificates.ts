import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { createSecureContext, rootCertificates } from "node:tls";
import { fail, isSystemError } from "../../../errors.js";
import { type Env, setting } from "../../env.js";
import { quoted } from "../registry-message.js";
import { isLoopback } from "./hosts.js";

/** The settings of TLS to one host in addition to Node's defaults. */
export interface Certificates {
  /** Trusted issuers; `null` if Node's own list is enough. */
  readonly ca: readonly (string | Buffer)[] | null;
  readonly cert: Buffer | null;
  readonly key: Buffer | null;
}

const FOLDERS = ["/etc/docker/certs.d", "/etc/containers/certs.d"];

/**
 * Returns the certificates for `host[:port]`: those of `SSL_CERT_FILE` and of the folders of Docker and
 * Podman, in addition to Node's roots. A given `ca` replaces all of Node's list, so the roots and
 * `NODE_EXTRA_CA_CERTS` are added again.
 * @throws LayerxError `registry-certificate` for a client's certificate that cannot be used
 */
export function certificatesFor(
  url: URL,
  { env, folders = FOLDERS }: { env: Env; folders?: readonly string[] },
): Certificates {
  const names = url.port === "" ? [url.hostname, `${url.hostname}:443`] : [url.host];
  const own = folders.flatMap((folder) => names.map((name) => readFolder(posix.join(folder, name), url)));
  const extra = [bytesOf(setting(env, "SSL_CERT_FILE")), ...own.flatMap(({ ca }) => ca)].filter(
    (ca) => ca !== null,
  );
  const client = own.find(({ cert, key }) => cert !== null && key !== null);
  const { cert = null, key = null } = client ?? {};
  if (extra.length === 0) return { ca: null, cert, key };
  const again = bytesOf(setting(env, "NODE_EXTRA_CA_CERTS"));
  // Public issuers never sign for a loopback host, and Node parses a list that is given again: 30 ms for its
  // own roots.
  const roots = isLoopback(url.hostname) ? [] : rootCertificates;
  return { ca: [...roots, ...(again === null ? [] : [again]), ...extra], cert, key };
}

function readFolder(folder: string, url: URL): { ca: Buffer[]; cert: Buffer | null; key: Buffer | null } {
  const ca = namesIn(folder)
    .filter((name) => name.endsWith(".crt"))
    .sort()
    .flatMap((name) => bytesOf(posix.join(folder, name)) ?? []);
  const [cert, key] = ["client.cert", "client.key"].map((name) => bytesOf(posix.join(folder, name)));
  if (cert !== null && key !== null) checkPair({ cert, key }, folder, url);
  return { ca, cert, key };
}

/** @throws LayerxError `registry-certificate` where Node cannot use them */
function checkPair(pair: { cert: Buffer; key: Buffer }, folder: string, url: URL): void {
  try {
    createSecureContext({ ca: [], ...pair });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const reason = quoted(`client.cert and client.key in ${folder} cannot be used: ${words}`);
    const host = quoted(url.host);
    fail(
      "registry-certificate",
      { image: host, host, reason, next: "check that both are PEM, and belong together" },
      error,
    );
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return [];
  }
}

function bytesOf(path: string | undefined): Buffer | null {
  if (path === undefined) return null;
  try {
    return readFileSync(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return null;
  }
}

/** Returns the problem of a server's certificate, and the next step; `null` for any other error. */
export function certificateFault(
  code: string | undefined,
  host: string,
): { reason: string; next: string } | null {
  const insecure = `or skip the check with --insecure-registry ${quoted(host)}`;
  const addIssuer = `put the CA's certificate into /etc/docker/certs.d/${quoted(host)}/ca.crt or NODE_EXTRA_CA_CERTS, ${insecure}`;
  switch (code) {
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return { reason: "its certificate is self-signed", next: addIssuer };
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return { reason: "its certificate has an unknown issuer", next: addIssuer };
    case "CERT_HAS_EXPIRED":
      return {
        reason: "its certificate has expired",
        next: `have it renewed, check this machine's clock, ${insecure}`,
      };
    case "CERT_NOT_YET_VALID":
      return { reason: "its certificate is not valid yet", next: `check this machine's clock, ${insecure}` };
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return {
        reason: "its certificate is for another host name",
        next: `use the name in the certificate, ${insecure}`,
      };
    default:
      return null;
  }
}
