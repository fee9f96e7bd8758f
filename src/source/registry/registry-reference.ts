import { fail } from "../../errors.js";
import { quoted } from "./registry-message.js";

/** A complete name of an image in a registry. */
export interface Reference {
  /** The host, and the port if there is one: `docker.io`, `127.0.0.1:5000`, `[::1]:5000`. */
  readonly domain: string;
  /** The repository below the domain: `library/alpine`. */
  readonly path: string;
  /** `null` if there is only a digest. */
  readonly tag: string | null;
  /** `sha256:…` or `sha512:…`. If it is set, the tag is only shown. */
  readonly digest: string | null;
}

const HUB = "docker.io";
const MAX_PATH_BYTES = 255;

const COMPONENT = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const DOMAIN = new RegExp(`^(?:${COMPONENT}(?:\\.${COMPONENT})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]{1,5})?$`);
const PATH = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/**
 * Parses `[domain/]path[:tag][@digest]`. Without tag and digest the tag is `latest`. Rules:
 * distribution/reference, `ParseNormalizedNamed`.
 * @throws LayerxError `bad-reference`, `reference-is-url`
 */
export function parseReference(text: string): Reference {
  // A variable that is not set results in such a text.
  const shown = quoted(text.trim() === "" ? "an empty text" : withoutPassword(text));
  if (/^https?:\/\//i.test(text)) {
    const reference = text.replace(/^https?:\/\/(?:[^/@]*@)?/i, "");
    fail("reference-is-url", { input: shown, reference: quoted(reference) });
  }
  const bad = (reason: string): never => fail("bad-reference", { input: shown, reason });
  if (/^[0-9a-f]{64}$/.test(text))
    bad("64 hexadecimal digits are an image ID, and a registry has no image IDs");

  const { domain, rest } = splitDomain(text);
  if (!DOMAIN.test(domain)) bad("its host is not valid");
  const at = rest.indexOf("@");
  const named = at < 0 ? rest : rest.slice(0, at);
  const digest = at < 0 ? null : rest.slice(at + 1);
  const colon = named.indexOf(":");
  const tag = colon < 0 ? null : named.slice(colon + 1);
  const name = colon < 0 ? named : named.slice(0, colon);

  if (name === "") bad("it has no name");
  if (/[A-Z]/.test(name)) bad("the name must be in lower case");
  if (!PATH.test(name)) bad("its name has a character or a separator that is not allowed");
  if (tag !== null && !TAG.test(tag)) bad("its tag is not valid");
  if (digest !== null && !DIGEST.test(digest)) bad("its digest is not a complete sha256 or sha512 digest");
  const path = domain === HUB && !name.includes("/") ? `library/${name}` : name;
  if (path.length > MAX_PATH_BYTES) bad(`its name is longer than ${MAX_PATH_BYTES} bytes`);
  return { domain, path, tag: tag ?? (digest === null ? "latest" : null), digest };
}

/** Removes a user and a password before the host, which must not be shown. */
function withoutPassword(text: string): string {
  return text.replace(/^((?:https?:\/\/)?)[^/@]*:[^/@]*@(?!sha(?:256|512):)/i, "$1***@");
}

function splitDomain(text: string): { domain: string; rest: string } {
  const slash = text.indexOf("/");
  const first = text.slice(0, Math.max(0, slash));
  const isDomain = /[.:A-Z]/.test(first) || first === "localhost";
  if (slash < 0 || !isDomain) return { domain: HUB, rest: text };
  return { domain: first === "index.docker.io" ? HUB : first, rest: text.slice(slash + 1) };
}

/**
 * Returns a reference to a registry as a whole, without a path, for requests that are not about a repository.
 */
export function wholeRegistry(domain: string): Reference {
  if (!DOMAIN.test(domain)) {
    fail("bad-reference", { input: quoted(domain), reason: "its host is not valid" });
  }
  return { domain, path: "", tag: null, digest: null };
}

/** Returns the whole name, with tag and digest: `docker.io/library/alpine:latest`. */
export function fullName({ domain, path, tag, digest }: Reference): string {
  return `${domain}/${path}${suffix({ tag, digest })}`;
}

/**
 * Returns the name as docker shows it: without `docker.io/` and `library/`, if the meaning stays the same.
 */
export function shortName(reference: Reference): string {
  const { domain, path, tag, digest } = reference;
  if (domain !== HUB) return fullName(reference);
  const official = /^library\/([^/]+)$/.exec(path);
  const name = official === null ? path : official[1];
  const first = name.slice(0, Math.max(0, name.indexOf("/")));
  const ambiguous = /[.:]/.test(first) || first === "localhost";
  return `${ambiguous ? `${HUB}/${name}` : name}${suffix({ tag, digest })}`;
}

function suffix({ tag, digest }: Pick<Reference, "tag" | "digest">): string {
  return `${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`;
}

/** Returns the host of the API, with its port if there is one. */
export function apiHost({ domain }: Pick<Reference, "domain">): string {
  return domain === HUB ? "registry-1.docker.io" : domain;
}
