import { statSync } from "node:fs";
import { resolve } from "node:path";
import { isSystemError } from "../../errors.js";
import type { ImageFormat } from "../../image/image.js";

/** The form of an image that a scheme requires. */
export type ForcedKind = "docker-archive" | "oci-archive" | "oci" | "dir";

/** The source that a scheme requires, for an image that is not on this disk. */
export type RemoteKind = "docker" | "podman" | "containerd" | "registry";

const LOCAL: readonly ForcedKind[] = ["docker-archive", "oci-archive", "oci", "dir"];

const REMOTE: ReadonlyMap<string, RemoteKind> = new Map([
  ["docker", "docker"],
  ["docker-daemon", "docker"],
  ["podman", "podman"],
  ["containers-storage", "podman"],
  ["containerd", "containerd"],
  ["registry", "registry"],
]);

/** The values of `--source`. */
export const SOURCE_NAMES: readonly string[] = [...new Set(REMOTE.values()), ...LOCAL];

/** The format of each scheme. */
export const FORCED_FORMAT: { readonly [K in ForcedKind]: ImageFormat } = {
  "docker-archive": "docker-archive",
  "oci-archive": "oci-archive",
  oci: "oci-layout",
  dir: "dir",
};

/**
 * Splits `SCHEME:PATH`. Without a known scheme, the whole text is a path. Two slashes after the scheme of an
 * engine or a registry are ignored.
 */
export function splitScheme(source: string): {
  forced: ForcedKind | null;
  remote: RemoteKind | null;
  path: string;
} {
  const colon = source.indexOf(":");
  const scheme = colon < 0 ? "" : source.slice(0, colon);
  const path = source.slice(colon + 1);
  const remote = REMOTE.get(scheme) ?? null;
  if (remote !== null) return { forced: null, remote, path: path.replace(/^\/\//, "") };
  const forced = LOCAL.find((kind) => kind === scheme) ?? null;
  return forced === null ? { forced, remote, path: source } : { forced, remote, path };
}

/**
 * Splits `PATH:REFERENCE` and `PATH:@N` of an archive's scheme, as in skopeo. If the whole text is an
 * existing path, it is the path; otherwise the path is the first part before a colon that exists. `image` has
 * the form of `--image`, `null` without a suffix.
 */
export function splitSuffix(
  rest: string,
  { forced, exists }: { forced: ForcedKind | null; exists: (path: string) => boolean },
): { path: string; image: string | null } {
  if (forced === null || forced === "dir" || rest === "-" || exists(rest)) return { path: rest, image: null };
  for (let colon = rest.indexOf(":"); colon >= 0; colon = rest.indexOf(":", colon + 1)) {
    const path = rest.slice(0, colon);
    const suffix = rest.slice(colon + 1);
    if (suffix !== "" && (path === "-" || (path !== "" && exists(path))))
      return { path, image: suffix.replace(/^@(?=\d+$)/, "") };
  }
  return { path: rest, image: null };
}

/** Returns the value of `--source` for the scheme of an argument; `null` if it has none. */
export function schemeOf(argument: string): ForcedKind | RemoteKind | null {
  const { forced, remote } = splitScheme(argument);
  return remote ?? forced;
}

const PATH_START = /^(?:$|-$|[./~]|[a-zA-Z]:)/;
const PATH_END = /\.(?:tar|tgz|gz|tzst|zst|bz2|xz|oci|json|img)(?::[\w.-]+)?$/i;

/**
 * Returns true for an argument without a scheme that is the name of an image. An existing path is a path, and
 * so is a text that looks like one: a mistyped file name must never become a request.
 */
export function isName(argument: string, { cwd }: { readonly cwd: string }): boolean {
  if (schemeOf(argument) !== null || /[\\\0]/.test(argument)) return false;
  // The error about the reference says what to write instead of a web address.
  if (/^https?:\/\//i.test(argument)) return true;
  return !PATH_START.test(argument) && !PATH_END.test(argument) && !exists(resolve(cwd, argument));
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // A path that the user may not read exists. The error of opening it says why.
    return error.code === "EACCES" || error.code === "EPERM";
  }
}
