import { statSync } from "node:fs";
import { resolve } from "node:path";
import { isSystemError } from "../../errors.js";
import type { ImageFormat } from "../../image/image.js";

/** What a scheme forces: one form of an image. */
export type ForcedKind = "docker-archive" | "oci-archive" | "oci" | "dir";

/** What a scheme forces where the image is not on this disk. */
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

/** The names that `--source` takes. */
export const SOURCE_NAMES: readonly string[] = [...new Set(REMOTE.values()), ...LOCAL];

/** The format that each scheme stands for. */
export const FORCED_FORMAT: { readonly [K in ForcedKind]: ImageFormat } = {
  "docker-archive": "docker-archive",
  "oci-archive": "oci-archive",
  oci: "oci-layout",
  dir: "dir",
};

/**
 * Splits `SCHEME:PATH`; without one of the contract's schemes it is all path. Behind the scheme of an engine or a registry
 * two slashes may stand, which mean nothing.
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
 * Splits `PATH:REFERENCE` and `PATH:@N` of an archive's scheme, as skopeo has them. The whole is a path where it exists;
 * else the path is the first part before a colon that exists. `image` is as `--image` takes it, `null` without a suffix.
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

/** The name for `--source` of the scheme that begins the argument; `null` where it has none. */
export function schemeOf(argument: string): ForcedKind | RemoteKind | null {
  const { forced, remote } = splitScheme(argument);
  return remote ?? forced;
}

const PATH_START = /^(?:$|-$|[./~]|[a-zA-Z]:)/;
const PATH_END = /\.(?:tar|tgz|gz|tzst|zst|bz2|xz|oci|json|img)(?::[\w.-]+)?$/i;

/**
 * True for an argument without a scheme that is the name of an image. A path that exists is a path, and so is whatever
 * looks like one: a mistyped file name must never become a request.
 */
export function isName(argument: string, { cwd }: { readonly cwd: string }): boolean {
  if (schemeOf(argument) !== null || /[\\\0]/.test(argument)) return false;
  // The error of a reference says what to write in place of a web address.
  if (/^https?:\/\//i.test(argument)) return true;
  return !PATH_START.test(argument) && !PATH_END.test(argument) && !exists(resolve(cwd, argument));
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // A path that the user may not look at is there; the error of opening it says why.
    return error.code === "EACCES" || error.code === "EPERM";
  }
}
