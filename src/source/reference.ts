const DOMAIN = /^(?:localhost(?::\d+)?|[^/]*[.:][^/]*|[^/]*[A-Z][^/]*)$/;

/**
 * A reference in full: `alpine` is `docker.io/library/alpine:latest`. Source: distribution's
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

/** A reference in full, without its tag and digest: `alpine:3` is of `docker.io/library/alpine`. */
export function repositoryOf(reference: string): string {
  const [named] = fullReference(reference).split("@");
  return named.replace(/:[^/:]*$/, "");
}

const REFERENCE =
  /^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;

const FILE_NAME = /\.(?:tar|tgz|gz|tzst|zst|bz2|xz|oci|json|img)(?::[\w][\w.-]{0,127})?$/i;

/** True for a text that means a file: it is never asked of an engine or a registry. */
function isPathLike(text: string): boolean {
  return (
    /^[./~]/.test(text) || text.includes("\\") || /^[a-z]:/i.test(text.slice(0, 2)) || FILE_NAME.test(text)
  );
}

/** True for a text that can be an image's reference and hardly a file's name. */
export function looksLikeReference(text: string): boolean {
  if (text.length > 512 || isPathLike(text)) return false;
  return REFERENCE.test(text);
}
