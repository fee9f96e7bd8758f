import { fail } from "../../errors.js";
import type { ImageChoice } from "../../image/choice.js";
import { field, text } from "../../image/json-field.js";
import { escapeText } from "../../text/escape.js";
import { describedKind } from "../archive/artifact.js";
import type { Artifact, Listing, Variant } from "../archive/candidate.js";
import { platformChoices } from "../archive/choice-list.js";
import { dataOf, isOfNoPlatform } from "../archive/descriptor.js";
import type { Cache } from "../cache/cache.js";
import { osVersionOf, platformOf, UNKNOWN_PLATFORM } from "../choose-platform.js";
import { LimitPassed } from "../damage.js";
import { type ChoiceOptions, chosenBy } from "../layers/image-of.js";
import type { Limits } from "../limits.js";
import { getManifest, type ManifestBytes } from "./manifest.js";
import type { RegistryClient } from "./registry-client.js";
import { shortName } from "./registry-reference.js";
import type { RegistrySource } from "./registry-source.js";

interface ChooseOptions extends ChoiceOptions {
  readonly limits: Limits;
  readonly cache: Cache;
}

export interface ChosenManifest {
  readonly manifest: ManifestBytes;
  /** The digest of the index; `null` if the name has a single manifest. */
  readonly index: string | null;
  /** The descriptor in the index, whose platform is used; `null` without an index. */
  readonly descriptor: unknown;
  /** All platforms of the index; empty if it has only one image, or without an index. */
  readonly platforms: readonly ImageChoice[];
}

/** One image of an index, before its manifest is read. */
interface Leaf extends Variant {
  readonly digest: string;
  readonly size: number | null;
  readonly descriptor: unknown;
}

/**
 * Returns the manifest of the image that the user means. Only one manifest of an index is read, because
 * registries count the requests for manifests.
 * @throws LayerxError, UnclearChoice if no platform fits this machine; LimitPassed
 */
export async function chooseManifest(
  source: RegistrySource,
  { limits, cache, ...wish }: ChooseOptions,
): Promise<ChosenManifest> {
  const { client } = source;
  const { digest, tag } = client.reference;
  const root = await getManifest(client, digest ?? tag ?? "latest", { size: null, limits, cache });
  if (root.kind === "manifest") return { manifest: root, index: null, descriptor: null, platforms: [] };
  const entries = new Index(client, { limits, cache });
  const leaves = imagesOf(await entries.leaves(root, 1));
  const name = escapeText("its index");
  const listed = {
    references: [shortName(client.reference)],
    digests: [root.digest],
    variants: leaves,
    broken: [],
    parents: [],
  };
  const images = leaves.length === 0 ? [] : [listed];
  const { artifacts } = entries;
  const listing: Listing<Leaf> = { format: "registry", name, images, artifacts, warnings: [] };
  // If the index does not have the platform, the config may have it.
  const isUnplaced = leaves.length === 1 && isOfNoPlatform(leaves[0].descriptor);
  const { candidate: leaf } = await chosenBy(
    source,
    listing,
    isUnplaced ? { ...wish, platform: undefined } : wish,
  );
  const { size, descriptor } = leaf;
  const manifest = await getManifest(client, leaf.digest, { size, data: dataOf(descriptor), limits, cache });
  if (manifest.kind === "index")
    fail("bad-document", {
      input: client.place.image,
      name: "the index",
      reason: "calls an index a manifest",
    });
  const platforms = await platformChoices(source, listed);
  return { manifest, index: root.digest, descriptor, platforms };
}

/** Returns the images. As in an archive, `unknown/unknown` counts only if there is no other image. */
function imagesOf(leaves: readonly Leaf[]): readonly Leaf[] {
  const known = leaves.filter(({ descriptor }) => !isOfNoPlatform(descriptor));
  return known.length > 0 ? known : leaves;
}

/** Reads indexes, and collects their images and artifacts. */
class Index {
  readonly artifacts: Artifact[] = [];
  private readonly client: RegistryClient;
  private readonly limits: Limits;
  private readonly cache: Cache;
  private readonly seen = new Set<string>();

  constructor(client: RegistryClient, { limits, cache }: Pick<ChooseOptions, "limits" | "cache">) {
    this.client = client;
    this.limits = limits;
    this.cache = cache;
  }

  async leaves(index: ManifestBytes, depth: number): Promise<Leaf[]> {
    const { limits, client, cache, seen } = this;
    if (depth > limits.indexDepth) throw new LimitPassed("indexDepth", limits.indexDepth);
    const list = field(index.value, "manifests");
    const leaves: Leaf[] = [];
    for (const descriptor of Array.isArray(list) ? list : []) {
      const leaf = leafOf(descriptor);
      const kind = isIndex(descriptor) ? null : describedKind(descriptor);
      if (kind !== null) this.artifacts.push({ references: [], digest: leaf.digest, kind });
      if (kind !== null || seen.has(leaf.digest)) continue;
      seen.add(leaf.digest);
      if (seen.size > limits.manifests) throw new LimitPassed("manifests", limits.manifests);
      if (!/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(leaf.digest)) {
        fail("bad-document", {
          input: client.place.image,
          name: "the index",
          reason: "lists an entry without a valid digest",
        });
      }
      if (!isIndex(descriptor)) leaves.push(leaf);
      else
        leaves.push(
          ...(await this.leaves(
            await getManifest(client, leaf.digest, {
              size: leaf.size,
              data: dataOf(descriptor),
              limits,
              cache,
            }),
            depth + 1,
          )),
        );
    }
    return leaves;
  }
}

function leafOf(descriptor: unknown): Leaf {
  const platform = field(descriptor, "platform");
  const known = platformOf(platform);
  const size = field(descriptor, "size");
  const digest = text(field(descriptor, "digest")) ?? "";
  return {
    digest,
    promisedDigest: digest,
    id: digest,
    configDigest: null,
    size: typeof size === "number" ? size : null,
    platform: known ?? UNKNOWN_PLATFORM,
    osVersion: osVersionOf(platform),
    layers: null,
    descriptor,
  };
}

function isIndex(descriptor: unknown): boolean {
  return /manifest\.list\.v2|image\.index\.v1/.test(text(field(descriptor, "mediaType")) ?? "");
}
