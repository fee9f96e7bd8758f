import { fail } from "../../errors.js";
import { type Platform, platformName } from "../../image/platform.js";
import { escapeText } from "../../text/escape.js";
import {
  hostPlatform,
  osVersionFits,
  parsePlatform,
  platformFits,
  variantOf,
  type WantedPlatform,
} from "../choose-platform.js";
import { fullReference } from "../references/reference.js";
import type { Source } from "../source.js";
import type { Artifact, Candidate, Listed, Listing, Variant } from "./candidate.js";
import {
  ambiguous,
  imageLines,
  type Numbered,
  platforms,
  unclearImage,
  unclearVariant,
} from "./choice-list.js";

export interface Wish {
  /**
   * The value of `--image`: a reference, an ID or digest or its beginning, an `os.version`, or the number in
   * the list.
   */
  readonly image?: string;
  /** The value of `--platform`. */
  readonly platform?: string;
  /**
   * The digest of the manifest, or the ID, of one platform of an image. It is used before `image` and
   * `platform`.
   */
  readonly exactly?: string | undefined;
  readonly host: { readonly arch: string };
}

export interface Chosen<V extends Variant = Candidate> {
  readonly listed: Listed<V>;
  readonly candidate: V;
}

/** The result for `--image`: `only`, if it names one platform; `number`, if it is a number. */
interface Named<V extends Variant> {
  readonly listed: Listed<V>;
  readonly only: V | null;
  readonly number: number | null;
}

/**
 * Returns the image that the user means.
 * @throws LayerxError with a list of the images, if that is not clear.
 */
export async function choose<V extends Variant>(
  source: Source,
  listing: Listing<V>,
  wish: Wish,
): Promise<Chosen<V>> {
  const wanted = wish.platform === undefined ? null : parsePlatform(wish.platform);
  if (listing.images.length === 0) noImages(source, listing, wish.image);
  const images = listing.images.map((listed, number): Numbered<V> => ({ listed, number }));
  if (wish.exactly !== undefined) return exactVariant(source, images, { listing, digest: wish.exactly });
  const { listed, only, number } =
    wish.image === undefined
      ? { listed: await onlyImage(source, images, { listing, wanted }), only: null, number: null }
      : named(source, images, { listing, image: wish.image, wanted });
  if (only !== null) {
    if (wanted !== null && !fits(only, wanted)) mismatch(source, [only], wanted);
    return { listed, candidate: only };
  }
  const host = hostPlatform(wish.host.arch);
  const candidate = await choosePlatform(source, listed, {
    wanted,
    host,
    number,
    alone: images.length === 1,
  });
  return { listed, candidate };
}

function exactVariant<V extends Variant>(
  source: Source,
  images: readonly Numbered<V>[],
  { listing, digest }: { listing: Listing<V>; digest: string },
): Chosen<V> {
  for (const { listed } of images) {
    const candidate = listed.variants.find((one) => one.digest === digest || one.id === digest);
    if (candidate !== undefined) return { listed, candidate };
  }
  return namesNone(source, images, { listing, image: digest });
}

function noImages(source: Source, { artifacts, name }: Listing<Variant>, image: string | undefined): never {
  source.checkWhole();
  const meant = artifacts.filter((one) => image !== undefined && isNamed(one, image));
  const kinds = new Set((meant.length > 0 ? meant : artifacts).map(({ kind }) => kind));
  if (kinds.size > 0) fail("is-artifact", { input: source.input, kind: [...kinds].slice(0, 3).join(", ") });
  fail("no-images", { input: source.input, name });
}

/** Returns the image if the user names none. */
async function onlyImage<V extends Variant>(
  source: Source,
  images: readonly Numbered<V>[],
  { listing, wanted }: { listing: Listing<V>; wanted: WantedPlatform | null },
): Promise<Listed<V>> {
  const whole = images.filter(({ listed }) => listed.variants.length > 0);
  if (whole.length === 0) return images[0].listed;
  if (wanted === null) {
    // An image without a name that was not saved with the archive does not count; a damaged image does.
    const counted = images.filter(
      ({ listed: { references, variants, broken } }) =>
        variants.length > 0 || references.length > 0 || broken.some(({ absent }) => !absent),
    );
    return counted.length > 1 ? unclearImage(source, counted, listing) : counted[0].listed;
  }
  const fitting = whole.filter(({ listed }) => listed.variants.some((one) => fits(one, wanted)));
  if (fitting.length > 1) return unclearImage(source, fitting, listing);
  if (fitting.length === 1) return fitting[0].listed;
  const broken = images.find(({ listed }) => brokenFor(listed, wanted) !== undefined);
  if (broken !== undefined) return broken.listed;
  const variants = whole.flatMap(({ listed }) => listed.variants);
  return mismatch(source, variants, wanted);
}

function named<V extends Variant>(
  source: Source,
  images: readonly Numbered<V>[],
  { listing, image, wanted }: { listing: Listing<V>; image: string; wanted: WantedPlatform | null },
): Named<V> {
  const number = /^\d{1,9}$/.test(image) ? Number(image) : null;
  if (number !== null && number < images.length) return { listed: images[number].listed, only: null, number };
  if (number !== null && images.length === 1 && number < images[0].listed.variants.length) {
    const { listed } = images[0];
    return { listed, only: listed.variants[number], number };
  }
  const full = fullReference(image);
  const matches: ((listed: Listed<V>) => boolean)[] = [
    ({ references }) => references.includes(image),
    ({ references }) => references.some((reference) => fullReference(reference) === full),
    ({ digests }) => digests.some((digest) => begins(digest, image)),
  ];
  for (const match of matches) {
    const found = narrowed(
      images.filter(({ listed }) => match(listed)),
      wanted,
    );
    if (found.length === 1) return { listed: found[0].listed, only: null, number: null };
    if (found.length > 1) ambiguous(source, image, found);
  }
  return namedVariant(source, images, { image, wanted }) ?? namesNone(source, images, { listing, image });
}

/** Returns those of several images with one name that are for the wanted platform. */
function narrowed<V extends Variant>(
  images: readonly Numbered<V>[],
  wanted: WantedPlatform | null,
): readonly Numbered<V>[] {
  if (wanted === null || images.length < 2) return images;
  const fitting = images.filter(({ listed }) => listed.variants.some((one) => fits(one, wanted)));
  return fitting.length > 0 ? fitting : images;
}

/** Finds a platform by an ID, by the digest of a manifest, or by `os.version`. */
function namedVariant<V extends Variant>(
  source: Source,
  images: readonly Numbered<V>[],
  { image, wanted }: { image: string; wanted: WantedPlatform | null },
): Named<V> | null {
  const all = images.flatMap((one) => one.listed.variants.map((only) => ({ one, only })));
  const names = [
    ({ id, digest }: Variant) => begins(id, image) || (digest !== null && begins(digest, image)),
    ({ promisedDigest, configDigest }: Variant) =>
      [promisedDigest, configDigest].some((digest) => digest !== null && begins(digest, image)),
    ({ osVersion }: Variant) => osVersion === image,
  ];
  for (const isNamed of names) {
    const found = all.filter(({ only }) => isNamed(only));
    const fitting = wanted === null ? found : found.filter(({ only }) => fits(only, wanted));
    const meant = fitting.length > 0 ? fitting : found;
    if (new Set(meant.map(({ only }) => only.digest ?? only.id)).size > 1) {
      ambiguous(source, image, [...new Set(meant.map(({ one }) => one))]);
    }
    if (meant.length > 0) return { listed: meant[0].one.listed, only: meant[0].only, number: null };
  }
  return null;
}

function namesNone(
  source: Source,
  images: readonly Numbered[],
  { listing, image }: { listing: Listing<Variant>; image: string },
): never {
  const broken = images
    .flatMap(({ listed }) => listed.broken)
    .find(({ digest }) => digest !== null && begins(digest, image));
  if (broken !== undefined) throw broken.error;
  const artifact = listing.artifacts.find((one) => isNamed(one, image));
  if (artifact !== undefined) {
    fail("is-artifact", {
      input: escapeText(`${escapeText(image)} in ${source.input}`),
      kind: artifact.kind,
    });
  }
  const list = imageLines(images, listing.artifacts);
  fail("no-such-image", { input: source.input, image: escapeText(image), list });
}

function isNamed({ references, digest }: Artifact, image: string): boolean {
  const full = fullReference(image);
  if (references.some((reference) => reference === image || fullReference(reference) === full)) return true;
  return digest !== null && begins(digest, image);
}

async function choosePlatform<V extends Variant>(
  source: Source,
  listed: Listed<V>,
  {
    wanted,
    host,
    number,
    alone,
  }: {
    wanted: WantedPlatform | null;
    host: Platform;
    number: number | null;
    alone: boolean;
  },
): Promise<V> {
  const { variants } = listed;
  if (variants.length === 0) throw listed.broken[0].error;
  const numbered = alone ? variants : [];
  const fitting = variants.filter((one) => fits(one, wanted ?? host)).sort(byVariant);
  const best = fitting.filter((one) => byVariant(one, fitting[0]) === 0);
  if (best.length === 1) return best[0];
  const byNumber = number === null || !alone ? undefined : variants.at(number);
  if (best.length > 1) {
    if (byNumber !== undefined && best.includes(byNumber)) return byNumber;
    const hasVersion = best.some(({ osVersion }) => osVersion !== null);
    const names = [numbered.length > 0 && "number", "digest", hasVersion && "os.version"];
    const selectors = new Intl.ListFormat("en", { type: "disjunction" }).format(
      names.filter((name) => name !== false),
    );
    const details = { wanted: escapeText(platformName(best[0].platform)), selectors };
    return unclearVariant(source, best, { code: "several-alike", details, numbered });
  }
  const broken = brokenFor(listed, wanted ?? host);
  if (broken !== undefined && (wanted !== null || !broken.absent)) throw broken.error;
  if (wanted !== null) return mismatch(source, variants, wanted);
  if (variants.length === 1) return variants[0];
  if (byNumber !== undefined && variants.length > 1) return byNumber;
  const details = { host: platformName(host) };
  return unclearVariant(source, variants, { code: "several-platforms", details, numbered });
}

function fits({ platform, osVersion }: Variant, wanted: WantedPlatform): boolean {
  return platformFits(platform, wanted) && osVersionFits(osVersion, wanted.osVersion);
}

/** Returns images for a platform that cannot be opened. */
function brokenFor({ broken }: Listed<Variant>, wanted: WantedPlatform) {
  return broken.find(
    ({ platform, osVersion }) =>
      platform !== null && platformFits(platform, wanted) && osVersionFits(osVersion, wanted.osVersion),
  );
}

/**
 * Compares variants: the default variant of amd64 and arm64 comes first, then the newest; 0 for equal ones.
 */
function byVariant(a: Variant, b: Variant): number {
  const rank = ({ platform }: Variant) => {
    const variant = variantOf(platform) ?? "~";
    return variant === variantOf({ ...platform, variant: null }) ? "~" : variant;
  };
  const [one, other] = [rank(a), rank(b)];
  return one < other ? 1 : one > other ? -1 : 0;
}

function mismatch(source: Source, variants: readonly Variant[], wanted: WantedPlatform): never {
  const version = wanted.osVersion === undefined ? "" : ` with os.version ${wanted.osVersion}`;
  const details = {
    wanted: escapeText(`${platformName(wanted)}${version}`),
    found: platforms(variants, ", "),
  };
  fail("platform-mismatch", { input: source.input, ...details });
}

/** Returns true if `image` is the digest or at least its first six digits. */
function begins(digest: string, image: string): boolean {
  const [, algorithm, hex] = /^(?:(sha256|sha384|sha512):)?([0-9a-f]{6,})$/i.exec(image) ?? [];
  if (hex === undefined) return false;
  const [own, digits] = digest.split(":");
  return (algorithm === undefined || algorithm.toLowerCase() === own) && digits.startsWith(hex.toLowerCase());
}
