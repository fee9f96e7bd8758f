import { fail } from "../errors.js";
import type { ImageFormat } from "../image/image.js";
import { escapeText } from "../text/escape.js";

/** What a scheme forces: one form of an image. */
export type ForcedKind = "docker-archive" | "oci-archive" | "oci" | "dir";

const LOCAL: readonly ForcedKind[] = ["docker-archive", "oci-archive", "oci", "dir"];
const REMOTE = ["docker", "podman", "registry"];

/** The format that each scheme stands for. */
export const FORCED_FORMAT: { readonly [K in ForcedKind]: ImageFormat } = {
  "docker-archive": "docker-archive",
  "oci-archive": "oci-archive",
  oci: "oci-layout",
  dir: "dir",
};

/**
 * Splits `SCHEME:PATH`; without one of the contract's schemes it is all path.
 * @throws LayerxError `local-only` for schemes of engines and registries.
 */
export function splitScheme(source: string): { forced: ForcedKind | null; path: string } {
  const colon = source.indexOf(":");
  const scheme = colon < 0 ? "" : source.slice(0, colon);
  const path = source.slice(colon + 1);
  if (REMOTE.includes(scheme)) {
    fail("local-only", { input: escapeText(source), reference: escapeText(path) });
  }
  const forced = LOCAL.find((kind) => kind === scheme) ?? null;
  return forced === null ? { forced, path: source } : { forced, path };
}
