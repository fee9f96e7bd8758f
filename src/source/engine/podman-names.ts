import { isImageId } from "../named-source.js";
import { parseReference } from "../registry/registry-reference.js";

/**
 * Returns the full names that Podman may have for an image, the most probable first: a name without a domain
 * unchanged, then below `localhost`, then at Docker Hub. Without a tag and a digest the tag is `latest`. An
 * ID is returned unchanged. A name that may be the beginning of an ID is also returned unchanged, at the end.
 */
export function podmanNames(name: string): string[] {
  if (isImageId(name)) return [name];
  const named = name.includes("@") || /:[^/]*$/.test(name) ? name : `${name}:latest`;
  const first = named.slice(0, Math.max(0, named.indexOf("/")));
  const hasDomain = /[.:A-Z]/.test(first) || first === "localhost";
  if (hasDomain) return [named];
  const { path } = parseReference(named);
  const suffix = named.slice(named.search(/[:@]/));
  const names = [named, `localhost/${named}`, `docker.io/${path}${suffix}`];
  return isIdBegin(name) ? [...names, name] : names;
}

/** Returns true for the beginning of an image ID, of at least 3 digits. */
export function isIdBegin(name: string): boolean {
  return /^[0-9a-f]{3,64}$/.test(name);
}
