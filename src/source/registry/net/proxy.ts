import { BlockList, isIP } from "node:net";
import { fail } from "../../../errors.js";
import { type Env, setting } from "../../env.js";
import { quoted } from "../registry-message.js";
import { isLoopback } from "./hosts.js";

/**
 * Returns the proxy for a URL, or `null`. Rules: Go's `httpproxy`. `HTTPS_PROXY` is for https, `HTTP_PROXY`
 * for http; loopback hosts and those of `NO_PROXY` have none.
 * @throws LayerxError `proxy-unsupported`
 */
export function proxyFor(url: URL, env: Env): URL | null {
  const name = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const value = either(env, name);
  // In a CGI program, HTTP_PROXY is a header of the client.
  const isCgi = name === "HTTP_PROXY" && setting(env, "REQUEST_METHOD") !== undefined;
  if (value === undefined || isCgi || isLoopback(url.hostname)) return null;
  if (isExcepted(url, either(env, "NO_PROXY") ?? "")) return null;
  return proxyUrl(value, name);
}

function either(env: Env, name: string): string | undefined {
  return setting(env, name) ?? setting(env, name.toLowerCase());
}

function proxyUrl(value: string, variable: string): URL {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : null;
  // The text may contain a password.
  if (url === null || !isDecodable(`${url.username}:${url.password}`)) {
    return fail("proxy-unsupported", {
      proxy: `of ${variable}`,
      reason: "its address is not valid",
      variable,
    });
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    const proxy = quoted(`${url.protocol}//${url.host}`);
    return fail("proxy-unsupported", {
      proxy,
      reason: `${url.protocol}// proxies are not supported`,
      variable,
    });
  }
  return url;
}

/** The agent for proxies decodes user and password. */
function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function isExcepted(url: URL, list: string): boolean {
  const host = bare(url.hostname).toLowerCase().replace(/\.$/, "");
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  return list
    .split(",")
    .map((part) => part.trim().toLowerCase())
    .some((part) => part !== "" && matches(part, host, port));
}

function matches(part: string, host: string, port: string): boolean {
  if (part === "*") return true;
  if (part.includes("/")) return inNetwork(part, host);
  const { name, port: wanted } = splitPort(part);
  if (wanted !== null && wanted !== port) return false;
  if (isIP(name) !== 0) return sameAddress(name, host);
  const suffix = name.replace(/^\*(?=\.)/, "");
  if (suffix.startsWith(".")) return host.endsWith(suffix);
  return suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`));
}

function splitPort(part: string): { name: string; port: string | null } {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/.exec(part);
  if (bracketed !== null) return { name: bracketed[1], port: bracketed[2] ?? null };
  if (isIP(part) === 6) return { name: part, port: null };
  const match = /^(.*):(\d+)$/.exec(part);
  return match === null ? { name: part, port: null } : { name: match[1], port: match[2] };
}

function inNetwork(part: string, host: string): boolean {
  const [address, bits] = part.split("/");
  const family = isIP(address);
  const length = Number(bits);
  if (family === 0 || isIP(host) === 0 || !/^\d{1,3}$/.test(bits) || length > (family === 4 ? 32 : 128))
    return false;
  const network = new BlockList();
  network.addSubnet(address, length, family === 4 ? "ipv4" : "ipv6");
  return network.check(host, isIP(host) === 4 ? "ipv4" : "ipv6");
}

function sameAddress(address: string, host: string): boolean {
  if (isIP(host) === 0) return false;
  const list = new BlockList();
  list.addAddress(address, isIP(address) === 4 ? "ipv4" : "ipv6");
  return list.check(host, isIP(host) === 4 ? "ipv4" : "ipv6");
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}
