import type { Image } from "../../image/image.js";
import { repositoryOf } from "./reference.js";
import { splitScheme } from "./scheme.js";

/** What begins or ends as a path does. */
const PATH = /^(?:$|-$|[./~]|[a-zA-Z]:[\\/])|\\|\.(?:tar|tgz|gz|tzst|zst|bz2|xz|oci|json|img)(?::[^/]*)?$/i;

/**
 * What all images of one repository have in common, from the name of an image alone: the repository in full, or the path
 * of a file. Looks at no disk, so that it is the same on every machine.
 */
export function repositoryKey(source: string): string {
  const { forced, remote, path } = splitScheme(source);
  if (remote !== null || (forced === null && !PATH.test(path))) return repositoryOf(path);
  return path;
}

/** The repository of an image that was read, in full; `null` for a file that names no tag. */
export function repositoryOfImage({ format, references, source }: Image): string | null {
  const named =
    format === "docker" || format === "podman" || format === "containerd" || format === "registry";
  if (named && !/^(sha256:)?[0-9a-f]{12,64}$/.test(splitScheme(source).path)) return repositoryKey(source);
  const [reference] = references;
  return reference === undefined ? null : repositoryOf(reference);
}
