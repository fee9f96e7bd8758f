import { type PickImage, UnclearChoice } from "../../image/choice.js";
import type { Image } from "../../image/image.js";
import type { Listing, Variant } from "../archive/candidate.js";
import { platformChoices } from "../archive/choice-list.js";
import { type Chosen, choose, type Wish } from "../archive/choose.js";
import { type Cache, NO_CACHE } from "../cache/cache.js";
import { DEFAULT_LIMITS, type Limits } from "../limits.js";
import type { Source } from "../source.js";
import { assemble } from "./assemble.js";

export interface ChoiceOptions extends Wish {
  /** Lets the user choose if it is not clear which image is meant. Without it, that is an error. */
  readonly pick?: PickImage;
}

interface ImageOptions extends ChoiceOptions {
  readonly source: string;
  readonly limits?: Partial<Limits>;
  /** The cache; without it nothing is kept. */
  readonly cache?: Cache;
}

/**
 * Opens the image that the user means, among those in a source's list. All sources call this function. The
 * image closes the source.
 * @throws LayerxError; UnclearChoice; LimitPassed
 */
export async function imageOf(
  bytes: Source,
  listing: Listing,
  { source, ...options }: ImageOptions,
): Promise<Image> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const chosen = await chosenBy(bytes, listing, options);
  const cache = options.cache ?? NO_CACHE;
  const { format, warnings } = listing;
  const image = await assemble(bytes, chosen, { source, format, limits, cache, warnings });
  const platforms = await platformChoices(bytes, chosen.listed);
  return platforms.length === 0 ? image : { ...image, platforms };
}

/**
 * Returns the chosen image. Asks the user until it is clear, first for the image and then for its platform.
 * @throws LayerxError; UnclearChoice
 */
export async function chosenBy<V extends Variant>(
  source: Source,
  listing: Listing<V>,
  { pick, ...options }: ChoiceOptions,
): Promise<Chosen<V>> {
  let wish: Wish = options;
  for (;;) {
    try {
      return await choose(source, listing, wish);
    } catch (error) {
      if (!(error instanceof UnclearChoice) || pick === undefined) throw error;
      wish = { ...wish, ...(await pick(error)).wish };
    }
  }
}
