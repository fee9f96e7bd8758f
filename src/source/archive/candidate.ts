import type { LayerxError } from "../../errors.js";
import type { ImageFormat, Warning } from "../../image/image.js";
import type { Platform } from "../../image/platform.js";
import type { Printable } from "../../text/escape.js";
import type { Document } from "../source.js";

/** One image that a source holds, for one platform: what its manifest says, nothing read of its layers. */
export interface Candidate {
  /** Digest of its manifest's bytes, by the algorithm that names it; `null` where the source has none. */
  readonly digest: string | null;
  /** Digest that the manifest should have. */
  readonly promisedDigest: string | null;
  readonly config: Document;
  /** Digest of the config's bytes, by the algorithm that names it: the image ID. */
  readonly id: string;
  /** Digest that the config should have. */
  readonly configDigest: string | null;
  /** As the index says; as the config says only where no index gives a platform. */
  readonly platform: Platform;
  /** `os.version`, which tells Windows images of one platform apart. */
  readonly osVersion: string | null;
  /** The index calls its platform `unknown/unknown`: it counts only where the source holds nothing else. */
  readonly passedOver: boolean;
  /** Of the manifest, as stored; empty where it has none. */
  readonly annotations: ReadonlyMap<string, string>;
  /** Lowest first. */
  readonly layers: readonly LayerRef[];
}

export interface LayerRef {
  /** As the manifest names it. */
  readonly name: string;
  readonly digest: string | null;
  readonly mediaType: string | null;
  /** Bytes that the manifest promises. */
  readonly size: number | null;
  /** Its bytes are elsewhere (`urls`, or a media type that says so). */
  readonly foreign: boolean;
}

/** An image, or one platform of an image, whose documents cannot be read. It stops nothing but its own choice. */
export interface BrokenImage {
  readonly digest: string | null;
  /** As the index says; `null` where no index gives a platform. */
  readonly platform: Platform | null;
  readonly osVersion: string | null;
  /** A document was not saved with the archive. Partial copies are normal, so this is no reason to ask the user. */
  readonly absent: boolean;
  readonly error: LayerxError;
}

/** One line of what a source lists: an image under its names, for one platform or several. */
export interface Listed {
  readonly references: readonly string[];
  /** Digests that name all of it: those of indexes. */
  readonly digests: readonly string[];
  readonly variants: readonly Candidate[];
  readonly broken: readonly BrokenImage[];
  readonly parents: readonly string[];
}

/** Something that is no image. */
export interface Artifact {
  readonly references: readonly string[];
  readonly digest: string | null;
  /** In words: "a Helm chart". */
  readonly kind: Printable;
}

/** Everything that a source holds. */
export interface Listing {
  readonly format: ImageFormat;
  /** The document that lists the images. */
  readonly name: Printable;
  readonly images: readonly Listed[];
  readonly artifacts: readonly Artifact[];
  /** About documents that were not needed and could not be read. */
  readonly warnings: readonly Warning[];
}

/** What a reader of one form finds; the form and the document's name are known to its caller. */
export type Found = Omit<Listing, "format" | "name">;
