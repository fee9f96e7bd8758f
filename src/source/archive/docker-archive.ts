import { fail, LayerxError } from "../../errors.js";
import type { Warning } from "../../image/image.js";
import { field, text, texts } from "../../image/json-field.js";
import { osVersionOf, platformOf, UNKNOWN_PLATFORM } from "../choose-platform.js";
import { explain, LimitPassed } from "../damage.js";
import type { Limits } from "../limits.js";
import { type Document, missing, readDocument, type Source } from "../source.js";
import type { BrokenImage, Candidate, Found, LayerRef, Listed } from "./candidate.js";
import { isForeign } from "./descriptor.js";
import { OCI_LAYOUT, readManifests } from "./oci-layout.js";

/**
 * Returns the images of a docker archive's `manifest.json`, an array with one entry for each image. If the
 * archive also contains an OCI layout, the digests of manifests, media types and further platforms are taken
 * from there. A fault in the layout is a warning.
 * @throws LimitPassed. Source: docker-image-spec v1.2, "Combined Image JSON".
 */
export async function readDockerArchive(source: Source, manifest: Document, limits: Limits): Promise<Found> {
  const items = Array.isArray(manifest.value) ? manifest.value : [];
  if (items.length > limits.manifests) throw new LimitPassed("manifests", limits.manifests);
  const { layout, warnings } = await readLayout(source, limits);
  const read: { item: unknown; image: Candidate | BrokenImage }[] = [];
  for (const item of items) {
    read.push({ item, image: await candidate(source, { item, manifest, limits }) });
  }
  const whole = read.flatMap(({ item, image }) => ("error" in image ? [] : [{ item, image }]));
  const parents = new Map(whole.map(({ item, image }) => [image.id, text(field(item, "Parent"))]));
  const own = new Set(whole.map(({ image }) => image.id));
  const images: Listed[] = [];
  for (const { item, image } of read) {
    const references = (texts(field(item, "RepoTags")) ?? []).filter((name) => name !== "");
    if ("error" in image) {
      images.push({ references, digests: [], variants: [], broken: [image], parents: [] });
      continue;
    }
    const group = layout.find(({ variants }) => variants.some(({ id }) => id === image.id));
    const variants = group === undefined ? [image] : await withLayout(source, image, { group, own });
    const digests = group?.digests ?? [];
    images.push({ references, digests, variants, broken: [], parents: ancestors(image.id, parents) });
  }
  return { images, artifacts: [], warnings };
}

/**
 * Returns the images of the OCI layout in the archive. The layout is optional, so its faults do not prevent
 * opening the image.
 */
async function readLayout(
  source: Source,
  limits: Limits,
): Promise<{ layout: readonly Listed[]; warnings: Warning[] }> {
  try {
    const index = await readDocument(source, "index.json", limits);
    if (index === null || !Array.isArray(field(index.value, "manifests")))
      return { layout: [], warnings: [] };
    const { images } = await readManifests(source, index, { layout: OCI_LAYOUT, limits });
    return { layout: images, warnings: [] };
  } catch (error) {
    const { why } = explained(source, error);
    const message = `the OCI layout beside manifest.json is not used: ${why}`;
    return { layout: [], warnings: [{ code: "oci-layout-unreadable", message }] };
  }
}

function explained(source: Source, error: unknown): LayerxError {
  try {
    return explain(error, { input: source.input, layer: null });
  } catch (thrown) {
    if (thrown instanceof LayerxError) return thrown;
    throw thrown;
  }
}

async function candidate(
  source: Source,
  { item, manifest, limits }: { item: unknown; manifest: Document; limits: Limits },
): Promise<Candidate | BrokenImage> {
  try {
    return await readItem(source, { item, manifest, limits });
  } catch (thrown) {
    const error = explained(source, thrown);
    return { digest: null, platform: null, osVersion: null, absent: false, error };
  }
}

async function readItem(
  source: Source,
  { item, manifest, limits }: { item: unknown; manifest: Document; limits: Limits },
): Promise<Candidate> {
  const wrong = (reason: string): never =>
    fail("bad-document", { input: source.input, name: manifest.name, reason });
  const name = text(field(item, "Config"));
  if (name === null || name === "") return wrong("lists an image without a config");
  const listed = field(item, "Layers");
  const layers = texts(listed);
  if (layers === null && listed !== undefined && listed !== null)
    return wrong("lists layers that are not names");
  const unnamed = layers?.indexOf("") ?? -1;
  if (unnamed >= 0) return wrong(`gives layer ${unnamed} an empty name`);
  const config =
    (await readDocument(source, name, limits, digestInName(name))) ?? missing(source, "config", name);
  const diffIds = texts(field(field(config.value, "rootfs"), "diff_ids")) ?? [];
  const sources = field(item, "LayerSources");
  return {
    digest: null,
    promisedDigest: null,
    config,
    id: config.digest,
    configDigest: digestInName(name),
    platform: platformOf(config.value) ?? UNKNOWN_PLATFORM,
    osVersion: osVersionOf(config.value),
    passedOver: false,
    annotations: new Map(),
    layers: (layers ?? []).map((layer, i) => layerRef(layer, field(sources, diffIds[i] ?? ""))),
  };
}

function layerRef(name: string, descriptor: unknown): LayerRef {
  return {
    name,
    digest: text(field(descriptor, "digest")) ?? digestOfPath(name),
    mediaType: text(field(descriptor, "mediaType")),
    size: null,
    foreign: isForeign(descriptor),
  };
}

/** Returns the digest in a config's name: SHA-256 or SHA-512 by its length. */
function digestInName(name: string): string | null {
  const hex = /(?:^|[/:])([0-9a-f]{64}|[0-9a-f]{128})(?:\.json)?$/.exec(name)?.[1];
  return hex === undefined ? null : `${hex.length === 64 ? "sha256" : "sha512"}:${hex}`;
}

/** Returns the digest of a blob with a path of an OCI layout. */
function digestOfPath(name: string): string | null {
  const path = /^(?:\.\/)?blobs\/(sha256|sha512)\/([0-9a-f]{64,128})$/.exec(name);
  return path === null ? null : `${path[1]}:${path[2]}`;
}

/**
 * Returns the image with facts of the OCI layout, and with the layout's other platforms after it. Platforms
 * with an entry of their own in manifest.json (`own`: their IDs) are not repeated.
 */
async function withLayout(
  source: Source,
  image: Candidate,
  { group, own }: { group: Listed; own: ReadonlySet<string> },
): Promise<Candidate[]> {
  const same = group.variants.filter(({ id }) => id === image.id);
  const paired = await Promise.all(same.map((variant) => layersBy(source, image, variant)));
  const best = paired.findIndex((layers) => layers.every(({ known }) => known));
  const at = Math.max(best, 0);
  const { digest, promisedDigest, platform, osVersion, annotations } = same[at];
  const layers = paired[at].map(({ layer }) => layer);
  const others: Candidate[] = [];
  for (const variant of group.variants) {
    if (!own.has(variant.id) && (await hasLayers(source, variant))) others.push(variant);
  }
  return [{ ...image, digest, promisedDigest, platform, osVersion, annotations, layers }, ...others];
}

/** Returns the layers of manifest.json, each with the digest and media type of its blob, in any order. */
async function layersBy(
  source: Source,
  image: Candidate,
  { layers: described }: Candidate,
): Promise<{ layer: LayerRef; known: boolean }[]> {
  const byName = new Map(described.map((layer) => [layer.name, layer]));
  const keys = new Map<string, LayerRef>();
  if (image.layers.some(({ name }) => !byName.has(name))) {
    for (const layer of described) keys.set((await source.blob(layer.name))?.key ?? "", layer);
  }
  keys.delete("");
  return Promise.all(
    image.layers.map(async (layer) => {
      const found = byName.get(layer.name) ?? keys.get((await source.blob(layer.name))?.key ?? "");
      if (found !== undefined) {
        const { digest, mediaType, foreign } = found;
        return { layer: { ...layer, digest, mediaType, foreign }, known: true };
      }
      return { layer, known: false };
    }),
  );
}

async function hasLayers(source: Source, { layers }: Candidate): Promise<boolean> {
  for (const { name } of layers) if (!(await source.has(name))) return false;
  return true;
}

/** Returns the images that `Parent` names, nearest first, as far as they are known. */
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
