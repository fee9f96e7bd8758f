import { field, text } from "../../image/json-field.js";
import { escapeText, type Printable } from "../../text/escape.js";
import { platformOf } from "../choose-platform.js";
import { isAttestation, isOfNoPlatform } from "./descriptor.js";

const IMAGE_CONFIGS = new Set([
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
]);

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/buildkit\.cacheconfig/, "a BuildKit build cache"],
  [/helm/, "a Helm chart"],
  [/wasm/, "a WebAssembly module"],
  [/cosign.*(?:signature|simplesigning)|simplesigning|notary|signature/, "a signature"],
  [/in-toto|attestation|dsse\.envelope/, "an attestation"],
  [/sigstore/, "a signature"],
  [/spdx|cyclonedx|syft|sbom/, "a bill of materials (SBOM)"],
  [/vnd\.docker\.plugin/, "a Docker engine plugin"],
  [/compose/, "a Compose project"],
  [/gguf|safetensors|vnd\.docker\.ai|cncf\.model|ollama/, "a machine learning model"],
];

// Layers of images that layerx recognizes but cannot read. The manifest is an image, and opening the layer
// fails with the reason.
const FILESYSTEMS = /erofs|squashfs|nydus|encrypted/;
const LAYER = /^application\/vnd\.(?:oci\.image\.layer|docker\.(?:image|container\.image)\.rootfs)\b/;

/** Returns true for the media type of a filesystem layer; a missing media type counts, too. */
export function isLayerType(mediaType: string | null): boolean {
  if (mediaType === null || mediaType === "" || LAYER.test(mediaType) || FILESYSTEMS.test(mediaType))
    return true;
  return kindOf(mediaType) === undefined && /\btar\b|octet-stream|application\/gzip/.test(mediaType);
}

/**
 * Returns the kind of an artifact that is not a container image; `null` for an image. A manifest without any
 * filesystem layer is not an image. A config with another media type counts as an image's config if it has a
 * root filesystem.
 */
export function artifactKind(manifest: unknown, config: unknown): Printable | null {
  const configType = text(field(field(manifest, "config"), "mediaType")) ?? "";
  const artifactType = text(field(manifest, "artifactType")) ?? "";
  const layers = field(manifest, "layers");
  const types = Array.isArray(layers) ? layers.map((layer) => text(field(layer, "mediaType"))) : [];
  const other = types.length > 0 && !types.some(isLayerType) ? (types[0] ?? "") : null;
  if (other !== null) return named(artifactType, other, IMAGE_CONFIGS.has(configType) ? "" : configType);
  const isImage = IMAGE_CONFIGS.has(configType) || field(config, "rootfs") !== undefined;
  if (isImage && kindOf(artifactType) === undefined) return null;
  return named(artifactType, configType, types[0] ?? "");
}

/**
 * Returns the kind of an artifact by its descriptor in an index; `null` for an image. Tools that use
 * go-containerregistry (crane, ko, apko) write the config's media type there as the `artifactType` of each
 * image.
 */
export function describedKind(descriptor: unknown): Printable | null {
  if (isAttestation(descriptor)) return escapeText("an attestation");
  const type = text(field(descriptor, "artifactType")) ?? "";
  if (type === "" || IMAGE_CONFIGS.has(type)) return null;
  const isPlaced = platformOf(field(descriptor, "platform")) !== null && !isOfNoPlatform(descriptor);
  return isPlaced && kindOf(type) === undefined ? null : named(type);
}

/** Returns the kind of an index in which BuildKit lists the layers of a build cache; `null` for another index. */
export function indexKind(descriptors: readonly unknown[]): Printable | null {
  const types = descriptors.map((descriptor) => text(field(descriptor, "mediaType")) ?? "");
  const cache = types.find((type) => /buildkit\.cacheconfig/.test(type));
  return cache === undefined ? null : named(cache);
}

/** Returns the kind for the first known type, with all types in brackets, which some readers may know. */
function named(...given: readonly string[]): Printable {
  const types = [...new Set(given.filter((type) => type !== ""))];
  const known = types.find((type) => kindOf(type) !== undefined);
  if (known !== undefined) return escapeText(`${kindOf(known)} (${short(known)})`);
  return escapeText(`an artifact of type ${types.slice(0, 2).map(short).join(" with ") || "unknown"}`);
}

function kindOf(type: string): string | undefined {
  return KINDS.find(([pattern]) => pattern.test(type))?.[1];
}

function short(type: string): string {
  return type.slice(0, 120);
}
