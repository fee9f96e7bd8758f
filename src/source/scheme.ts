import type { ImageFormat } from "../image/image.js";

/** What a scheme forces: one form of an image. */
export type ForcedKind = "docker-archive" | "oci-archive" | "oci" | "dir";

const LOCAL: readonly ForcedKind[] = ["docker-archive", "oci-archive", "oci", "dir"];
/** What a scheme forces where the image is not on this disk. */
export type RemoteKind = "docker" | "podman" | "registry";

const REMOTE: readonly RemoteKind[] = ["docker", "podman", "registry"];

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
  const remote = REMOTE.find((kind) => kind === scheme) ?? null;
  if (remote !== null) return { forced: null, remote, path: path.replace(/^\/\//, "") };
  const forced = LOCAL.find((kind) => kind === scheme) ?? null;
  return forced === null ? { forced, remote, path: source } : { forced, remote, path };
}
