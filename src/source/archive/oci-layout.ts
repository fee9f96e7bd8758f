import { field, text } from "../../image/json-field.js";
import { platformOf } from "../choose-platform.js";
import type { Limits } from "../limits.js";
import type { Document, Source } from "../source.js";
import { indexKind } from "./artifact.js";
import type { Artifact, BrokenImage, Candidate, Found, Listed } from "./candidate.js";
import { isOfNoPlatform, referencesOf } from "./descriptor.js";
import { type OciLayout, OciWalk, platformKey, type Resolved, variantKey } from "./oci-walk.js";

/** The layout with `blobs/sha256/…`. Source: OCI image spec, image-layout.md. */
export const OCI_LAYOUT: OciLayout = {
  manifest: (algorithm, hex) => `blobs/${algorithm}/${hex}`,
  blob: (algorithm, hex) => `blobs/${algorithm}/${hex}`,
};

/** The layout of skopeo's `dir:`: all files are in one folder, named by hex digest. */
export const DIR_LAYOUT: OciLayout = {
  manifest: (_, hex) => `${hex}.manifest.json`,
  blob: (algorithm, hex) => (algorithm === "sha256" ? hex : `${algorithm}-${hex}`),
};

interface Group {
  readonly references: Set<string>;
  readonly digests: Set<string>;
  readonly variants: Map<string, Candidate>;
  readonly broken: BrokenImage[];
}

/**
 * Returns all images that `root` names: an index, or one manifest.
 * @throws LayerxError `bad-json`, `bad-document` for a single manifest; LimitPassed
 */
export async function readManifests(
  source: Source,
  root: Document,
  { layout, limits }: { layout: OciLayout; limits: Limits },
): Promise<Found> {
  const walk = new OciWalk(source, layout, limits);
  const list = field(root.value, "manifests");
  if (!Array.isArray(list)) {
    // Some engines write `"manifests": null` if there are no images.
    const isManifest = ["layers", "config"].some((name) => field(root.value, name) !== undefined);
    if (layout === OCI_LAYOUT && !isManifest) return { images: [], artifacts: [], warnings: [] };
    const { variants, artifacts } = await walk.manifest(root, null);
    const images = variants.length === 0 ? [] : [{ ...NAMELESS, variants }];
    return { images, artifacts, warnings: [] };
  }
  const kind = indexKind(list);
  if (kind !== null) {
    return { images: [], artifacts: [{ references: [], digest: null, kind }], warnings: [] };
  }
  const groups = new Groups();
  const artifacts: Artifact[] = [];
  for (const descriptor of list) {
    const found = await walk.resolve(descriptor, 1);
    const references = referencesOf(descriptor);
    const isImage = found.variants.length + found.broken.length > 0;
    artifacts.push(...found.artifacts.map((one) => (isImage ? one : { ...one, references })));
    if (isImage) groups.add(descriptor, found, references);
  }
  return { images: withoutContained(groups.images()), artifacts, warnings: [] };
}

/**
 * Leaves out an image without a name if an index of the list contains it. oras lists the manifests of an index
 * beside it.
 */
function withoutContained(images: readonly Listed[]): Listed[] {
  const manifests = ({ variants, broken }: Listed) => [...variants, ...broken].map(({ digest }) => digest);
  const contained = new Set(images.filter(({ digests }) => digests.length > 0).flatMap(manifests));
  return images.filter(
    (image) =>
      image.references.length > 0 ||
      image.digests.length > 0 ||
      !manifests(image).every((digest) => digest !== null && contained.has(digest)),
  );
}

const NAMELESS: Listed = { references: [], digests: [], variants: [], broken: [], parents: [] };

/**
 * Groups the descriptors of one index to images. Several tags of one image are several descriptors with one
 * digest. Several platforms of one image are several descriptors with different platforms, and with the same
 * tag or none. Every other descriptor is an image of its own.
 */
class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #byDigest = new Map<string, Group>();

  add(descriptor: unknown, { variants, broken }: Resolved, references: readonly string[]): void {
    const digest = text(field(descriptor, "digest")) ?? "";
    const group = this.#byDigest.get(digest) ?? this.#group(descriptor, { digest, references });
    this.#byDigest.set(digest, group);
    for (const reference of references) group.references.add(reference);
    const [only] = variants;
    if (variants.length > 1 || (only !== undefined && only.promisedDigest !== digest))
      group.digests.add(digest);
    for (const variant of variants) group.variants.set(variantKey(variant), variant);
    group.broken.push(...broken);
  }

  images(): Listed[] {
    const groups = [...this.#groups.values()];
    const counts = groups.some(({ variants }) =>
      [...variants.values()].some(({ passedOver }) => !passedOver),
    );
    return groups
      .map(({ references, digests, variants, broken }) => ({
        references: [...references],
        digests: [...digests],
        variants: [...variants.values()].filter(({ passedOver }) => !(counts && passedOver)),
        broken,
        parents: [],
      }))
      .filter(({ variants, broken }) => variants.length + broken.length > 0);
  }

  #group(
    descriptor: unknown,
    { digest, references }: { digest: string; references: readonly string[] },
  ): Group {
    const given = field(descriptor, "platform");
    const platform = isOfNoPlatform(descriptor) ? null : platformOf(given);
    const name = references.join(" ");
    const osVersion = text(field(given, "os.version"));
    const taken = (group: Group) =>
      [...group.variants.values(), ...group.broken].some(
        (one) => platformKey(one) === platformKey({ platform, osVersion }),
      );
    const shared = platform === null ? undefined : this.#groups.get(name);
    if (shared !== undefined && !taken(shared)) return shared;
    const group = {
      references: new Set<string>(),
      digests: new Set<string>(),
      variants: new Map(),
      broken: [],
    };
    const key = platform !== null && shared === undefined ? name : `${name}\n${digest}`;
    this.#groups.set(key, group);
    return group;
  }
}
