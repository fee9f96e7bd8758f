import type { LayerCompression } from "./compressor.js";

export const IMAGE_FORMS = ["docker-archive", "oci-archive", "oci-layout"] as const;
export type ImageForm = (typeof IMAGE_FORMS)[number];

/** A layer's blob, with its fields in manifests. */
export interface LayerBlob {
  /** `sha256:…` of the stored bytes. */
  readonly digest: string;
  readonly bytes: number;
  readonly compression: LayerCompression;
}

export interface ImageDocuments {
  readonly references: readonly string[];
  readonly platform: { readonly os: string; readonly architecture: string; readonly variant: string | null };
  /** The annotations of the manifest. */
  readonly annotations: ReadonlyMap<string, string>;
}

const TYPES = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
};
const SUFFIX: Record<LayerCompression, string> = { none: "", gzip: "+gzip", zstd: "+zstd" };

/**
 * Returns the `manifest.json` of a docker archive. `docker load` refuses a name without a tag and a name with
 * a digest. Source: docker image spec v1.2, "Combined Image JSON".
 */
export function dockerManifest(
  config: string,
  layers: readonly string[],
  references: readonly string[],
): Buffer {
  const named = references.filter((reference) => !reference.includes("@"));
  const tags = named.map((reference) => (/:[^:/]+$/.test(reference) ? reference : `${reference}:latest`));
  return json([{ Config: config, RepoTags: tags.length === 0 ? null : tags, Layers: layers }]);
}

/** Returns a manifest. Source: OCI image spec, manifest.md. */
export function ociManifest(
  config: { readonly digest: string; readonly bytes: number },
  layers: readonly LayerBlob[],
  { annotations }: ImageDocuments,
): Buffer {
  return json({
    schemaVersion: 2,
    mediaType: TYPES.manifest,
    config: { mediaType: TYPES.config, digest: config.digest, size: config.bytes },
    layers: layers.map(({ digest, bytes, compression }) => ({
      mediaType: TYPES.layer + SUFFIX[compression],
      digest,
      size: bytes,
    })),
    ...(annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
  });
}

/** Returns an `index.json` with one entry for each tag. Source: OCI image spec, image-layout.md. */
export function ociIndex(
  manifest: { readonly digest: string; readonly bytes: number },
  { references, platform: { os, architecture, variant } }: ImageDocuments,
): Buffer {
  const platform = { architecture, os, ...(variant === null ? {} : { variant }) };
  const entry = { mediaType: TYPES.manifest, digest: manifest.digest, size: manifest.bytes, platform };
  const tagged = references.map((reference) => ({
    ...entry,
    annotations: {
      "io.containerd.image.name": reference,
      "org.opencontainers.image.ref.name": tagOf(reference),
    },
  }));
  return json({
    schemaVersion: 2,
    mediaType: TYPES.index,
    manifests: tagged.length === 0 ? [entry] : tagged,
  });
}

export const OCI_LAYOUT_FILE = json({ imageLayoutVersion: "1.0.0" });

/** Returns the tag of a reference; the whole reference if it has none. */
function tagOf(reference: string): string {
  return /:([^:/@]+)$/.exec(reference)?.[1] ?? reference;
}

function json(document: unknown): Buffer {
  return Buffer.from(JSON.stringify(document));
}
