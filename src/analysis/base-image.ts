import { entryOfLayer, instructionText } from "../image/dockerfile/instruction.js";
import type { Image } from "../image/image.js";
import { imageName } from "../image/source-name.js";
import { parseRfc3339 } from "../text/rfc3339.js";

/** Where the base image ends, and how that is known. */
export interface Base {
  /** Layers that belong to it, from the lowest up: 1 to all. */
  readonly layers: number;
  /** How it is known: a number of layers, an image with the same layers, or a guess from the history. */
  readonly by: "layers" | "image" | "history";
  /** True if it may be wrong. */
  readonly guessed: boolean;
  /** The name of the base image, from the user or from the image; as stored. */
  readonly name: string | null;
  /** The digest of the base image that the image names; as stored. */
  readonly digest: string | null;
  /** Why, in a phrase without text from the image. */
  readonly reason: string;
}

/** The base image that an image names: a reference and a digest, as stored; not its layers. */
export interface NamedBase {
  readonly name: string | null;
  readonly digest: string | null;
}

/**
 * What annotations of the manifest say of the base, else labels: a label may have been handed down by the base itself, and
 * then speaks of the base's base. Source: OCI image spec, annotations.md.
 */
export function namedBase({ annotations, config: { labels } }: Image): NamedBase {
  const [named] = [annotations, labels].filter((facts) => facts.has(NAME) || facts.has(DIGEST));
  return { name: named?.get(NAME) || null, digest: named?.get(DIGEST) || null };
}

const NAME = "org.opencontainers.image.base.name";
const DIGEST = "org.opencontainers.image.base.digest";

/** The base image with this number of layers. @returns `null` if the image has fewer layers. */
export function countedBase(image: Image, layers: number): Base | null {
  if (layers < 0 || layers > image.layers.length) return null;
  return { ...namedBase(image), layers, by: "layers", guessed: false, reason: "as given" };
}

/**
 * The base that is `base`: its diff IDs are the image's lowest ones.
 * @returns the index of the first layer that differs, where one does; layers whose diff ID is not known differ.
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
 * A guess from the history. A base is an image of its own, so it mostly ends with what it runs: instructions that make
 * layers behind a CMD or ENTRYPOINT are of a later build. Without one, a day or more between two layers shows it.
 * @returns `null` where neither shows.
 */
export function guessedBase(image: Image): Base | null {
  const found = endOfCommand(image) ?? longestPause(image);
  return found === null ? null : { ...namedBase(image), ...found, by: "history", guessed: true };
}

/** Seconds: the year 2000. Earlier dates, mostly 1970, are placeholders of reproducible builds. */
const FIRST_DATE = 946_684_800;

/** When the topmost layer of the base was built, RFC 3339 as stored; `null` where the history does not show it. */
export function baseCreated(image: Image, { layers }: Pick<Base, "layers">): string | null {
  const created = entryOfLayer(image, layers - 1)?.created ?? null;
  const seconds = created === null ? null : parseRfc3339(created);
  return seconds === null || seconds < FIRST_DATE ? null : created;
}

/** Whether a layer belongs to the base image: yes, probably (the end of the base is a guess), or no. */
export type FromBase = "certain" | "guessed" | "no";

/**
 * Returns by layer whether it belongs to the base image: the one that the user named, else the guess from the history, and the first
 * layer where its instruction brought a whole filesystem.
 */
export function baseMembership(image: Image, named: Base | null): (layer: number) => FromBase {
  const base = named ?? guessedBase(image);
  return (layer) => {
    if (layer === 0 && (named === null || named.guessed) && beginsWithBase(image)) return "certain";
    if (base === null || layer >= base.layers) return "no";
    return base.guessed ? "guessed" : "certain";
  };
}

/** Whether the lowest layer is a whole filesystem, by its instruction, or since an engine imported it as an archive. */
export function beginsWithBase(image: Image): boolean {
  const entry = entryOfLayer(image, 0);
  const isImported = !entry?.createdBy?.trim() && /^imported from\b/i.test(entry?.comment ?? "");
  return isImported || WHOLE_FILESYSTEM.test(instructionText(entry?.createdBy ?? null));
}

// The first instruction of base images: it copies a whole filesystem to the root.
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
    reason: `the next layer is ${days === 1 ? "a day" : `${days} days`} younger`,
  };
}
