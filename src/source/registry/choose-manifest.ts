import { fail } from "../../errors.js";
import { type ImageChoice, type PickImage, UnclearChoice } from "../../image/choice.js";
import { field, text } from "../../image/json-field.js";
import { type Platform, platformName } from "../../image/platform.js";
import { escapeText } from "../../text/escape.js";
import { dataOf, isOfNoPlatform } from "../archive/descriptor.js";
import type { Cache } from "../cache/cache.js";
import {
  hostPlatform,
  osVersionFits,
  osVersionOf,
  parsePlatform,
  platformFits,
  platformOf,
  UNKNOWN_PLATFORM,
  variantOf,
  type WantedPlatform,
} from "../choose-platform.js";
import { LimitPassed } from "../damage.js";
import type { Limits } from "../limits.js";
import { getManifest, type ManifestBytes } from "./manifest.js";
import type { RegistryClient } from "./registry-client.js";

export interface ChooseOptions {
  /** The value of `--platform`. */
  readonly platform?: string;
  /** The value of `--image`: of several images for one platform, the digest or the `os.version` of one. */
  readonly image?: string;
  /** The digest of one manifest of the index; it is used before the others. */
  readonly exactly?: string | undefined;
  readonly host: { readonly arch: string };
  readonly limits: Limits;
  readonly cache: Cache;
  readonly pick?: PickImage;
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
interface Leaf {
  readonly digest: string;
  readonly size: number | null;
  readonly platform: Platform;
  readonly osVersion: string | null;
  readonly descriptor: unknown;
}

/**
 * Returns the manifest of the image that the user means. Of an index only the manifest that fits is read,
 * because registries count the requests for manifests.
 * @throws LayerxError, UnclearChoice if no platform fits this machine; LimitPassed
 */
export async function chooseManifest(
  client: RegistryClient,
  options: ChooseOptions,
): Promise<ChosenManifest> {
  const { limits, cache, platform, pick } = options;
  const { digest, tag } = client.reference;
  const wanted = platform === undefined ? null : parsePlatform(platform);
  const root = await getManifest(client, digest ?? tag ?? "latest", { size: null, limits, cache });
  if (root.kind === "manifest") return { manifest: root, index: null, descriptor: null, platforms: [] };
  const leaves = imagesOf(await new Index(client, { limits, cache }).leaves(root, 1));
  if (leaves.length === 0) fail("no-images", { input: client.place.image, name: "its index" });
  let leaf: Leaf;
  try {
    const host = hostPlatform(options.host.arch);
    leaf =
      exactLeaf(leaves, options.exactly, client) ??
      named(leaves, options.image, client) ??
      leafFor(leaves, { client, wanted, host });
  } catch (error) {
    if (!(error instanceof UnclearChoice) || pick === undefined) throw error;
    const { digest: chosen } = await pick(error);
    const picked = leaves.find((one) => one.digest === chosen);
    if (picked === undefined) throw error;
    leaf = picked;
  }
  const { size, descriptor } = leaf;
  const manifest = await getManifest(client, leaf.digest, { size, data: dataOf(descriptor), limits, cache });
  if (manifest.kind === "index")
    fail("bad-document", {
      input: client.place.image,
      name: "the index",
      reason: "calls an index a manifest",
    });
  const platforms = leaves.length < 2 ? [] : leaves.map(choiceOf);
  return { manifest, index: root.digest, descriptor: leaf.descriptor, platforms };
}

/** Returns the images. As in an archive, `unknown/unknown` counts only if there is no other image. */
function imagesOf(leaves: readonly Leaf[]): readonly Leaf[] {
  const known = leaves.filter(({ descriptor }) => !isOfNoPlatform(descriptor));
  return known.length > 0 ? known : leaves;
}

/** Reads indexes, and collects their images. */
class Index {
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
      if (leaf === null || seen.has(leaf.digest)) continue;
      seen.add(leaf.digest);
      if (seen.size > limits.manifests) throw new LimitPassed("manifests", limits.manifests);
      if (!/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(leaf.digest)) {
        fail("bad-document", {
          input: client.place.image,
          name: "the index",
          reason: "names something without a valid digest",
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

/**
 * Returns `null` if the descriptor is not an image: for attestations, and artifacts that refer to an image.
 */
function leafOf(descriptor: unknown): Leaf | null {
  const annotations = field(descriptor, "annotations");
  const platform = field(descriptor, "platform");
  const attests = text(field(annotations, "vnd.docker.reference.type")) !== null;
  const known = platformOf(platform);
  if (attests || text(field(descriptor, "artifactType")) !== null) return null;
  const size = field(descriptor, "size");
  return {
    digest: text(field(descriptor, "digest")) ?? "",
    size: typeof size === "number" ? size : null,
    platform: known ?? UNKNOWN_PLATFORM,
    osVersion: osVersionOf(platform),
    descriptor,
  };
}

function isIndex(descriptor: unknown): boolean {
  return /manifest\.list\.v2|image\.index\.v1/.test(text(field(descriptor, "mediaType")) ?? "");
}

/**
 * Returns the image with an exact digest; `null` if none is requested.
 * @throws LayerxError `no-such-image`
 */
function exactLeaf(leaves: readonly Leaf[], digest: string | undefined, client: RegistryClient): Leaf | null {
  if (digest === undefined) return null;
  return leaves.find((leaf) => leaf.digest === digest) ?? noSuchImage(leaves, digest, client);
}

/**
 * Returns the image that `--image` names; `null` without that option.
 * @throws LayerxError `no-such-image`, also if it names several
 */
function named(leaves: readonly Leaf[], image: string | undefined, client: RegistryClient): Leaf | null {
  if (image === undefined) return null;
  const hex = image.toLowerCase().replace(/^sha256:/, "");
  const isDigest = /^[0-9a-f]{6,64}$/.test(hex);
  const found = leaves.filter(
    ({ digest, osVersion }) => osVersion === image || (isDigest && digest.startsWith(`sha256:${hex}`)),
  );
  return found.length === 1 ? found[0] : noSuchImage(leaves, image, client);
}

function noSuchImage(leaves: readonly Leaf[], image: string, client: RegistryClient): never {
  const list = linesOf(leaves);
  return fail("no-such-image", { input: client.place.image, image: escapeText(image), list });
}

function leafFor(
  leaves: readonly Leaf[],
  { client, wanted, host }: { client: RegistryClient; wanted: WantedPlatform | null; host: Platform },
): Leaf {
  const input = client.place.image;
  // If the index does not have the platform, the config may have it.
  if (leaves.length === 1 && isOfNoPlatform(leaves[0].descriptor)) return leaves[0];
  for (const one of variants(wanted ?? host)) {
    const fitting = leaves
      .filter(
        ({ platform, osVersion }) =>
          platformFits(platform, one) && osVersionFits(osVersion, wanted?.osVersion),
      )
      .sort(byVariant);
    const best = fitting.filter((leaf) => byVariant(leaf, fitting[0]) === 0);
    if (best.length > 1) {
      const details = { input, wanted: escapeText(platformName(best[0].platform)), list: linesOf(best) };
      throw new UnclearChoice("several-alike", details, best.map(choiceOf));
    }
    if (best.length === 1) return best[0];
  }
  if (wanted !== null) {
    const found = [...new Set(leaves.map(fullPlatform))].slice(0, MOST_LISTED).join(", ");
    fail("platform-mismatch", { input, wanted: escapeText(platformName(wanted)), found: escapeText(found) });
  }
  if (leaves.length === 1) return leaves[0];
  const details = { input, host: platformName(host), list: linesOf(leaves) };
  throw new UnclearChoice("several-platforms", details, leaves.map(choiceOf));
}

function linesOf(leaves: readonly Leaf[]): string {
  return leaves
    .slice(0, MOST_LISTED)
    .map((leaf) => `  ${escapeText(fullPlatform(leaf).slice(0, 100))}  ${leaf.digest.slice(0, 19)}`)
    .join("\n");
}

const MOST_LISTED = 20;

/** Returns the platform, then compatible ones: newer arm machines run programs for older ones. */
function variants(wanted: Platform): Platform[] {
  const older: readonly (readonly [RegExp, readonly (string | null)[]])[] = [
    [/^arm64 v8$/, [null]],
    [/^arm v7$/, ["v6", "v5"]],
    [/^arm v6$/, ["v5"]],
  ];
  const name = `${wanted.architecture} ${wanted.variant}`;
  const fallbacks = older.find(([which]) => which.test(name))?.[1] ?? [];
  return [wanted, ...fallbacks.map((variant) => ({ ...wanted, variant }))];
}

/** Compares variants: the default variant comes first, then the newest. */
function byVariant(a: Leaf, b: Leaf): number {
  const rank = ({ platform }: Leaf) => {
    const variant = variantOf(platform) ?? "~";
    return variant === variantOf({ ...platform, variant: null }) ? "~" : variant;
  };
  const [one, other] = [rank(a), rank(b)];
  return one < other ? 1 : one > other ? -1 : 0;
}

function fullPlatform({ platform, osVersion }: Leaf): string {
  return osVersion === null ? platformName(platform) : `${platformName(platform)} (os.version ${osVersion})`;
}

function choiceOf(leaf: Leaf): ImageChoice {
  const { digest, platform, osVersion } = leaf;
  return {
    references: [],
    id: digest,
    digest,
    platforms: [platform],
    osVersion,
    storedBytes: null,
    problem: null,
    wish: { image: digest },
  };
}
