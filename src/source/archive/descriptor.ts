import { createHash } from "node:crypto";
import { field, text } from "../../image/json-field.js";
import { escapeText } from "../../text/escape.js";

/** A descriptor's digest, split into its parts. */
export interface NamedDigest {
  readonly text: string;
  readonly algorithm: string;
  readonly hex: string;
}

/**
 * Returns a descriptor's digest. It is checked, because it becomes a path; `null` if it is missing or
 * invalid.
 */
export function digestOf(descriptor: unknown): NamedDigest | null {
  const digest = text(field(descriptor, "digest")) ?? "";
  const match = /^(sha256|sha384|sha512|blake3):([0-9a-f]{64,128})$/.exec(digest);
  return match === null ? null : { text: escapeText(digest), algorithm: match[1], hex: match[2] };
}

/**
 * Returns the layers of a manifest; `null` if it is not a manifest. One with a config may have no list:
 * programs in Go write `null` for an empty list.
 */
export function layersIn(manifest: unknown): readonly unknown[] | null {
  const layers = field(manifest, "layers");
  if (Array.isArray(layers)) return layers;
  const isEmpty = layers === undefined && field(manifest, "manifests") === undefined;
  return isEmpty && digestOf(field(manifest, "config")) !== null ? [] : null;
}

/** Returns true for a layer that is fetched from elsewhere (Windows base layers). */
export function isForeign(descriptor: unknown): boolean {
  const urls = field(descriptor, "urls");
  const type = text(field(descriptor, "mediaType")) ?? "";
  return (Array.isArray(urls) && urls.length > 0) || /foreign|nondistributable/.test(type);
}

/** Returns the name of the image: the one that containerd and BuildKit write, else only the tag. */
export function referencesOf(descriptor: unknown): string[] {
  const annotations = field(descriptor, "annotations");
  const name =
    text(field(annotations, "io.containerd.image.name")) ??
    text(field(annotations, "org.opencontainers.image.ref.name"));
  return name === null || name === "" ? [] : [name];
}

/**
 * Returns true for an attestation, which BuildKit writes beside each image. Source: BuildKit's
 * attestation-storage.md.
 */
export function isAttestation(descriptor: unknown): boolean {
  const type = text(field(field(descriptor, "annotations"), "vnd.docker.reference.type"));
  return type === "attestation-manifest";
}

/** Returns true if the platform in the index is `unknown/unknown`. */
export function isOfNoPlatform(descriptor: unknown): boolean {
  const platform = field(descriptor, "platform");
  return text(field(platform, "os")) === "unknown" && text(field(platform, "architecture")) === "unknown";
}

/** Returns the annotations that are texts. Others are left out. */
export function annotationsOf(manifest: unknown): ReadonlyMap<string, string> {
  const annotations = field(manifest, "annotations");
  const entries = typeof annotations === "object" && annotations !== null ? Object.entries(annotations) : [];
  return new Map(
    entries.flatMap(([name, value]) => {
      const stored = text(value);
      return stored === null ? [] : [[text(name) ?? "", stored] as const];
    }),
  );
}

/**
 * Returns the bytes in the field `data` of a descriptor, so that no request is needed; `null` if there are
 * none, or if they do not match its digest and size. Source: descriptor.md of the OCI image specification,
 * "data".
 */
export function dataOf(descriptor: unknown): Buffer | null {
  const [data, digest, size] = ["data", "digest", "size"].map((name) => field(descriptor, name));
  if (typeof data !== "string" || typeof digest !== "string") return null;
  const bytes = Buffer.from(data, "base64");
  const algorithm = /^(sha256|sha512):/.exec(digest)?.[1];
  if (algorithm === undefined || bytes.length !== size) return null;
  const isRight = digest === `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
  return isRight ? bytes : null;
}
