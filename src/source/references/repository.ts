import type { Image } from "../../image/image.js";
import { repositoryOf } from "./reference.js";
import { splitScheme } from "./scheme.js";

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
