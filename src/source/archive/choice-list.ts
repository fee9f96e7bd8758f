import { fail } from "../../errors.js";
import { type ImageChoice, UnclearChoice } from "../../image/choice.js";
import { platformName } from "../../image/platform.js";
import { escapeText, type Printable } from "../../text/escape.js";
import type { Source } from "../source.js";
import type { Artifact, Listed, Listing, Variant } from "./candidate.js";

const MOST_LISTED = 20;
const SHORT_HEX = 12;

/** Images with their numbers for `--image`. */
export interface Numbered<V extends Variant = Variant> {
  readonly listed: Listed<V>;
  readonly number: number;
}

/**
 * Returns one line for each image: number, names, platforms, digest; or why it cannot be opened. The platforms
 * of a single image follow, and other artifacts.
 */
export function imageLines(images: readonly Numbered[], artifacts: readonly Artifact[] = []): string {
  const short = shortDigests(images.flatMap(({ listed }) => digestsIn(listed)));
  const lines = images.slice(0, MOST_LISTED).flatMap(({ listed, number }) => {
    const names = listed.references.slice(0, 4).join(", ").slice(0, 200);
    const digest = digestOfAll(listed);
    const [broken] = listed.broken;
    const parts =
      listed.variants.length === 0 && broken !== undefined
        ? [`cannot be opened: ${broken.error.why}`]
        : [platforms(listed.variants, ", ")];
    const all = line([`${number}`, names, ...parts, digest === null ? "" : short(digest)]);
    const each = images.length === 1 && listed.variants.length > 1 ? variantLines(listed.variants, []) : "";
    return each === "" ? [all] : [all, each.replace(/^/gm, "   ")];
  });
  const others = artifacts
    .filter(({ references }) => references.length > 0)
    .slice(0, MOST_LISTED)
    .map(({ references, kind }) => line(["-", references.join(", ").slice(0, 200), `no image: ${kind}`]));
  const more = images.length > MOST_LISTED ? [`  and ${images.length - MOST_LISTED} more`] : [];
  return [...lines, ...more, ...others].join("\n");
}

/**
 * Returns one line for each platform of an image. `numbered`: the numbers select a platform, because the
 * source has no other image.
 */
function variantLines(variants: readonly Variant[], numbered: readonly Variant[]): string {
  const short = shortDigests(variants.map(digestOfOne));
  const lines = variants.slice(0, MOST_LISTED).map((variant) => {
    const number = numbered.indexOf(variant);
    const os = variant.osVersion === null ? "" : `os.version ${variant.osVersion}`;
    return line([
      number < 0 ? "" : `${number}`,
      platformName(variant.platform),
      os,
      short(digestOfOne(variant)),
    ]);
  });
  const more = variants.length > MOST_LISTED ? [`  and ${variants.length - MOST_LISTED} more`] : [];
  return [...lines, ...more].join("\n");
}

/** Returns the platforms of images, each once, with their `os.version`. */
export function platforms(variants: readonly Variant[], separator: string): Printable {
  const names = variants.map(({ platform, osVersion }) =>
    osVersion === null ? platformName(platform) : `${platformName(platform)} (os.version ${osVersion})`,
  );
  return escapeText([...new Set(names)].slice(0, MOST_LISTED).join(separator));
}

/**
 * Throws the error for several images from which the user must choose.
 * @throws UnclearChoice
 */
export async function unclearImage(
  source: Source,
  images: readonly Numbered[],
  { artifacts }: Pick<Listing, "artifacts">,
): Promise<never> {
  const choices = await Promise.all(images.map((one) => imageChoice(source, one)));
  const details = { input: source.input, list: imageLines(images, artifacts) };
  throw new UnclearChoice("several-images", details, choices);
}

/**
 * Throws the error for several platforms from which the user must choose.
 * @throws UnclearChoice
 */
export async function unclearVariant(
  source: Source,
  variants: readonly Variant[],
  {
    code,
    details,
    numbered,
  }: {
    code: "several-platforms" | "several-alike";
    details: Readonly<Record<string, string>>;
    numbered: readonly Variant[];
  },
): Promise<never> {
  const choices = await Promise.all(variants.map((variant) => variantChoice(source, variant, variants)));
  const list = variantLines(variants, numbered);
  throw new UnclearChoice(code, { input: source.input, ...details, list }, choices);
}

/**
 * Throws the error for a name that several images have.
 * @throws LayerxError `ambiguous-image`
 */
export function ambiguous(source: Source, image: string, images: readonly Numbered[]): never {
  fail("ambiguous-image", { input: source.input, image: escapeText(image), list: imageLines(images) });
}

async function imageChoice(source: Source, { listed, number }: Numbered): Promise<ImageChoice> {
  const { references, variants, broken } = listed;
  const [first, ...others] = variants;
  const problem = first === undefined ? escapeText(broken[0]?.error.why ?? "") : null;
  return {
    references,
    id: first?.id ?? broken[0]?.digest ?? "",
    digest: digestOfAll(listed),
    platforms: variants.map(({ platform }) => platform),
    osVersion: others.length === 0 ? (first?.osVersion ?? null) : null,
    storedBytes: first !== undefined && others.length === 0 ? await storedBytes(source, first) : null,
    problem,
    wish: { image: String(number) },
  };
}

/** Returns all platforms of an image as choices; none for an image with a single platform. */
export async function platformChoices(
  source: Source,
  { variants }: Listed<Variant>,
): Promise<readonly ImageChoice[]> {
  if (variants.length < 2) return [];
  return Promise.all(variants.map((variant) => variantChoice(source, variant, variants)));
}

async function variantChoice(
  source: Source,
  variant: Variant,
  variants: readonly Variant[],
): Promise<ImageChoice> {
  const name = platformName(variant.platform);
  const alone = variants.filter(({ platform }) => platformName(platform) === name).length === 1;
  return {
    references: [],
    id: variant.id,
    digest: variant.digest,
    platforms: [variant.platform],
    osVersion: variant.osVersion,
    storedBytes: await storedBytes(source, variant),
    problem: null,
    wish: alone ? { platform: name } : { image: digestOfOne(variant) },
  };
}

/** Returns the size in the manifest, or else in the archive's headers. Nothing is opened for it. */
async function storedBytes(source: Source, { layers }: Variant): Promise<number | null> {
  if (layers === null) return null;
  let bytes = 0;
  for (const { name, size } of layers) {
    const blob = size === null && source.kind === "archive" ? await source.blob(name) : null;
    const known = size ?? blob?.size;
    if (known === undefined) return null;
    bytes += known;
  }
  return bytes;
}

function line(parts: readonly string[]): string {
  return `  ${parts
    .filter((part) => part !== "")
    .map(escapeText)
    .join("  ")}`;
}

/** Returns the value of `--image` for one platform of an image. */
function digestOfOne({ digest, id }: Variant): string {
  return digest ?? id;
}

/** Returns the value of `--image` for all platforms of an image; `null` if only its number selects it. */
function digestOfAll({ digests, variants, broken }: Listed<Variant>): string | null {
  const [only, ...others] = variants;
  if (digests[0] !== undefined) return digests[0];
  if (only !== undefined) return others.length === 0 ? digestOfOne(only) : null;
  return broken[0]?.digest ?? null;
}

function digestsIn({ digests, variants, broken }: Listed<Variant>): string[] {
  return [...digests, ...variants.map(digestOfOne), ...broken.flatMap(({ digest }) => digest ?? [])];
}

/** Returns a function that shortens digests, as far as they stay unique. */
function shortDigests(digests: readonly string[]): (digest: string) => string {
  const all = [...new Set(digests)];
  const cut = (digest: string, length: number) => digest.slice(0, digest.indexOf(":") + 1 + length);
  let length = SHORT_HEX;
  while (length < 128 && new Set(all.map((digest) => cut(digest, length))).size < all.length) length += 4;
  return (digest) => cut(digest, length);
}
