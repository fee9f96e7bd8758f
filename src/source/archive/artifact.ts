import { field, text } from "../../image/json-field.js";
import { escapeText, type Printable } from "../../text/escape.js";

const IMAGE_CONFIGS = new Set([
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
]);

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/helm/, "a Helm chart"],
  [/wasm/, "a WebAssembly module"],
  [/cosign.*(?:signature|simplesigning)|simplesigning|notary|signature/, "a signature"],
  [/in-toto|attestation/, "an attestation"],
  [/sigstore/, "a signature"],
  [/spdx|cyclonedx|syft|sbom/, "a bill of materials (SBOM)"],
  [/vnd\.docker\.plugin/, "a Docker engine plugin"],
  [/compose/, "a Compose project"],
];

/**
 * What a manifest's thing is, where it is no container image; `null` for an image. A config with another
 * media type counts as an image's where it has a root filesystem.
 */
export function artifactKind(manifest: unknown, config: unknown): Printable | null {
  const configType = text(field(field(manifest, "config"), "mediaType")) ?? "";
  const artifactType = text(field(manifest, "artifactType")) ?? "";
  const layers = field(manifest, "layers");
  const first = Array.isArray(layers) ? (text(field(layers[0], "mediaType")) ?? "") : "";
  const signature = /simplesigning|in-toto|sigstore/.test(first);
  const isImage = IMAGE_CONFIGS.has(configType) || field(config, "rootfs") !== undefined;
  if (isImage && !signature && artifactType === "") return null;
  const types = [artifactType, configType, first].filter((type) => type !== "");
  for (const type of types) {
    const kind = KINDS.find(([pattern]) => pattern.test(type));
    if (kind !== undefined) return escapeText(`${kind[1]} (${short(type)})`);
  }
  if (isImage && !signature) return null;
  return escapeText(`an artifact of type ${short(types[0] ?? "unknown")}`);
}

function short(type: string): string {
  return type.slice(0, 120);
}
