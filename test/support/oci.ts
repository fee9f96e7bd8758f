import { type BuiltImage, type BuiltLayer, digestOf, hex, jsonBytes, type PlatformSpec } from "./fixture.js";
import type { SpecPair } from "./layer-spec.js";

/*
 * Writes the documents of the OCI image spec, and a layout. Sources: manifest.md, image-index.md, image-layout.md.
 */

export const MEDIA_TYPES = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar",
  inToto: "application/vnd.in-toto+json",
};

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly platform?: PlatformSpec;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** `flat`: index.json lists manifests. `nested`: index.json lists an index. `attested`: this index also has attestations. */
export type OciShape = "flat" | "nested" | "attested";

/** @returns the files of a layout: `oci-layout`, then the blobs by digest, then `index.json`. */
export function ociFiles(images: readonly BuiltImage[], shape: OciShape): SpecPair[] {
  const blobs = new Map<string, Buffer>();
  const add = (bytes: Buffer): Buffer => {
    blobs.set(digestOf(bytes), bytes);
    return bytes;
  };
  const listed = images.flatMap((image) => {
    for (const layer of image.layers) add(layer.blob);
    add(image.config);
    const described = descriptor(MEDIA_TYPES.manifest, add(imageManifest(image)), {
      platform: image.platform,
    });
    return shape === "attested" ? [described, attestation(described, add)] : tagged(described, image);
  });
  const top = shape === "flat" ? listed : nestedIndex(images, add(indexDocument(listed)));
  return [
    ["oci-layout", '{"imageLayoutVersion":"1.0.0"}'],
    ["blobs/", null],
    ["blobs/sha256/", null],
    ...[...blobs].map(([digest, bytes]): SpecPair => [`blobs/sha256/${hex(digest)}`, bytes]).sort(byPath),
    ["index.json", indexDocument(top)],
  ];
}

export function imageManifest(
  image: BuiltImage,
  annotations: Readonly<Record<string, string>> | undefined = undefined,
): Buffer {
  return jsonBytes({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config: descriptor(MEDIA_TYPES.config, image.config),
    layers: image.layers.map(layerDescriptor),
    annotations,
  });
}

export function layerDescriptor(layer: BuiltLayer): Descriptor {
  return descriptor(`${MEDIA_TYPES.layer}${SUFFIXES[layer.compression]}`, layer.blob);
}

const SUFFIXES = {
  none: "",
  gzip: "+gzip",
  "gzip-fixed": "+gzip",
  "gzip-members": "+gzip",
  estargz: "+gzip",
  zstd: "+zstd",
  "zstd-frames": "+zstd",
};

export function descriptor(mediaType: string, bytes: Buffer, more: Partial<Descriptor> = {}): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: bytes.length, ...more };
}

export function indexDocument(manifests: readonly Descriptor[]): Buffer {
  return jsonBytes({ schemaVersion: 2, mediaType: MEDIA_TYPES.index, manifests });
}

/** @returns a descriptor for each tag of the image, or one descriptor without a tag. */
function tagged(described: Descriptor, image: BuiltImage): Descriptor[] {
  if (image.references.length === 0) return [described];
  return image.references.map((reference) => ({ ...described, annotations: annotations(reference) }));
}

function nestedIndex(images: readonly BuiltImage[], index: Buffer): Descriptor[] {
  const described = descriptor(MEDIA_TYPES.index, index);
  const references = [...new Set(images.flatMap((image) => image.references))];
  if (references.length === 0) return [described];
  return references.map((reference) => ({ ...described, annotations: annotations(reference) }));
}

/** @returns the annotations of BuildKit and containerd: the full name and the tag. */
function annotations(reference: string): Record<string, string> {
  const tag = reference.slice(reference.lastIndexOf(":") + 1);
  return { "io.containerd.image.name": reference, "org.opencontainers.image.ref.name": tag };
}

/** @returns an attestation for the platform `unknown/unknown`, as BuildKit writes it for each image. */
function attestation(image: Descriptor, add: (bytes: Buffer) => Buffer): Descriptor {
  const statement = add(jsonBytes({ _type: "https://in-toto.io/Statement/v0.1", subject: [] }));
  const config = add(
    jsonBytes({ architecture: "unknown", os: "unknown", config: {}, rootfs: { type: "layers" } }),
  );
  const manifest = add(
    jsonBytes({
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.manifest,
      config: descriptor(MEDIA_TYPES.config, config),
      layers: [descriptor(MEDIA_TYPES.inToto, statement)],
    }),
  );
  return descriptor(MEDIA_TYPES.manifest, manifest, {
    platform: { architecture: "unknown", os: "unknown" },
    annotations: {
      "vnd.docker.reference.digest": image.digest,
      "vnd.docker.reference.type": "attestation-manifest",
    },
  });
}

function byPath([a]: SpecPair, [b]: SpecPair): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
