import { fail } from "../../errors.js";
import { field, text, texts } from "../../image/json-field.js";
import { LimitPassed } from "../damage.js";
import type { Limits } from "../limits.js";
import { platformOf, UNKNOWN_PLATFORM } from "../platform.js";
import { type Document, readDocument, type Source } from "../source.js";
import type { Candidate, LayerRef, Listed, Listing } from "./candidate.js";
import { isForeign, OCI_LAYOUT, readManifests } from "./oci-layout.js";

type Found = Omit<Listing, "format" | "name">;

/**
 * The images of a docker archive's `manifest.json`, an array. Where an OCI layout stands beside it, manifests'
 * digests, media types and further platforms come from there.
 * @throws LayerxError `bad-json`, `bad-document`; LimitPassed. Source: docker-image-spec v1.2, "Combined Image JSON".
 */
export async function readDockerArchive(source: Source, manifest: Document, limits: Limits): Promise<Found> {
  const items = Array.isArray(manifest.value) ? manifest.value : [];
  if (items.length > limits.manifests) throw new LimitPassed("manifests", limits.manifests);
  const index = await readDocument(source, "index.json", limits);
  const oci =
    index === null ? [] : (await readManifests(source, index, { layout: OCI_LAYOUT, limits })).images;
  let absent: Found["absent"] = null;
  const read: { item: unknown; image: Candidate }[] = [];
  for (const item of items) {
    const name = text(field(item, "Config"));
    if (name === null) {
      fail("bad-document", {
        input: source.input,
        name: manifest.name,
        reason: "lists an image without a config",
      });
    }
    const config = await readDocument(source, name, limits, digestInName(name));
    if (config === null) absent ??= { role: "config", name };
    else read.push({ item, image: candidate(source, { item, name, config, manifest }) });
  }
  const parents = new Map(read.map(({ item, image }) => [image.config.digest, text(field(item, "Parent"))]));
  const images: Listed[] = [];
  for (const { item, image } of read) {
    const group = oci.find(({ variants }) =>
      variants.some((variant) => variant.config.digest === image.config.digest),
    );
    images.push({
      references: texts(field(item, "RepoTags")) ?? [],
      digests: group?.digests ?? [],
      variants: await withLayout(source, image, group),
      parents: ancestors(image.config.digest, parents),
    });
  }
  return { images, artifacts: [], absent };
}

function candidate(
  source: Source,
  { item, name, config, manifest }: { item: unknown; name: string; config: Document; manifest: Document },
): Candidate {
  const layers = texts(field(item, "Layers"));
  if (layers === null && field(item, "Layers") !== undefined) {
    fail("bad-document", {
      input: source.input,
      name: manifest.name,
      reason: "lists layers that are no names",
    });
  }
  const diffIds = texts(field(field(config.value, "rootfs"), "diff_ids")) ?? [];
  const sources = field(item, "LayerSources");
  return {
    digest: null,
    promisedDigest: null,
    config,
    configDigest: digestInName(name),
    platform: platformOf(config.value) ?? UNKNOWN_PLATFORM,
    annotations: new Map(),
    layers: (layers ?? []).map((layer, i) => layerRef(layer, field(sources, diffIds[i] ?? ""))),
  };
}

function layerRef(name: string, descriptor: unknown): LayerRef {
  return {
    name,
    digest: text(field(descriptor, "digest")),
    mediaType: text(field(descriptor, "mediaType")),
    size: null,
    foreign: isForeign(descriptor),
  };
}

/** The digest that a config's name tells: SHA-256 or SHA-512 by its length. */
function digestInName(name: string): string | null {
  const hex = /(?:^|[/:])([0-9a-f]{64}|[0-9a-f]{128})(?:\.json)?$/.exec(name)?.[1];
  return hex === undefined ? null : `${hex.length === 64 ? "sha256" : "sha512"}:${hex}`;
}

/** The image with what the OCI layout knows of it, and the layout's other platforms behind it. */
async function withLayout(source: Source, image: Candidate, group: Listed | undefined): Promise<Candidate[]> {
  const same = group?.variants.find((variant) => variant.config.digest === image.config.digest);
  if (group === undefined || same === undefined) return [image];
  const paired = same.layers.length === image.layers.length;
  const layers = image.layers.map((layer, i): LayerRef => {
    if (!paired) return layer;
    const { digest, mediaType, foreign } = same.layers[i];
    return { ...layer, digest, mediaType, foreign };
  });
  const others: Candidate[] = [];
  for (const variant of group.variants) {
    if (variant !== same && (await hasLayers(source, variant))) others.push(variant);
  }
  return [{ ...image, digest: same.digest, promisedDigest: same.promisedDigest, layers }, ...others];
}

async function hasLayers(source: Source, { layers }: Candidate): Promise<boolean> {
  for (const { name } of layers) if (!(await source.has(name))) return false;
  return true;
}

/** The images that `Parent` names, nearest first, as far as it goes on. */
function ancestors(id: string, parents: ReadonlyMap<string, string | null>): string[] {
  const found: string[] = [];
  const seen = new Set([id]);
  for (let parent = parents.get(id) ?? null; parent !== null; parent = parents.get(parent) ?? null) {
    if (seen.has(parent) || !/^sha256:[0-9a-f]{64}$/.test(parent)) break;
    seen.add(parent);
    found.push(parent);
  }
  return found;
}
