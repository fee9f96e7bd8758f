import { entryOfLayer, instructionText } from "../image/dockerfile/instruction.js";
import type { Image } from "../image/image.js";
import { imageName } from "../image/source-name.js";
import { parseRfc3339 } from "../text/rfc3339.js";

/** The end of the base image, and the evidence for it. */
export interface Base {
  /** The number of layers of the base image, from the lowest up: 1 to all. */
  readonly layers: number;
  /**
   * The evidence: a number of layers or an image with the same layers, both from the user, or a guess from
   * the history.
   */
  readonly by: "layers" | "image" | "history";
  /** True if the end of the base image is a guess. */
  readonly guessed: boolean;
  /** The name of the base image, from the user or from the image; as stored. */
  readonly name: string | null;
  /** The digest of the base image that the image names; as stored. */
  readonly digest: string | null;
  /** The reason, as a phrase without text from the image. */
  readonly reason: string;
}

/** The base image that an image names: a reference and a digest, as stored; not its layers. */
export interface NamedBase {
  readonly name: string | null;
  readonly digest: string | null;
}

/**
 * Returns the base image that the annotations of the manifest name, else the one that the labels name. Labels
 * can be inherited: then they name the base image of the base image. Source: OCI image spec, annotations.md.
 */
export function namedBase({ annotations, config: { labels } }: Image): NamedBase {
  const [named] = [annotations, labels].filter((facts) => facts.has(NAME) || facts.has(DIGEST));
  return { name: named?.get(NAME) || null, digest: named?.get(DIGEST) || null };
}

const NAME = "org.opencontainers.image.base.name";
const DIGEST = "org.opencontainers.image.base.digest";

/**
 * Returns the base image with this number of layers.
 * @returns `null` if the image has fewer layers.
 */
export function countedBase(image: Image, layers: number): Base | null {
  if (layers < 0 || layers > image.layers.length) return null;
  return { ...namedBase(image), layers, by: "layers", guessed: false, reason: "as given" };
}

/**
 * Returns the base image `base`, if its diff IDs are the lowest ones of the image.
 * @returns otherwise the index of the first layer that differs. A layer without a known diff ID differs.
 */
export function sharedBase(image: Image, base: Image): Base | { readonly differs: number } {
  const differs = base.layers.findIndex(
    ({ diffId }, index) => diffId === null || image.layers[index]?.diffId !== diffId,
  );
  if (differs >= 0) return { differs };
  return {
    layers: base.layers.length,
    by: "image",
    guessed: false,
    name: imageName(base),
    digest: base.digest,
    reason: "its diff IDs are the lowest ones of the image",
  };
}

/**
 * Guesses the base image from the history. A base image is an image of its own, so it usually ends with a CMD
 * or ENTRYPOINT; instructions after it that make layers belong to a later build. Without a CMD or ENTRYPOINT,
 * a day or more between two layers is taken as the end.
 * @returns `null` if the history shows neither.
 */
export function guessedBase(image: Image): Base | null {
  const found = endOfCommand(image) ?? longestPause(image);
  return found === null ? null : { ...namedBase(image), ...found, by: "history", guessed: true };
}

/** Seconds, the year 2000. Earlier dates, usually of 1970, are placeholders of reproducible builds. */
const FIRST_DATE = 946_684_800;

/**
 * Returns the time at which the topmost layer of the base image was built, RFC 3339 as stored; `null` if the
 * history does not contain it.
 */
export function baseCreated(image: Image, { layers }: Pick<Base, "layers">): string | null {
  const created = entryOfLayer(image, layers - 1)?.created ?? null;
  const seconds = created === null ? null : parseRfc3339(created);
  return seconds === null || seconds < FIRST_DATE ? null : created;
}

/**
 * The result of the check if a layer belongs to the base image: `certain`, `guessed` (the end of the base image is a guess), or
 * `no`.
 */
export type FromBase = "certain" | "guessed" | "no";

/**
 * Returns a function that checks if a layer belongs to the base image: the base image that the user named,
 * else the guess from the history. Without either, only the first layer belongs to it, if its instruction
 * copies a whole filesystem.
 */
export function baseMembership(image: Image, named: Base | null): (layer: number) => FromBase {
  const base = named ?? guessedBase(image);
  return (layer) => {
    if (layer === 0 && (named === null || named.guessed) && beginsWithBase(image)) return "certain";
    if (base === null || layer >= base.layers) return "no";
    return base.guessed ? "guessed" : "certain";
  };
}

/**
 * Returns true if the lowest layer is a whole filesystem: its instruction shows it, or an engine imported an
 * archive.
 */
export function beginsWithBase(image: Image): boolean {
  const entry = entryOfLayer(image, 0);
  const isImported = !entry?.createdBy?.trim() && /^imported from\b/i.test(entry?.comment ?? "");
  return isImported || WHOLE_FILESYSTEM.test(instructionText(entry?.createdBy ?? null));
}

// Matches the first instruction of base images, which copies a whole filesystem to the root.
const WHOLE_FILESYSTEM = /^(ADD|COPY) \S+( in)? \/$|^ADD rootfs|^# debian\.sh /i;

type Guess = Pick<Base, "layers" | "reason">;

function endOfCommand({ history }: Image): Guess | null {
  const last = history.findLastIndex(({ layer }) => layer !== null);
  const at = history
    .slice(0, Math.max(last, 0))
    .findLastIndex(
      ({ createdBy, layer }) => layer === null && /^(CMD|ENTRYPOINT)\b/i.test(instructionText(createdBy)),
    );
  const layers = layersOf(history.slice(0, at + 1));
  if (at < 0 || layers === 0) return null;
  const word = /^\w+/.exec(instructionText(history[at].createdBy))?.[0].toUpperCase();
  return { layers, reason: `instructions follow its ${word}` };
}

function layersOf(entries: Image["history"]): number {
  return entries.filter(({ layer }) => layer !== null).length;
}

const DAY = 86_400;

function longestPause(image: Image): Guess | null {
  const times = image.layers.map(({ index }) => parseRfc3339(entryOfLayer(image, index)?.created ?? ""));
  let best: { readonly layers: number; readonly seconds: number } | null = null;
  for (let layers = 1; layers < times.length; layers++) {
    const [below, above] = [times[layers - 1], times[layers]];
    const seconds = below === null || above === null ? 0 : above - below;
    if (seconds >= DAY && seconds > (best?.seconds ?? 0)) best = { layers, seconds };
  }
  if (best === null) return null;
  const days = Math.floor(best.seconds / DAY);
  return {
    layers: best.layers,
    reason: `the next layer is ${days === 1 ? "a day" : `${days} days`} newer`,
  };
}
