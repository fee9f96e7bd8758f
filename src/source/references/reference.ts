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
