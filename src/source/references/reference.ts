import type { Image } from "../../image/image.js";
import { splitScheme } from "./scheme.js";

const DOMAIN = /^(?:localhost(?::\d+)?|[^/]*[.:][^/]*|[^/]*[A-Z][^/]*)$/;

/**
 * Returns the complete reference: `alpine` is `docker.io/library/alpine:latest`. Source: distribution's
 * reference.ParseNormalizedNamed.
 */
export function fullReference(reference: string): string {
  const slash = reference.indexOf("/");
  const first = slash < 0 ? "" : reference.slice(0, slash);
  const hasDomain = slash >= 0 && DOMAIN.test(first);
  const domain = hasDomain ? (first === "index.docker.io" ? "docker.io" : first) : "docker.io";
  const rest = hasDomain ? reference.slice(slash + 1) : reference;
  const path = domain === "docker.io" && !rest.includes("/") ? `library/${rest}` : rest;
  const tagged = path.includes("@") || path.slice(path.lastIndexOf("/") + 1).includes(":");
  return `${domain}/${tagged ? path : `${path}:latest`}`;
}

/** Returns the complete reference without its tag and digest: `alpine:3` is in `docker.io/library/alpine`. */
export function repositoryOf(reference: string): string {
  const [named] = fullReference(reference).split("@");
  return named.replace(/:[^/:]*$/, "");
}

/**
 * Returns the references of an image, beginning with the reference that the user named. The first reference
 * is the name of the image on screens and in reports. An engine lists all tags of an image in its own order.
 */
export function requestedFirst(references: readonly string[], source: string): readonly string[] {
  const name = fullReference(splitScheme(source).path);
  const requested = references.filter((reference) => fullReference(reference) === name);
  return [...requested, ...references.filter((reference) => !requested.includes(reference))];
}

/** Matches a text that begins or ends like a path. */
const PATH = /^(?:$|-$|[./~]|[a-zA-Z]:[\\/])|\\|\.(?:tar|tgz|gz|tzst|zst|bz2|xz|oci|json|img)(?::[^/]*)?$/i;

/**
 * Returns a key that all images of one repository share, from the name of an image alone: the complete
 * repository, or the path of a file. It does not look at the disk, so that it is the same on every machine.
 */
export function repositoryKey(source: string): string {
  const { forced, remote, path } = splitScheme(source);
  if (remote !== null || (forced === null && !PATH.test(path))) return repositoryOf(path);
  return path;
}

/** Returns the complete repository of an image that was read; `null` for a file without a tag. */
export function repositoryOfImage({ format, references, source }: Image): string | null {
  const named =
    format === "docker" || format === "podman" || format === "containerd" || format === "registry";
  if (named && !/^(sha256:)?[0-9a-f]{12,64}$/.test(splitScheme(source).path)) return repositoryKey(source);
  const [reference] = references;
  return reference === undefined ? null : repositoryOf(reference);
}
