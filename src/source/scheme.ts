import type { ImageFormat } from "../image/image.js";

/** What a scheme forces: one form of an image. */
export type ForcedKind = "docker-archive" | "oci-archive" | "oci" | "dir";

const LOCAL: readonly ForcedKind[] = ["docker-archive", "oci-archive", "oci", "dir"];
/** What a scheme forces where the image is not on this disk. */
export type RemoteKind = "docker" | "podman" | "containerd" | "registry";

const REMOTE: ReadonlyMap<string, RemoteKind> = new Map([
  ["docker", "docker"],
  ["docker-daemon", "docker"],
  ["podman", "podman"],
  ["containers-storage", "podman"],
  ["containerd", "containerd"],
  ["registry", "registry"],
]);

const SAVE: { readonly [K in RemoteKind]: (reference: string) => string } = {
  docker: (name) => `docker save ${name} | layerx inspect -`,
  podman: (name) => `podman save ${name} | layerx inspect -`,
  containerd: (name) => `ctr images export - ${name} | layerx inspect -`,
  registry: (name) => `skopeo copy docker://${name} oci-archive:image.tar`,
};

/** The command that saves an image of an engine or a registry. */
export function saveCommand(remote: RemoteKind, reference: string): string {
  return SAVE[remote](reference);
}

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
  // The two slashes of `docker://x` mean nothing.
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
