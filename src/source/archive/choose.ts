import { fail } from "../../errors.js";
import { type ImageChoice, UnclearChoice } from "../../image/choice.js";
import { type Platform, platformName } from "../../image/image.js";
import { escapeText } from "../../text/escape.js";
import { algorithmOf } from "../digest.js";
import { hostPlatform, parsePlatform, platformFits } from "../platform.js";
import { fullReference } from "../reference.js";
import { missing, type Source } from "../source.js";
import type { Candidate, Listed, Listing } from "./candidate.js";

export interface Wish {
  /** `--image`: a reference, an ID or digest or the beginning of one, or the number in the listing. */
  readonly image?: string;
  /** `--platform`. */
  readonly platform?: string;
  readonly host: { readonly arch: string };
}

export interface Chosen {
  readonly listed: Listed;
  readonly candidate: Candidate;
}

/** The one image that is meant. @throws LayerxError that lists what there is, where that is not clear. */
export async function choose(source: Source, listing: Listing, wish: Wish): Promise<Chosen> {
  const wanted = wish.platform === undefined ? null : parsePlatform(wish.platform);
  if (listing.images.length === 0) noImages(source, listing);
  const images = withPlatforms(listing.images);
  const { listed, only } = await chooseImage(source, images, { image: wish.image, wanted });
  const host = hostPlatform(wish.host.arch);
  const candidate = only ?? (await choosePlatform(source, listed, { wanted, host }));
  if (only !== null && wanted !== null && !platformFits(only.platform, wanted))
    mismatch(source, [only], wanted);
  return { listed, candidate };
}

/** Images of the same name, or all of none, that are for different platforms are one image for several platforms. */
function withPlatforms(images: readonly Listed[]): readonly Listed[] {
  const groups = new Map<string, Listed[]>();
  for (const listed of images) {
    const name = listed.references.join(" ");
    groups.set(name, [...(groups.get(name) ?? []), listed]);
  }
  return [...groups.values()].flatMap((group) => {
    const variants = group.flatMap((listed) => listed.variants);
    const platforms = new Set(variants.map(({ platform }) => platformName(platform)));
    const known = variants.every(({ platform }) => platform.architecture !== "unknown");
    if (group.length === 1 || !known || platforms.size < variants.length) return group;
    const digests = group.flatMap((listed) => listed.digests);
    return [{ references: group[0].references, digests, variants, parents: [] }];
  });
}

function noImages(source: Source, { absent, artifacts, name }: Listing): never {
  if (artifacts.length > 0)
    fail("is-artifact", { input: source.input, kind: artifacts.slice(0, 3).join(", ") });
  if (absent !== null) missing(source, absent.role, absent.name);
  source.checkWhole();
  fail("no-images", { input: source.input, name });
}

/** `only`: the platform, where the ID or digest of one image was given. */
async function chooseImage(
  source: Source,
  images: readonly Listed[],
  { image, wanted }: { image: string | undefined; wanted: Platform | null },
): Promise<{ listed: Listed; only: Candidate | null }> {
  if (image === undefined) {
    const fits = ({ platform }: Candidate) => wanted === null || platformFits(platform, wanted);
    const fitting = images.filter(({ variants }) => variants.some(fits));
    if (fitting.length > 1) {
      const choices = await Promise.all(
        fitting.map((listed) => imageChoice(source, listed, images.indexOf(listed))),
      );
      throw new UnclearChoice(
        "several-images",
        { input: source.input, list: list(images, fitting) },
        choices,
      );
    }
    if (fitting.length === 0 && images.length > 1 && wanted !== null) {
      const variants = images.flatMap((listed) => listed.variants);
      mismatch(source, variants, wanted);
    }
    return { listed: fitting[0] ?? images[0], only: null };
  }
  if (/^\d{1,9}$/.test(image) && Number(image) < images.length)
    return { listed: images[Number(image)], only: null };
  const full = fullReference(image);
  const matches: ((listed: Listed) => boolean)[] = [
    ({ references }) => references.includes(image),
    ({ references }) => references.some((reference) => fullReference(reference) === full),
    ({ digests }) => digests.some((digest) => begins(digest, image)),
  ];
  for (const match of matches) {
    const found = images.filter(match);
    if (found.length === 1) return { listed: found[0], only: null };
    if (found.length > 1) ambiguous(source, image, { images, found });
  }
  const ids = images.flatMap((listed) =>
    listed.variants.filter((variant) => names(variant, image)).map((only) => ({ listed, only })),
  );
  if (new Set(ids.map(({ only }) => only.config.digest)).size > 1) {
    ambiguous(source, image, { images, found: ids.map(({ listed }) => listed) });
  }
  return (
    ids[0] ?? fail("no-such-image", { input: source.input, image: escapeText(image), list: list(images) })
  );
}

async function choosePlatform(
  source: Source,
  { variants }: Listed,
  { wanted, host }: { wanted: Platform | null; host: Platform },
): Promise<Candidate> {
  const fitting = variants.filter(({ platform }) => platformFits(platform, wanted ?? host)).sort(byVariant);
  if (fitting.length > 0) return fitting[0];
  if (wanted !== null) mismatch(source, variants, wanted);
  if (variants.length === 1) return variants[0];
  const details = { input: source.input, host: platformName(host), list: platforms(variants, "\n") };
  const choices = await Promise.all(variants.map((variant) => platformChoice(source, variant)));
  throw new UnclearChoice("several-platforms", details, choices);
}

async function imageChoice(
  source: Source,
  { references, variants }: Listed,
  number: number,
): Promise<ImageChoice> {
  const [first, ...others] = variants;
  return {
    references,
    id: first.config.digest,
    platforms: variants.map(({ platform }) => platform),
    storedBytes: others.length === 0 ? await storedBytes(source, first) : null,
    wish: { image: String(number) },
  };
}

async function platformChoice(source: Source, variant: Candidate): Promise<ImageChoice> {
  return {
    references: [],
    id: variant.config.digest,
    platforms: [variant.platform],
    storedBytes: await storedBytes(source, variant),
    wish: { platform: platformName(variant.platform) },
  };
}

/** As the manifest says it, else as the archive's own headers do: nothing is opened for it. */
async function storedBytes(source: Source, { layers }: Candidate): Promise<number | null> {
  let bytes = 0;
  for (const { name, size } of layers) {
    const blob = size === null && source.kind === "archive" ? await source.blob(name) : null;
    const known = size ?? blob?.size;
    if (known === undefined) return null;
    bytes += known;
  }
  return bytes;
}

/** The plain one first, then the newest. */
function byVariant(a: Candidate, b: Candidate): number {
  const [one, other] = [a.platform.variant ?? "~", b.platform.variant ?? "~"];
  return one < other ? 1 : one > other ? -1 : 0;
}

function mismatch(source: Source, variants: readonly Candidate[], wanted: Platform): never {
  const details = { wanted: escapeText(platformName(wanted)), found: platforms(variants, ", ") };
  fail("platform-mismatch", { input: source.input, ...details });
}

function ambiguous(
  source: Source,
  image: string,
  { images, found }: { images: readonly Listed[]; found: readonly Listed[] },
): never {
  fail("ambiguous-image", { input: source.input, image: escapeText(image), list: list(images, found) });
}

/** True where it is a digest of the config or the manifest: what their bytes have, or what they are named by. */
function names({ config, configDigest, digest, promisedDigest }: Candidate, image: string): boolean {
  const digests = [config.digest, configDigest, digest, promisedDigest];
  return digests.some((known) => known !== null && begins(known, image));
}

/** True where `image` is the digest or at least its first six digits. */
function begins(digest: string, image: string): boolean {
  const wanted = /^(?:([a-z0-9]+):)?([0-9a-f]{6,})$/.exec(image.toLowerCase());
  if (wanted === null) return false;
  const [, algorithm = algorithmOf(digest), hex] = wanted;
  return digest.startsWith(`${algorithm}:${hex}`);
}

const MOST_LISTED = 20;

/** The images among `shown`, each with its number in the whole listing. */
function list(images: readonly Listed[], shown = images): string {
  const lines: string[] = [];
  for (const [i, listed] of images.entries()) {
    if (!shown.includes(listed)) continue;
    const { references, variants } = listed;
    const name =
      references.length > 0 ? references.slice(0, 4).join(", ") : variants[0].config.digest.slice(0, 19);
    lines.push(`  ${i}  ${escapeText(name.slice(0, 200))}  ${platforms(variants, ", ")}`);
    if (lines.length === MOST_LISTED) break;
  }
  const more = shown.length - lines.length;
  return more > 0 ? `${lines.join("\n")}\n  and ${more} more` : lines.join("\n");
}

function platforms(variants: readonly Candidate[], separator: string): string {
  const names = [...new Set(variants.map(({ platform }) => platformName(platform)))];
  const shown = names
    .slice(0, MOST_LISTED)
    .map((name) => (separator === "\n" ? `  ${escapeText(name)}` : escapeText(name)));
  return shown.join(separator);
}
